// What may stand in a log: never the values of a tenant's records, whatever the database says about them.
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createLog } from "./log.ts";

test("an error of the database is logged without the row it was about", () => {
	const lines: string[] = [];
	const destination = new Writable({
		write: (chunk: Buffer, _encoding, done) => {
			lines.push(chunk.toString());
			done();
		},
	});
	const error = Object.assign(new Error("duplicate key value\n - detail: Key (reference)=(ch_secret) already exists."), {
		code: "23505",
		detail: "Key (reference)=(ch_secret) already exists.",
		where: 'JSON data, line 1: {"memo":"ch_secret"}',
		query: "insert into records values ('ch_secret')",
	});
	const log = createLog({ name: "test", level: "info", destination });
	log.warn({ err: error }, "failed");
	log.warn({ err: "only words" }, "failed");
	expect(lines.join("")).not.toContain("ch_secret");
	expect(JSON.parse(lines[0] ?? "")).toMatchObject({
		err: { message: "duplicate key value", code: "23505", stack: expect.stringContaining("log.unit.test") },
	});
	expect(JSON.parse(lines[1] ?? "")).toMatchObject({ err: "only words" });
});

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);

it("a file of 150,000 rows is looked at and paged through in a heap of 48 MB, also from the middle on as after a crash", async () => {
	const rows = 150_000;
	const skipped = 100_000;
	const script = join(import.meta.dirname, "read-long-file.ts");
	const { stdout } = await run(process.execPath, [
		"--max-old-space-size=48",
		"--max-semi-space-size=4",
		script,
		String(rows),
		String(skipped),
	]);
	expect(JSON.parse(stdout)).toMatchObject({
		recordCount: rows,
		problem: null,
		read: rows - skipped,
		last: expect.stringContaining("BIG-1:2026-10-28"),
	});
}, 180_000);

// The API looks at a few files at once, whoever asks for more.
import { expect, it } from "vitest";
import { inspectUploaded } from "../../api/sync/inspect-uploaded.ts";

type Looked = Parameters<typeof inspectUploaded>[0];
type File = Parameters<typeof inspectUploaded>[1];

const choice = { settings: null, layout: undefined };
const file = { id: "f", name: "statement.csv", sizeBytes: 100, objectKey: "k", status: "uploaded", mapping: null } as unknown as File;

it("many who look at files at once don't take the database's connections from everybody else: the fourth is told to come again", async () => {
	const gate = Promise.withResolvers<never>();
	const sources = { readRange: () => gate.promise };
	const looked = { em: {}, tenantId: "t", sources } as unknown as Looked;
	const look = () => inspectUploaded(looked, file, choice).catch((error: Error) => error.message);
	const three = [look(), look(), look()];
	expect(await look()).toMatch(/^Several files are being looked at just now\./);
	gate.reject(new Error("the object is gone"));
	expect(await Promise.all(three)).toEqual(Array.from({ length: 3 }, () => "the object is gone"));
	expect(await look()).toBe("the object is gone");
});

// How a file of a test is read when a person confirms what it suggests itself.
import type { FileSettings, FileSource } from "../../domain/sync/files/format.ts";
import { inspectFile } from "../../domain/sync/files/inspect.ts";
import { headOf, sourceOf } from "../files/read-file.ts";

/** @throws Error when it can't be read or something is to be answered first */
export async function settingsOf(content: string | Uint8Array, name = "statement.csv"): Promise<FileSettings> {
	const found = await inspectFile(sourceOf(content, name, 65_536), headOf(content, name), {
		fileId: "file-1",
		zone: "UTC",
		settings: null,
		remembered: async () => null,
	});
	if (found.problem !== null) throw new Error(found.problem.reason);
	if (found.settings === null || found.questions.length > 0) throw new Error(found.questions.map(({ sentence }) => sentence).join(" "));
	return found.settings;
}

/** An uploaded file of a test, its bytes in memory, as a connector is given it. */
export function uploadedFile(id: string, name: string, content: Uint8Array, settings: unknown) {
	const file = { id, name, mapping: settings, stored: { key: `test/${id}`, sha256: "", sizeBytes: content.length } };
	const fileSource = (): FileSource => sourceOf(content, name, 65_536);
	return { file, fileSource };
}

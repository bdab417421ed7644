// A ZIP of bank files: its XML entries, each as a stream. The limits are those of workbooks (../xlsx/zip.ts); nothing is written to
// a disk, and an entry whose name points elsewhere refuses the whole.
import { TieoutError } from "../../../core/errors.ts";
import type { FileSource } from "../format.ts";
import { unpacked, zipEntries } from "../xlsx/zip.ts";

/** A month of statements is some hundred KB; the archive is held whole. */
export const maxArchiveBytes = 64 * 1024 * 1024;

export interface ArchivedFile {
	readonly name: string;
	readonly bytes: () => AsyncIterable<Uint8Array>;
}

const inOurWords: Readonly<Record<string, string>> = {
	XLSX_BROKEN: "The archive can't be opened: the file is cut off or damaged. Download it again.",
	XLSX_LOCKED: "The archive is locked with a password. Unpack it and upload the XML files one by one.",
	XLSX_TOO_LARGE: "The archive unpacks to more than it may. Unpack it yourself and upload the XML files one by one.",
	XLSX_UNSAFE:
		"The archive is refused: it is built in a way that only attacks use. Unpack it yourself and upload the XML files one by one.",
};

function translated(error: unknown): unknown {
	const sentence = error instanceof TieoutError ? inOurWords[error.code] : undefined;
	return sentence === undefined ? error : new TieoutError((error as TieoutError).code.replace("XLSX_", "FILE_ZIP_"), sentence);
}

async function* inOurErrors(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	try {
		yield* bytes;
	} catch (error) {
		throw translated(error);
	}
}

async function whole(source: FileSource): Promise<Uint8Array> {
	const bytes = new Uint8Array(source.sizeBytes);
	let at = 0;
	for await (const chunk of source.bytes()) {
		bytes.set(chunk, at);
		at += chunk.length;
	}
	return bytes;
}

/** In the order of their names, which is the order of their dates; null when the file is no ZIP. */
export async function xmlFilesOf(source: FileSource): Promise<readonly ArchivedFile[] | null> {
	for await (const first of source.bytes({ start: 0, end: 4 })) {
		if (!(first[0] === 0x50 && first[1] === 0x4b)) return null;
		break;
	}
	if (source.sizeBytes > maxArchiveBytes)
		throw new TieoutError("FILE_ZIP_TOO_LARGE", "The archive is larger than 64 MB. Unpack it and upload the XML files one by one.");
	if (source.sizeBytes === 0) return null;
	const zip = await whole(source);
	try {
		const entries = [...zipEntries(zip).values()].filter(({ name }) => /\.xml$/i.test(name) && !name.startsWith("__MACOSX/"));
		if (entries.length === 0)
			throw new TieoutError("FILE_ZIP_EMPTY", "There is no XML file in the archive. Upload the statements themselves.");
		return entries
			.sort((a, b) => (a.name < b.name ? -1 : 1))
			.map((entry) => ({ name: entry.name, bytes: () => inOurErrors(unpacked(zip, entry)) }));
	} catch (error) {
		throw translated(error);
	}
}

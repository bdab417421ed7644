// Reads an uploaded file page by page from front to back. A reader that stands where the next page begins is kept between pages;
// after a crash, or in another process, a new one reads up to there again, because the same bytes give the same records.
import { TieoutError } from "../../domain/core/errors.ts";
import type { FileItem, FileRecord } from "../../domain/sync/files/format.ts";
import { formatOf } from "../../domain/sync/files/formats.ts";
import type { ReadContext, UploadedFile } from "../connector.ts";

export const filePageRows = 2000;
/** Of all texts of a page: long records make shorter pages. */
const filePageCharacters = 4_000_000;
const mostKept = 3;

interface OpenReader {
	readonly items: AsyncIterator<FileItem>;
	/** Records given so far. */
	read: number;
	/** The next record, read ahead to know whether there is one. */
	ahead: FileRecord | null;
}

const kept = new Map<string, OpenReader>();

export interface FilePage {
	readonly records: readonly FileRecord[];
	readonly atEnd: boolean;
}

const keyOf = (file: UploadedFile, read: number): string => `${file.id} ${read} ${JSON.stringify(file.mapping)}`;

/** The format and settings that a file was confirmed with. @throws TieoutError FILE_UNKNOWN */
export function formatOfFile(file: UploadedFile) {
	const of = formatOf(file.mapping);
	if (of !== null) return of;
	throw new TieoutError("FILE_UNKNOWN", "How this file is to be read is not known any more. Open it and confirm its columns again.", {
		fileId: file.id,
	});
}

/** The file's items; an error of the format names the file, so that it waits for no further import. */
export async function* itemsOf(file: UploadedFile, context: ReadContext): AsyncGenerator<FileItem> {
	const { format, settings } = formatOfFile(file);
	try {
		for await (const item of format.open(context.fileSource(file), settings)) {
			if (context.signal.aborted) throw context.signal.reason;
			yield item;
		}
	} catch (error) {
		if (error instanceof TieoutError && /^(?:FILE|CSV|XLSX)_/.test(error.code))
			throw new TieoutError(error.code, error.message, { ...error.facts, fileId: file.id });
		throw error;
	}
}

async function nextRecord(reader: OpenReader): Promise<FileRecord | null> {
	for (;;) {
		const { done, value } = await reader.items.next();
		if (done === true) return null;
		if (value.what === "record") return value;
	}
}

async function readerAt(file: UploadedFile, read: number, context: ReadContext): Promise<OpenReader> {
	const key = keyOf(file, read);
	const known = kept.get(key);
	// Taken out while it is used: two activities may be reading one file, and each needs its own.
	if (kept.delete(key) && known !== undefined) return known;
	const reader: OpenReader = { items: itemsOf(file, context)[Symbol.asyncIterator](), read: 0, ahead: null };
	reader.ahead = await nextRecord(reader);
	while (reader.read < read && reader.ahead !== null) {
		reader.read++;
		reader.ahead = await nextRecord(reader);
	}
	return reader;
}

async function keep(file: UploadedFile, reader: OpenReader): Promise<void> {
	kept.set(keyOf(file, reader.read), reader);
	if (kept.size <= mostKept) return;
	const [oldest] = kept;
	if (oldest === undefined) return;
	kept.delete(oldest[0]);
	await oldest[1].items.return?.();
}

/** The page behind the first `read` records. @throws TieoutError with the file's id in its facts when it can't be read */
export async function readFilePage(file: UploadedFile, read: number, context: ReadContext): Promise<FilePage> {
	const reader = await readerAt(file, read, context);
	const records: FileRecord[] = [];
	let characters = 0;
	while (reader.ahead !== null && records.length < filePageRows && characters < filePageCharacters) {
		records.push(reader.ahead);
		characters += reader.ahead.text.length;
		reader.read++;
		reader.ahead = await nextRecord(reader);
	}
	const atEnd = reader.ahead === null;
	if (!atEnd) await keep(file, reader);
	return { records, atEnd };
}

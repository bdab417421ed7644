// Stream: the lines of uploaded statements. The stored page is the file as it was uploaded; a long file is read in several pages
// that all point into it, so that no transaction carries more than a few thousand lines.
import { TieoutError } from "../../domain/core/errors.ts";
import type { StatementMapping } from "../../domain/sync/statement/mapping.ts";
import type { PageRead, RawResponse, ReadContext, Stream } from "../connector.ts";
import { statementRecords } from "./read-statement.ts";
import { filesTransformVersion, transformBankLine } from "./transform.ts";

export const filePageRows = 2000;

interface FileCursor {
	/** The file being read; null between files. */
	readonly file: string | null;
	/** Records of it that are committed. */
	readonly read: number;
}

const first: FileCursor = { file: null, read: 0 };

type Parsed = ReturnType<typeof statementRecords>;

// Files that are being read now. Parsed once for all their pages: for each anew, a long file would take its length squared and
// hold up everything else that this process does. A file's bytes never change; its mapping may, so it is part of the key.
const parsedFiles = new Map<string, Parsed>();
const mostParsed = 3;

function parsedFile(key: string, parse: () => Parsed): Parsed {
	const parsed = parsedFiles.get(key) ?? parse();
	// The one that was used last goes last, so that the first is the one to drop.
	parsedFiles.delete(key);
	parsedFiles.set(key, parsed);
	if (parsedFiles.size > mostParsed) parsedFiles.delete(parsedFiles.keys().next().value ?? key);
	return parsed;
}

const upload = (target: string, body: Uint8Array, context: ReadContext): RawResponse => ({
	method: "UPLOAD",
	target,
	requestBody: "",
	status: 200,
	headers: { "content-type": "text/csv" },
	body,
	receivedAt: context.now(),
});

export const bankLines: Stream = {
	transformVersion: filesTransformVersion,
	firstCursor: JSON.stringify(first),
	transform: transformBankLine,
	async readPage(cursorText, context): Promise<PageRead> {
		const cursor = JSON.parse(cursorText) as FileCursor;
		const pending = await context.pendingFiles();
		const file = cursor.file === null ? pending[0] : pending.find(({ id }) => id === cursor.file);
		if (file === undefined) {
			if (cursor.file !== null) throw new TieoutError("FILE_GONE", "The file that was being imported is no longer there. Upload it again.");
			return { response: null, records: [], nextCursor: JSON.stringify(first), done: true };
		}
		const body = await context.file(file.id);
		const key = `${file.id} ${JSON.stringify(file.mapping)}`;
		const { records: all, config } = parsedFile(key, () => statementRecords(body, file.mapping as StatementMapping, file.id));
		const records = all.slice(cursor.read, cursor.read + filePageRows);
		const read = cursor.read + records.length;
		const atEnd = read >= all.length;
		if (atEnd) parsedFiles.delete(key);
		return {
			response: upload(`/files/${file.id}`, body, context),
			records,
			nextCursor: JSON.stringify(atEnd ? first : { file: file.id, read }),
			done: atEnd && pending.length === 1,
			config,
			...(atEnd ? { finishesFile: file.id } : {}),
		};
	},
};

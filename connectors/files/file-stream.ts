// A stream of uploaded files: those whose records are of one kind. The stored page is the file as it was uploaded; a long file is
// read in several pages that all point into it, so that no transaction carries more than a few thousand records.
import { TieoutError } from "../../domain/core/errors.ts";
import type { CanonicalKind } from "../../domain/sync/canonical.ts";
import type { FileFormat, FileSettings } from "../../domain/sync/files/format.ts";
import { formatOf } from "../../domain/sync/files/formats.ts";
import { readOrRefuse, refuse } from "../../domain/sync/record-reader.ts";
import type { PageRead, RawResponse, ReadContext, Stream, UploadedFile } from "../connector.ts";
import { formatOfFile, readFilePage } from "./file-reader.ts";

/** Raised with every change of meaning in what a format's `read` gives. */
export const filesTransformVersion = 2;

interface FileCursor {
	/** The file being read; null between files. */
	readonly file: string | null;
	/** Records of it that are committed. */
	readonly read: number;
}

const first: FileCursor = { file: null, read: 0 };

/** What a page of a file is transformed with: the file it came from and how a person confirmed it is read. */
export interface FilesConfig {
	readonly fileId: string;
	readonly settings: FileSettings;
}

const contentTypes: Readonly<Record<string, string>> = {
	csv: "text/csv",
	xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	camt053: "application/xml",
	ofx: "application/x-ofx",
};

const upload = (file: UploadedFile, format: FileFormat, context: ReadContext): RawResponse => ({
	method: "UPLOAD",
	target: `/files/${file.id}`,
	requestBody: "",
	status: 200,
	headers: { "content-type": contentTypes[format.id] ?? "text/plain" },
	body: new Uint8Array(0),
	stored: file.stored,
	receivedAt: context.now(),
});

// A page's records share one config object, whose settings are understood once.
const understood = new WeakMap<object, ReturnType<typeof formatOf>>();

function formatIn(config: Readonly<Record<string, unknown>>) {
	const known = understood.get(config) ?? formatOf(config.settings);
	understood.set(config, known);
	return known;
}

export const fileStream = (kind: CanonicalKind): Stream => ({
	transformVersion: filesTransformVersion,
	firstCursor: JSON.stringify(first),
	transform(record, zone, config) {
		const of = formatIn(config);
		const { fileId } = config as unknown as FilesConfig;
		if (of === null)
			return readOrRefuse(record.naturalKey, () => refuse("FILE_UNKNOWN", "How this file is to be read is not known any more."));
		return of.format.read(record, of.settings, { zone, fileId });
	},
	async readPage(cursorText, context): Promise<PageRead> {
		const cursor = JSON.parse(cursorText) as FileCursor;
		const pending = (await context.pendingFiles()).filter((file) => {
			const of = formatOf(file.mapping);
			return of !== null && of.format.kind(of.settings) === kind;
		});
		const file = cursor.file === null ? pending[0] : pending.find(({ id }) => id === cursor.file);
		if (file === undefined) {
			if (cursor.file !== null) throw new TieoutError("FILE_GONE", "The file that was being imported is no longer there. Upload it again.");
			return { response: null, records: [], nextCursor: JSON.stringify(first), done: true };
		}
		const { format, settings } = formatOfFile(file);
		const { records, atEnd } = await readFilePage(file, cursor.read, context);
		const next: FileCursor = atEnd ? first : { file: file.id, read: cursor.read + records.length };
		return {
			response: upload(file, format, context),
			records,
			nextCursor: JSON.stringify(next),
			done: atEnd && pending.length === 1,
			config: { fileId: file.id, settings },
			...(atEnd ? { finishesFile: file.id } : {}),
		};
	},
});

// Looks at an uploaded file while its page waits, where it is small enough; larger ones are looked at by a job, whose findings are kept.
import { TieoutError } from "../../domain/core/errors.ts";
import type { FilePreview } from "../../domain/sync/files/preview.ts";
import { headBytes, type FileHead, type FileSource } from "../../domain/sync/files/format.ts";
import { type DetectedFile, type Inspection, inspectFile } from "../../domain/sync/files/inspect.ts";
import { formatOf } from "../../domain/sync/files/formats.ts";
import { decodeText } from "../../domain/sync/statement/csv.ts";
import { rememberedMapping } from "../../db/sync/file-mapping.store.ts";
import { knownKeys } from "../../db/sync/file-overlap.store.ts";
import type { FileRow } from "../../db/sync/file.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import type { SourceBytes } from "../source-bytes.ts";

/** A file of this size is read within a second. */
export const inlineBytes = 4 * 1024 * 1024;

/** So many are read at once: each holds a connection to the database, and those of all other pages must not wait for files. */
const atOnce = 3;
let reading = 0;

interface Looked {
	readonly em: ScopedEm;
	readonly tenantId: string;
	readonly sources: SourceBytes;
}

export interface Choice {
	/** Settings that a person changed; null for those saved with the file, or detected. */
	readonly settings: unknown;
	readonly layout: string | undefined;
}

/** So much of a large file shows what a change of its mapping would do. */
const partBytes = 1024 * 1024;

export const isSmall = (file: FileRow): boolean => file.sizeBytes <= inlineBytes;

/** The first part of a text, up to the end of a line. */
async function* firstPart(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of bytes) chunks.push(chunk);
	const all = Buffer.concat(chunks);
	yield all.subarray(0, all.lastIndexOf(0x0a) + 1);
}

/** Reads all of a small file, and the first part of a large text. Writes nothing. @throws TieoutError UNAVAILABLE while others are read */
export async function inspectUploaded(looked: Looked, file: FileRow, choice: Choice): Promise<Inspection> {
	if (reading >= atOnce) throw new TieoutError("UNAVAILABLE", "Several files are being looked at just now. Try again in a moment.");
	reading++;
	try {
		return await inspect(looked, file, choice);
	} finally {
		reading--;
	}
}

async function inspect({ em, tenantId, sources }: Looked, file: FileRow, choice: Choice): Promise<Inspection> {
	const source: FileSource = {
		name: file.name,
		sizeBytes: file.sizeBytes,
		bytes: (range) =>
			isSmall(file)
				? sources.getStream(tenantId, file.objectKey, range)
				: firstPart(sources.getStream(tenantId, file.objectKey, { start: 0, end: partBytes })),
	};
	const bytes = await sources.readRange(tenantId, file.objectKey, { start: 0, end: Math.min(headBytes, file.sizeBytes) });
	const head: FileHead = { name: file.name, sizeBytes: file.sizeBytes, bytes, text: decodeText(bytes) };
	const settings = choice.settings ?? (choice.layout === undefined ? file.mapping : null);
	return inspectFile(source, head, {
		fileId: file.id,
		zone: "UTC",
		settings,
		layout: choice.layout,
		remembered: async (fingerprint) => (await rememberedMapping(em, { tenantId, fingerprint }))?.mapping ?? null,
		...(file.status === "imported" || !isSmall(file)
			? {}
			: { known: (naturalKeys, kind) => knownKeys(em, { tenantId, connectionId: file.connectionId, kind, naturalKeys }) }),
	});
}

/** DetectedFile as it is kept, with what a job found besides. */
type KeptDetection = DetectedFile & Partial<Pick<Inspection, "problem" | "fingerprint" | "questions">>;

/** What a job, or the confirmation of the mapping, has kept; null where nothing was, or it is of the first release. */
export function keptInspection(file: FileRow): Inspection | null {
	const of = formatOf(file.mapping);
	const preview = file.preview as FilePreview | null;
	const kept = file.detected as KeptDetection | null;
	if (file.status === "inspecting" || kept === null) return null;
	const { problem = null, fingerprint = null, questions = [], ...detected } = kept;
	if (problem !== null) return { problem, detected: null, settings: null, fingerprint, questions: [], preview: null };
	if (of === null || typeof detected.confidence !== "number") return null;
	if (preview === null ? questions.length === 0 : typeof preview.recordCount !== "number") return null;
	return { problem: null, detected, settings: of.settings, fingerprint, questions, preview };
}

// Looks at an uploaded file, from its first byte to its last: what it is, how it is read, what would be imported and whether its
// balances tie. It writes to the file's row only, and only when nobody has decided about the file meanwhile.
import { recordInspection, releaseFile as release, refuseFile, stillAsked } from "../../db/sync/file-inspection.store.ts";
import { rememberedMapping } from "../../db/sync/file-mapping.store.ts";
import { fileWithContent, knownKeys } from "../../db/sync/file-overlap.store.ts";
import { fileOf, type FileRow, saveInspection } from "../../db/sync/file.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { type FileHead, type FileSource, headBytes } from "../../domain/sync/files/format.ts";
import { type Inspection, inspectFile as lookAt } from "../../domain/sync/files/inspect.ts";
import { inspectionOutcome, type InspectInput, type InspectResult } from "../../domain/sync/files/inspect-result.ts";
import { decodeText } from "../../domain/sync/statement/csv.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";
import { heartbeating } from "./keep-answer.ts";

export const inspectStored = defineActivity("inspectStored", async (ctx, input: InspectInput): Promise<InspectResult> => {
	const { tenantId, fileId } = input;
	const file = await ctx.withTenant((em) => fileOf(em, { tenantId, fileId }));
	if (file === null) throw new TieoutError("NOT_FOUND", "The file is no longer there. Upload it again.");
	let bytes = 0;
	const stop = heartbeating(ctx, () => ({ sizeBytes: bytes }));
	try {
		const source = watched(ctx, tenantId, file, (read) => {
			bytes += read;
		});
		const found = await lookAt(source, await headOf(ctx, tenantId, file), {
			fileId,
			zone: "UTC",
			settings: file.mapping,
			signal: ctx.signal,
			onProgress: progressOf(ctx, input),
			remembered: async (fingerprint) => (await ctx.withTenant((em) => rememberedMapping(em, { tenantId, fingerprint })))?.mapping ?? null,
			known: (naturalKeys, kind) => ctx.withTenant((em) => knownKeys(em, { tenantId, connectionId: file.connectionId, kind, naturalKeys })),
		});
		await keep(ctx, input, file, found);
		return { fileId, ...inspectionOutcome(found) };
	} finally {
		stop();
	}
});

const reportEveryMs = 1_000;

/** Says now and then how far it is, and lets others have their turn. */
function progressOf(ctx: ActivityContext, { tenantId, jobId }: InspectInput): (rows: number) => Promise<void> {
	let reportedAt = performance.now();
	return async (rows) => {
		await new Promise((resolve) => setImmediate(resolve));
		if (performance.now() - reportedAt < reportEveryMs) return;
		reportedAt = performance.now();
		await ctx.withTenant((em) => recordInspection(em, { tenantId, jobId, rows }));
	};
}

/** A file whose inspection was stopped or failed waits for whatever a person does next. */
export const releaseFile = defineActivity(
	"releaseFile",
	(ctx, input: InspectInput): Promise<void> => ctx.withTenant((em) => release(em, input)),
);

async function headOf(ctx: ActivityContext, tenantId: string, file: FileRow): Promise<FileHead> {
	const bytes = await ctx.storage.readRange(tenantId, file.objectKey, { start: 0, end: Math.min(headBytes, file.sizeBytes) });
	return { name: file.name, sizeBytes: file.sizeBytes, bytes, text: decodeText(bytes) };
}

/** The file's bytes; a stop is heard between two pieces. */
function watched(ctx: ActivityContext, tenantId: string, file: FileRow, onRead: (bytes: number) => void): FileSource {
	return {
		name: file.name,
		sizeBytes: file.sizeBytes,
		async *bytes(range) {
			for await (const piece of ctx.storage.getStream(tenantId, file.objectKey, range)) {
				ctx.signal.throwIfAborted();
				onRead(piece.length);
				yield piece;
			}
		},
	};
}

async function keep(ctx: ActivityContext, input: InspectInput, file: FileRow, found: Inspection): Promise<void> {
	const { tenantId, fileId } = input;
	const { detected, settings, preview, fingerprint, questions, problem } = found;
	await ctx.withTenant(async (em) => {
		// A person may have confirmed the columns, or asked for another look, while this one was under way: theirs counts.
		if (!(await stillAsked(em, input))) return;
		if (problem !== null || detected === null || settings === null) {
			await refuseFile(em, { tenantId, fileId, problem });
			return;
		}
		const contentSha256 = preview?.contentSha256 ?? null;
		const duplicate = contentSha256 === null ? null : await fileWithContent(em, { tenantId, fileId, contentSha256 });
		const confirmed = file.mapping !== null && questions.length === 0;
		await saveInspection(em, {
			tenantId,
			fileId,
			format: settings.format,
			settings,
			detected: { ...detected, fingerprint, questions },
			preview,
			contentSha256,
			duplicateOf: duplicate?.id ?? null,
			status: confirmed ? "mapped" : "inspected",
		});
	});
}

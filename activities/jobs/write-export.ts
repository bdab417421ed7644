// Writes a big export: reads the list batch by batch, each in a short transaction, straight into object storage. Tried again, it
// writes the file anew; once the row says ready there is nothing left to do.
import { exportById, type ExportRecord, exportSource } from "../../db/sync/export.store.ts";
import type { ExportBatch } from "../../db/sync/export-source.ts";
import { accessOf } from "../../db/tenancy/access.store.ts";
import { type ScopedEm, withTenant } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ExportRow } from "../../domain/core/export-cell.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { exportFile } from "../../platform/export-file.ts";
import { mostSheetRows } from "../../platform/xlsx-file.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";
import { keepExport } from "../core/keep-export.ts";

export interface WriteExport extends JobInput {
	readonly jobId: string;
}

export interface WrittenExport {
	readonly name: string;
	readonly rows: number;
	readonly sizeBytes: number;
}

export const writeExport = defineActivity("writeExport", async (ctx, { tenantId, jobId }: WriteExport): Promise<WrittenExport> => {
	const asked = await ctx.withTenant((em) => exportById(em, tenantId, jobId));
	if (asked === null) throw new TieoutError("NOT_FOUND", "What this export was to contain is gone. Export the list again.");
	const { state, format, name } = asked;
	if (format === "ndjson" || format === "zip") throw new TieoutError("INPUT", "The audit trail and the company have exports of their own.");
	if (asked.status === "ready") return { name, rows: asked.rowCount ?? 0, sizeBytes: asked.sizeBytes ?? 0 };
	const source = exportSource(state.request);
	const read = await asRequester(ctx, tenantId, asked);
	const summary = await read((em) => source.summary(em, tenantId));
	if (format === "xlsx" && summary.count >= mostSheetRows)
		throw new TieoutError(
			"INPUT",
			`A sheet holds ${mostSheetRows - 1} rows and this list has ${summary.count}. Filter it, or export it as CSV.`,
		);
	ctx.heartbeat({ rows: 0, of: summary.count });
	let rows = 0;
	const batches = counted(
		readBatches(ctx, read, (em, cursor) => source.batch(em, tenantId, cursor)),
		(read) => {
			rows += read;
			ctx.heartbeat({ rows, of: summary.count });
		},
	);
	const at = ctx.clock.now().toISOString();
	const { stored, ready } = await keepExport(ctx, { tenantId, id: jobId }, exportFile({ format, state, source, batches, summary, at }));
	await ctx.withTenant((em) => ready(em, rows));
	return { name, rows, sizeBytes: stored.sizeBytes };
});

type Read = <T>(work: (em: ScopedEm) => Promise<T>) => Promise<T>;

/** Reads with the limit to entities of the person who asked, as it is now, and with what is or was masked for them. */
async function asRequester(
	ctx: ActivityContext,
	tenantId: string,
	{ requestedBy: userId, state }: Pick<ExportRecord, "requestedBy" | "state">,
): Promise<Read> {
	const access = await ctx.withTenant((em) => accessOf(em, { tenantId, userId }));
	if (access === null) throw new TieoutError("FORBIDDEN", "Whoever asked for this export is no longer a member of the company.");
	const masks = new Set([...access.rules.masks, ...(state.masks ?? [])]);
	return (work) => withTenant(ctx.orm, { tenantId, userId, entityIds: access.entityIds, masks }, work);
}

async function* readBatches(
	ctx: ActivityContext,
	read: Read,
	batch: (em: ScopedEm, cursor: string | null) => Promise<ExportBatch>,
): AsyncGenerator<readonly ExportRow[]> {
	let cursor: string | null = null;
	do {
		ctx.signal.throwIfAborted();
		const at: string | null = cursor;
		const page: ExportBatch = await read((em) => batch(em, at));
		yield page.rows;
		cursor = page.next;
	} while (cursor !== null);
}

async function* counted(
	batches: AsyncIterable<readonly ExportRow[]>,
	onRead: (rows: number) => void,
): AsyncGenerator<readonly ExportRow[]> {
	for await (const rows of batches) {
		onRead(rows.length);
		yield rows;
	}
}

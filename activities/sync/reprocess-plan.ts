// Begins the processing of stored pages: counts what it reads and takes the streams' leases. While a sync of the connection is going on it
// waits: what the source says goes first.
import { connectorOf, streamsOf } from "../../connectors/registry.ts";
import { jobIdOfRun } from "../../db/sync/job-of-run.store.ts";
import { hasOpenSync } from "../../db/sync/open-sync.store.ts";
import { countSelection } from "../../db/sync/reprocess-selection.store.ts";
import { takeLeases } from "../../db/sync/stream.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ReprocessInput } from "../../domain/jobs/replay/replay.ts";
import type { VendorId } from "../../domain/sync/vendors/vendors.ts";
import { defineActivity } from "../core/define-activity.ts";
import { openConnection } from "./read-context.ts";

export interface ReprocessStream {
	readonly stream: string;
	/** The lease under which this job's commits are accepted. */
	readonly epoch: number;
	readonly pages: number;
	readonly records: number;
}

export interface ReprocessPlan {
	/** The row that this run belongs to. */
	readonly jobId: string;
	readonly streams: readonly ReprocessStream[];
}

// How long until it asks again whether the sync has ended.
const askAgainMs = 5_000;

/** The present transform's version of every stream. */
export const transformsOf = (vendor: VendorId): Record<string, number> =>
	Object.fromEntries(streamsOf(vendor).map(({ name }) => [name, connectorOf(vendor).streams[name]?.transformVersion ?? 0]));

export const planReprocess = defineActivity("planReprocess", async (ctx, input: ReprocessInput): Promise<ReprocessPlan> => {
	const { tenantId, connectionId, selection } = input;
	const open = await openConnection(ctx, input);
	return ctx.withTenant(async (em) => {
		if (await hasOpenSync(em, { tenantId, connectionId }))
			throw new TieoutError("CONNECTION_BUSY", "A sync of this connection is going on. Its stored pages are processed when it has ended.", {
				retryAfterMs: askAgainMs,
			});
		const jobId = input.jobId ?? (await jobIdOfRun(em, { tenantId, workflowId: ctx.info.workflowId, runId: ctx.info.runId }));
		if (jobId === null) throw new Error("the run's row is not there yet");
		const counts = await countSelection(em, { tenantId, connectionId, selection, transforms: transformsOf(open.vendor) });
		const known = counts.flatMap(({ stream }) => {
			const of = open.connector.streams[stream];
			return of === undefined ? [] : [{ name: stream, firstCursor: of.firstCursor }];
		});
		const leases = await takeLeases(em, { tenantId, connectionId, holder: `${ctx.info.workflowId}/${ctx.info.runId}`, streams: known });
		const epochs = new Map(leases.map(({ stream, epoch }) => [stream, epoch]));
		return {
			jobId,
			streams: counts.flatMap(({ stream, pages, records, quarantined }) => {
				const epoch = epochs.get(stream);
				return epoch === undefined ? [] : [{ stream, epoch, pages, records: records + quarantined }];
			}),
		};
	});
});

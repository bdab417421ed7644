// The set of a bulk replay in lanes: what may run at once stands in different ones.
import { bulkState } from "../../db/jobs/replay-bulk.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { type BulkItem, lanesOf } from "../../domain/jobs/replay/bulk.ts";
import type { TemporalClient } from "../../platform/temporal-client.ts";
import { defineActivity } from "../core/define-activity.ts";

export interface ReplaySet {
	readonly lanes: readonly (readonly BulkItem[])[];
	readonly taskQueue: string;
}

export const replaySet = ({ temporal }: { readonly temporal: TemporalClient }) =>
	defineActivity("replaySet", async (ctx, { tenantId, jobId }: JobInput & { readonly jobId: string }): Promise<ReplaySet> => {
		const state = await ctx.withTenant((em) => bulkState(em, { tenantId, jobId }));
		if (state === null) throw new TieoutError("NOT_FOUND", "The set of this replay is gone. Choose the jobs again.");
		return { lanes: lanesOf(state.plan.items), taskQueue: temporal.routes.replay.taskQueue };
	});

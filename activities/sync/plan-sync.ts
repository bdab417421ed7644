// Begins a sync: takes the leases of its streams, so that whatever ran before can commit nothing more, and shows the streams as waiting.
import { jobIdOfRun } from "../../db/sync/job-of-run.store.ts";
import { recordProgress } from "../../db/sync/progress.store.ts";
import { takeLeases } from "../../db/sync/stream.store.ts";
import type { StreamState } from "../../domain/sync/progress.ts";
import type { SyncInput, SyncPlan } from "../../domain/sync/sync-state.ts";
import { defineActivity } from "../core/define-activity.ts";
import { openConnection } from "./read-context.ts";
import { streamsOf } from "../../connectors/registry.ts";

export const planSync = defineActivity("planSync", async (ctx, input: SyncInput): Promise<SyncPlan> => {
	const { tenantId, connectionId } = input;
	const open = await openConnection(ctx, input);
	const declared = streamsOf(open.vendor);
	const streams = declared.flatMap(({ name }) => {
		const stream = open.connector.streams[name];
		return stream === undefined ? [] : [{ name, firstCursor: stream.firstCursor }];
	});
	return ctx.withTenant(async (em) => {
		const jobId = input.jobId ?? (await jobIdOfRun(em, { tenantId, workflowId: ctx.info.workflowId, runId: ctx.info.runId }));
		if (jobId === null) throw new Error("the run's row is not there yet");
		const leases = await takeLeases(em, { tenantId, connectionId, holder: `${ctx.info.workflowId}/${ctx.info.runId}`, streams });
		const epochs = new Map(leases.map(({ stream, epoch }) => [stream, epoch]));
		const states = Object.fromEntries(declared.map(({ name }): [string, StreamState] => [name, "waiting"]));
		await recordProgress(em, { tenantId, jobId, phase: "totals before", states });
		return {
			jobId,
			startedAt: ctx.clock.now().toISOString(),
			streams: declared.map(({ name, after }) => ({ stream: name, after, epoch: epochs.get(name) ?? 0 })),
		};
	});
});

// Begins a replay: checks once more that nothing stands in its way, keeps the plan and where things stand, and says what to do in order.
import { connectorOf, streamsOf } from "../../connectors/registry.ts";
import { planReplayOf, refuseBlocked } from "../../db/jobs/plan-replay.store.ts";
import { linkReplay } from "../../db/jobs/replay-chain.store.ts";
import { selectionOfJob } from "../../db/jobs/replay-facts.store.ts";
import { insertReplay, type ReplayBase, saveBase, streamsNow } from "../../db/jobs/replay.store.ts";
import { lastRunBefore } from "../../db/jobs/replay-runs.store.ts";
import { countSelection } from "../../db/sync/reprocess-selection.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import type { ReplayFacts } from "../../domain/jobs/replay/facts.ts";
import type { ReplayInput } from "../../domain/jobs/replay/replay.ts";
import { fetchedStreams, type ReplayStep, stepsOf } from "../../domain/jobs/replay/steps.ts";
import { isVendorId } from "../../domain/sync/vendors/vendors.ts";
import type { TemporalClient } from "../../platform/temporal-client.ts";
import { defineActivity } from "../core/define-activity.ts";

export interface BegunReplay {
	readonly steps: readonly ReplayStep[];
	readonly connectionId: string | null;
	/** Where the child runs go. */
	readonly queues: { readonly sync: string; readonly reprocess: string; readonly reconcile: string };
	readonly reconcileAfter: boolean;
}

export interface BeginReplay extends ReplayInput {
	readonly jobId: string;
}

export const beginReplay = ({ temporal }: { readonly temporal: TemporalClient }) =>
	defineActivity("beginReplay", async (ctx, input: BeginReplay): Promise<BegunReplay> => {
		const { tenantId, jobId, ofJobId, mode, options, settles = [] } = input;
		return ctx.withTenant(async (em) => {
			const { plan, facts } = await planReplayOf(em, { tenantId, jobId: ofJobId, mode, options, settles, ownJobId: jobId });
			refuseBlocked(plan);
			await insertReplay(em, { tenantId, jobId, ofJobId, mode, options, plan });
			await linkReplay(em, { tenantId, jobId, ofJobId });
			await saveBase(em, { tenantId, jobId, base: await baseOf(em, tenantId, facts) });
			const ask = { mode, options };
			const selection = await selectionOfJob(em, { tenantId, jobId: ofJobId, options, settles });
			const steps = stepsOf({ facts, ask, selection, stale: mode === "refetch" ? await staleRows(em, input, facts) : 0 });
			const { routes } = temporal;
			const queues = { sync: routes.sync.taskQueue, reprocess: routes.reprocess.taskQueue, reconcile: routes.reconcile.taskQueue };
			return { steps, connectionId: facts.connection?.id ?? null, queues, reconcileAfter: options.reconcileAfter };
		});
	});

async function baseOf(em: ScopedEm, tenantId: string, { connection, reconcile, follow }: ReplayFacts): Promise<ReplayBase> {
	if (reconcile !== null) {
		const { entityId, month, run } = reconcile;
		const runId = run?.done === true ? run.runId : await lastRunBefore(em, { tenantId, entityId, month });
		return { streams: [], runs: [{ entityId, month, runId }] };
	}
	const streams = connection === null ? [] : await streamsNow(em, { tenantId, connectionId: connection.id });
	return { streams, runs: follow.map(({ entityId, month, runId }) => ({ entityId, month, runId })) };
}

/** Records in the streams to be fetched whose rows an older transform made. */
async function staleRows(em: ScopedEm, { tenantId, mode, options }: ReplayInput, facts: ReplayFacts): Promise<number> {
	const { connection } = facts;
	if (connection === null || !isVendorId(connection.vendor)) return 0;
	const { vendor, id: connectionId } = connection;
	const transforms = Object.fromEntries(
		streamsOf(vendor).map(({ name }) => [name, connectorOf(vendor).streams[name]?.transformVersion ?? 0]),
	);
	const selection = { streams: fetchedStreams(facts, { mode, options }), staleOnly: true };
	const counts = await countSelection(em, { tenantId, connectionId, selection, transforms });
	return counts.reduce((sum, { records }) => sum + records, 0);
}

// Begins a replay: checks once more that nothing stands in its way, keeps the plan and where things stand, and says what to do in order.
import { connectorOf, streamsOf } from "../../connectors/registry.ts";
import { planReplayOf, refuseBlocked } from "../../db/jobs/plan-replay.store.ts";
import { linkReplay, requesterOf } from "../../db/jobs/replay-chain.store.ts";
import { selectionOfJob } from "../../db/jobs/replay-facts.store.ts";
import { insertReplay, type ReplayBase, saveBase, streamsNow } from "../../db/jobs/replay.store.ts";
import { lastRunBefore } from "../../db/jobs/replay-runs.store.ts";
import { placeBeforeHeld } from "../../db/sync/quarantine-place.store.ts";
import { countSelection } from "../../db/sync/reprocess-selection.store.ts";
import { rewindStream } from "../../db/sync/rewind.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import type { ReplayFacts } from "../../domain/jobs/replay/facts.ts";
import type { ReplayInput } from "../../domain/jobs/replay/replay.ts";
import { fetchedStreams, type ReplayStep, stepsOf } from "../../domain/jobs/replay/steps.ts";
import { counted } from "../../domain/jobs/replay/words.ts";
import { isVendorId } from "../../domain/sync/vendors/vendors.ts";
import type { TemporalClient } from "../../platform/temporal-client.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";

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
			await rewindToHeld(ctx, em, input, facts);
			const queues = { sync: routes.sync.taskQueue, reprocess: routes.reprocess.taskQueue, reconcile: routes.reconcile.taskQueue };
			return { steps, connectionId: facts.connection?.id ?? null, queues, reconcileAfter: options.reconcileAfter };
		});
	});

/** What lies in quarantine is behind the cursor, and correcting a record need not move it: its streams are put back to before it. */
async function rewindToHeld(ctx: ActivityContext, em: ScopedEm, input: BeginReplay, facts: ReplayFacts): Promise<void> {
	const { tenantId, jobId, mode, options } = input;
	if (mode !== "refetch" || options.window !== undefined || facts.connection === null) return;
	const { id: connectionId } = facts.connection;
	const actorId = await requesterOf(em, { tenantId, jobId });
	for (const stream of fetchedStreams(facts, { mode, options })) {
		const place = await placeBeforeHeld(em, { tenantId, connectionId, stream });
		if (place === null) continue;
		const reason = `${counted(place.records, "record", "records")} in quarantine asked for again by a replay`;
		await rewindStream(em, { tenantId, connectionId, stream, to: place, movesSeen: place.moves, actorId, reason, ownJobId: jobId });
		await ctx.audit(em, {
			action: "streams.rewind",
			resource: { kind: "connection", id: connectionId },
			jobId,
			summary: `The stream ${stream} was put back`,
			reason,
		});
	}
}

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

// Ends a replay: what its runs have changed, at record level, compared with where things stood before; and, where it ended well, what it
// repeats is replaced. Tried again, it finds and writes the same.
import { bridgesOf } from "../../db/jobs/replay-bridges.store.ts";
import { supersede } from "../../db/jobs/replay-chain.store.ts";
import { countRowChanges } from "../../db/jobs/replay-rows-diff.store.ts";
import { countRunChanges } from "../../db/jobs/replay-runs-diff.store.ts";
import { monthsThatRead, runIsDone } from "../../db/jobs/replay-runs.store.ts";
import { type ReplayBase, replayOf, saveReplayOutcome, streamsNow } from "../../db/jobs/replay.store.ts";
import { controlTotalsOfJob } from "../../db/sync/control-total.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { runIdOf } from "../../db/reconciliation/freeze-inputs.store.ts";
import type { ReplayInput, ReplayResult } from "../../domain/jobs/replay/replay.ts";
import { outcomeSentence, type ReplayOutcome, type RunPair, tieOf } from "../../domain/jobs/replay/outcome.ts";
import { defineActivity } from "../core/define-activity.ts";

export interface ReplayChild {
	readonly jobId: string;
	readonly kind: "sync" | "reprocess" | "reconcile";
	/** Of a reconciliation. */
	readonly entityId?: string;
	readonly month?: string;
	/** Null: it failed. */
	readonly outcome: "done" | "check" | null;
	readonly rowsRead: number;
}

export interface AfterReplay extends ReplayInput {
	readonly jobId: string;
	readonly connectionId: string | null;
	readonly children: readonly ReplayChild[];
}

export interface Follower {
	readonly entityId: string;
	readonly month: string;
}

const workIds = (children: readonly ReplayChild[]): string[] =>
	children.filter(({ kind }) => kind !== "reconcile").map(({ jobId }) => jobId);

/** The months whose reconciliation read what has changed. */
export const replayFollowers = defineActivity("replayFollowers", async (ctx, input: AfterReplay): Promise<readonly Follower[]> => {
	const { tenantId, jobId, children } = input;
	return ctx.withTenant(async (em) => {
		const base = await baseOf(em, tenantId, jobId);
		const months = await monthsThatRead(em, { tenantId, jobIds: workIds(children), runs: base.runs });
		return months.map(({ entityId, month }) => ({ entityId, month }));
	});
});

export interface FinishReplay extends AfterReplay {
	readonly ended: "well" | "failed" | "stopped";
}

export const finishReplay = defineActivity("finishReplay", async (ctx, input: FinishReplay): Promise<ReplayResult> => {
	const { tenantId, jobId, ofJobId, mode, children, ended, settles = [] } = input;
	return ctx.withTenant(async (em) => {
		const outcome = await outcomeOf(em, input);
		await saveReplayOutcome(em, { tenantId, jobId, outcome });
		if (ended === "well") await supersede(em, { tenantId, jobId, ofJobId, settles });
		const work = children.filter(({ kind }) => kind !== "reconcile");
		const own = work.length === 0 ? children : work;
		const wantsLook = own.some((child) => child.outcome === "check") || children.some((child) => child.outcome === null);
		const worse = outcome.matches.lost + outcome.exceptions.opened > 0;
		const { added, changed, gone } = outcome.rows;
		return {
			outcome: wantsLook || worse ? "check" : "done",
			summary: outcome.sentence,
			rowsRead: own.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
			rowsWritten: added + changed + gone,
			ofJobId,
			mode,
		};
	});
});

async function baseOf(em: ScopedEm, tenantId: string, jobId: string): Promise<ReplayBase> {
	return (await replayOf(em, { tenantId, jobId }))?.base ?? { streams: [], runs: [] };
}

async function outcomeOf(em: ScopedEm, input: FinishReplay): Promise<ReplayOutcome> {
	const { tenantId, jobId, connectionId, children } = input;
	const base = await baseOf(em, tenantId, jobId);
	const jobIds = workIds(children);
	const { rows, origin } = await countRowChanges(em, { tenantId, jobIds });
	const runs = await pairsOf(em, tenantId, base, children);
	const counts = await countRunChanges(em, { tenantId, runs });
	const read = children.filter(({ kind }) => kind !== "reconcile").reduce((sum, { rowsRead }) => sum + rowsRead, 0);
	const unchanged = Math.max(0, read - rows.added - rows.changed);
	const outcome = { rows: { ...rows, unchanged }, origin, ...counts };
	const totals = [];
	for (const id of jobIds) totals.push(...(await controlTotalsOfJob(em, { tenantId, jobId: id })));
	const now = connectionId === null ? [] : await streamsNow(em, { tenantId, connectionId });
	return {
		...outcome,
		difference: await bridgesOf(em, { tenantId, runs }),
		runs,
		jobIds,
		tie:
			jobIds.length === 0
				? null
				: tieOf({ before: sumOf(base.streams), ...rows, now: sumOf(now), verdicts: totals.map(({ verdict }) => verdict) }),
		sentence: outcomeSentence(outcome),
	};
}

const sumOf = (streams: ReplayBase["streams"]): number => streams.reduce((sum, { rows }) => sum + rows, 0);

/** Each month that was reconciled again, beside its run from before. */
async function pairsOf(em: ScopedEm, tenantId: string, base: ReplayBase, children: readonly ReplayChild[]): Promise<RunPair[]> {
	const pairs: RunPair[] = [];
	for (const { kind, jobId, entityId = "", month = "" } of children) {
		const after = runIdOf(jobId);
		if (kind !== "reconcile" || !(await runIsDone(em, { tenantId, runId: after }))) continue;
		const before = base.runs.find((run) => run.entityId === entityId && run.month === month)?.runId ?? null;
		pairs.push({ entityId, month, before, after });
	}
	return pairs;
}

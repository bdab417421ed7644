// One sync of one connection: its streams as a task tree, siblings in parallel, children behind their parents; the source's own
// figures before and after. It orders the steps only: what a page is and whether a total ties is decided elsewhere.
//
//   plan ▸ totals before ▸ ┬ balance_transactions ─────┬▸ settle deletions ▸ prove totals ▸ result
//                          └ payouts ▸ payout_items ───┘     └ asks a person where they are many
//   Continued as a new run when the history grows long; a cancel leaves the pages that are committed; a pause waits behind them.
import {
	allHandlersFinished,
	CancellationScope,
	CancelledFailure,
	condition,
	continueAsNew,
	isCancellation,
	proxyActivities,
	workflowInfo,
} from "@temporalio/workflow";
import type { SyncActivities } from "../../activities/sync/create-activities.ts";
import { syncLimits } from "../../domain/sync/history-budget.ts";
import type { SyncPhase, SyncProgress, SyncResult } from "../../domain/sync/progress.ts";
import {
	type BeforeTotal,
	type StreamCount,
	type StreamPlan,
	type SyncInput,
	type SyncPlan,
	type SyncState,
	waiting,
} from "../../domain/sync/sync-state.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";
import { type PausableJob, pausable, type Pausing } from "./pause.ts";
import { deletions } from "./settle-deletions.ts";

const { planSync, markFailing } = proxyActivities<SyncActivities>(activityOptions.quick);
const { readTotals, readPages, proveTotals } = proxyActivities<SyncActivities>(activityOptions.vendor);

export async function syncConnection(input: SyncInput): Promise<SyncResult> {
	const { resume, ...start } = input;
	let phase: SyncPhase = resume?.phase ?? "planning";
	const counts = new Map<string, StreamCount>(Object.entries(resume?.streams ?? {}));
	reportProgress((): SyncProgress => ({ phase, streams: [...counts].map(([stream, count]) => ({ stream, ...count })) }));

	let reading: PausableJob | null = null;
	const pausing = pausable(() => reading);
	const settle = deletions();

	const plan: SyncPlan = resume?.plan ?? (await planSync(start));
	const base = { ...start, jobId: plan.jobId, startedAt: plan.startedAt };
	for (const { stream } of plan.streams) if (!counts.has(stream)) counts.set(stream, waiting);
	try {
		let before: readonly BeforeTotal[] = resume?.before ?? [];
		reading = base;
		if (resume === undefined) {
			phase = "totals before";
			before = await untilPassed(pausing, () => readTotals(base));
		}
		phase = "reading";
		const complete = await readStreams(base, plan, counts, pausing);
		await pausing.gate();
		reading = null;
		if (!complete) {
			await condition(allHandlersFinished);
			const state: SyncState = { plan, phase, before, streams: Object.fromEntries(counts) };
			return await continueAsNew<typeof syncConnection>({ ...start, resume: state });
		}
		phase = "settling deletions";
		await settle(base, plan.streams);
		phase = "proving totals";
		const result = await proveTotals({ ...base, before });
		phase = "finished";
		await condition(allHandlersFinished);
		return result;
	} catch (error) {
		// A step that fails while it is being stopped is not tried again, so its failure is only how the stop ended.
		if (CancellationScope.current().consideredCancelled && isActivityFailure(error)) throw new CancelledFailure("stopped");
		if (isActivityFailure(error)) {
			const states = Object.fromEntries([...counts].map(([stream, { state }]) => [stream, state]));
			await CancellationScope.nonCancellable(() => markFailing({ ...base, states }));
		}
		throw error;
	}
}

/** Does it again after each pause that has stopped it. */
async function untilPassed<T>(pausing: Pausing, work: () => Promise<T>): Promise<T> {
	for (;;) {
		const passed = await pausing.run(work);
		if (passed !== null) return passed;
		await pausing.gate();
	}
}

type Base = SyncInput & { readonly jobId: string; readonly startedAt: string };

/** @returns false when the run should go on as a new one */
async function readStreams(base: Base, plan: SyncPlan, counts: Map<string, StreamCount>, pausing: Pausing): Promise<boolean> {
	const { activitiesPerRun } = { ...syncLimits, ...base.limits };
	let activities = 0;
	const tooLong = (): boolean => activities >= activitiesPerRun || workflowInfo().continueAsNewSuggested;
	const runs = new Map<string, Promise<boolean>>();

	const read = async ({ stream, after, epoch }: StreamPlan): Promise<boolean> => {
		if (counts.get(stream)?.state === "done") return true;
		const parents = await Promise.all(plan.streams.filter((each) => after.includes(each.stream)).map(started));
		if (parents.includes(false)) return false;
		for (;;) {
			await pausing.gate();
			if (tooLong()) return false;
			activities++;
			counts.set(stream, { ...(counts.get(stream) ?? waiting), state: "running" });
			try {
				const read = await pausing.run(() => readPages({ ...base, stream, epoch }));
				if (read === null) continue;
				const { done, ...count } = read;
				counts.set(stream, { ...count, state: done ? "done" : "running" });
				if (done) return true;
			} catch (error) {
				if (!isCancellation(error)) counts.set(stream, { ...(counts.get(stream) ?? waiting), state: "failed" });
				throw error;
			}
		}
	};
	// Each stream once, in whatever order the vendor declares parents and children.
	const started = (each: StreamPlan): Promise<boolean> => {
		const run = runs.get(each.stream) ?? read(each);
		runs.set(each.stream, run);
		return run;
	};
	// A stream that fails lets its siblings read to their end, so that what they can save is saved.
	const ends = await Promise.allSettled(plan.streams.map(started));
	for (const end of ends) if (end.status === "rejected") throw end.reason;
	return ends.every((end) => end.status === "fulfilled" && end.value);
}

const isActivityFailure = (error: unknown): boolean => error instanceof Error && error.name === "ActivityFailure" && !isCancellation(error);

// Processes stored pages of a connection again, stream by stream, without asking the vendor. A sync that begins meanwhile goes first: then
// the lease is lost, and it is taken again when the sync has ended.
//
//   plan (waits for an open sync) ▸ each stream: pages ▸ pages ▸ … ▸ result
//      ▲──────────── lease lost ───────────┘
import { ActivityFailure, ApplicationFailure, continueAsNew, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { SyncActivities } from "../../activities/sync/create-activities.ts";
import type { ReprocessPlan } from "../../activities/sync/reprocess-plan.ts";
import type { JobProgress, StreamProgress } from "../../domain/jobs/progress.ts";
import type { ReprocessInput, ReprocessResult } from "../../domain/jobs/replay/replay.ts";
import { syncLimits } from "../../domain/sync/history-budget.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

interface StreamDone {
	readonly afterSeq: number;
	readonly pages: number;
	readonly records: number;
	readonly refused: number;
	readonly done: boolean;
}

interface ReprocessState {
	readonly plan: ReprocessPlan;
	readonly streams: Readonly<Record<string, StreamDone>>;
}

export interface ReprocessRun extends ReprocessInput {
	/** Fewer than the standard, for tests. */
	readonly pagesPerActivity?: number;
	/** Set by continue-as-new only. */
	readonly resume?: ReprocessState;
}

const { planReprocess, endReprocess } = proxyActivities<SyncActivities>(activityOptions.quick);
const { reprocessStored } = proxyActivities<SyncActivities>(activityOptions.vendor);

const begun: StreamDone = { afterSeq: 0, pages: 0, records: 0, refused: 0, done: false };

export async function reprocessPages(input: ReprocessRun): Promise<ReprocessResult> {
	const { resume, ...start } = input;
	const streams = new Map<string, StreamDone>(Object.entries(resume?.streams ?? {}));
	let phase = "planning";
	let names: readonly string[] = [];
	reportProgress((): JobProgress => ({ phase, streams: names.map((stream) => shown(stream, streams.get(stream))) }));
	let plan: ReprocessPlan = resume?.plan ?? (await planReprocess(start));
	names = plan.streams.map(({ stream }) => stream);
	phase = "processing";
	let activities = 0;
	for (let at = 0; at < plan.streams.length; ) {
		const of = plan.streams[at];
		const state = streams.get(of?.stream ?? "") ?? begun;
		if (of === undefined || state.done) {
			at++;
			continue;
		}
		if (activities >= syncLimits.activitiesPerRun || workflowInfo().continueAsNewSuggested)
			return continueAsNew<typeof reprocessPages>({ ...start, resume: { plan, streams: Object.fromEntries(streams) } });
		activities++;
		try {
			const read = await reprocessStored({ ...start, jobId: plan.jobId, stream: of.stream, epoch: of.epoch, afterSeq: state.afterSeq });
			streams.set(of.stream, {
				afterSeq: read.afterSeq,
				pages: state.pages + read.pages,
				records: state.records + read.records,
				refused: state.refused + read.refused,
				done: read.done,
			});
		} catch (error) {
			if (!lostLease(error)) throw error;
			phase = "waiting for a sync";
			plan = await planReprocess(start);
			phase = "processing";
			at = 0;
		}
	}
	phase = "finished";
	const sum = (name: "pages" | "records" | "refused"): number => [...streams.values()].reduce((total, each) => total + each[name], 0);
	return endReprocess({ ...start, jobId: plan.jobId, pages: sum("pages"), records: sum("records"), refused: sum("refused") });
}

function shown(stream: string, done: StreamDone | undefined): StreamProgress {
	const { pages, records, refused } = done ?? begun;
	const state = done === undefined ? "waiting" : done.done ? "done" : "running";
	return { stream, state, pages, rows: records, quarantined: refused };
}

const lostLease = (error: unknown): boolean =>
	error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === "STALE_LEASE";

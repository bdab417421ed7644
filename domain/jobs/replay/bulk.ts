// A set of jobs to replay as one: jobs of the same work are settled by one run, the newest; work on one connection goes one after another.
import type { JobKind, JobStatus } from "../job.ts";
import type { ReplayMode } from "./replay.ts";
import { worthReplaying } from "./worth-replaying.ts";

export interface BulkCandidate {
	readonly jobId: string;
	readonly title: string;
	readonly kind: JobKind;
	readonly status: JobStatus;
	readonly requestedAt: string;
	readonly supersededByJobId: string | null;
	readonly supersedesJobId: string | null;
	/** Of a replay: the job that it repeats. */
	readonly ofJobId: string | null;
	/** "connection:<id>", or "period:<entity>:<month>": what jobs of the same work share. */
	readonly work: string;
	/** Holds pages or quarantine that are still current, so that stored pages can be processed again. */
	readonly stored: boolean;
}

export interface BulkItem {
	/** The job that is replayed. */
	readonly jobId: string;
	readonly title: string;
	readonly mode: ReplayMode;
	/** Further jobs that the same run settles. */
	readonly settles: readonly string[];
	readonly work: string;
}

export interface BulkPlan {
	readonly items: readonly BulkItem[];
	readonly left: readonly { readonly jobId: string; readonly title: string; readonly why: string }[];
}

const failed: readonly JobStatus[] = ["failed", "timed_out", "stopped"];

/** What was given up on is asked again from where it stopped; what ended is read again from stored pages. */
const modeOf = ({ kind, status, stored }: BulkCandidate, asked: ReplayMode | null): ReplayMode => {
	if (asked !== null) return asked;
	if (kind === "reconcile") return failed.includes(status) ? "refetch" : "reprocess";
	if (kind === "import" || kind === "reprocess") return "reprocess";
	return failed.includes(status) || !stored ? "refetch" : "reprocess";
};

/** @param mode null: what fits each job */
export function planBulk(candidates: readonly BulkCandidate[], mode: ReplayMode | null): BulkPlan {
	const left: { jobId: string; title: string; why: string }[] = [];
	const groups = new Map<string, BulkCandidate[]>();
	const newestFirst = candidates.toSorted((a, b) => (a.requestedAt < b.requestedAt ? 1 : a.requestedAt > b.requestedAt ? -1 : 0));
	for (const job of newestFirst) {
		const { makesSense, why } = worthReplaying(job);
		if (!makesSense) {
			left.push({ jobId: job.jobId, title: job.title, why });
			continue;
		}
		const key = `${job.work}|${modeOf(job, mode)}`;
		const group = groups.get(key) ?? [];
		group.push(job);
		groups.set(key, group);
	}
	const items = [...groups.values()].flatMap((group) => {
		const [newest] = group;
		if (newest === undefined) return [];
		const of = newest.ofJobId ?? newest.jobId;
		const settles = [...new Set(group.map(({ jobId, ofJobId }) => ofJobId ?? jobId))].filter((id) => id !== of);
		return [{ jobId: of, title: newest.title, mode: modeOf(newest, mode), settles, work: newest.work }];
	});
	return { items, left };
}

/** Items that may run at once stand in different lanes; within a lane one goes after another, fetching first. */
export function lanesOf(items: readonly BulkItem[]): BulkItem[][] {
	const lanes = new Map<string, BulkItem[]>();
	for (const item of items.toSorted((a, b) => (a.mode === b.mode ? 0 : a.mode === "refetch" ? -1 : 1))) {
		const lane = lanes.get(item.work) ?? [];
		lane.push(item);
		lanes.set(item.work, lane);
	}
	return [...lanes.values()];
}

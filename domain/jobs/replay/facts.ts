// What is known of a job and of what it read when somebody plans to repeat it: read from the database, judged by plan.ts and refusal.ts.
import type { JobKind, JobStatus } from "../job.ts";
import type { ReplayOptions, ReplayWindow } from "./replay.ts";

export interface StreamFacts {
	readonly stream: string;
	readonly title: string;
	/** The job did not read it to its end. */
	readonly failed: boolean;
	/** True where the source can be asked for some days only. */
	readonly windowed: boolean;
	/** Pages and rows that the job has stored. */
	readonly pages: number;
	readonly rows: number;
	/** Most rows of one stored page: what a request brings. */
	readonly pageSize: number;
	/** Records kept of the stream by now, whoever brought them. */
	readonly kept: number;
	/** When its cursor moved last; null: it was never read. */
	readonly cursorAt: string | null;
	/** Records of the stream in quarantine by now, whichever job met them. */
	readonly held: number;
	/** What the asked selection holds: current records and open quarantine of the stored pages. */
	readonly selected: { readonly pages: number; readonly records: number; readonly quarantined: number };
}

export interface BlockingJob {
	readonly jobId: string;
	readonly title: string;
	readonly kind: JobKind;
}

/** The latest reconciliation of a month that read the connection. */
export interface FollowingRun {
	readonly month: string;
	readonly entityId: string;
	readonly runId: string;
	readonly matches: number;
	readonly exceptions: number;
}

export interface ReconcileFacts {
	readonly entityId: string;
	readonly entityName: string;
	readonly month: string;
	/** What the job has frozen; null: it did not get so far. */
	readonly run: {
		readonly runId: string;
		readonly done: boolean;
		readonly rulesVersion: string;
		readonly asOf: string;
		readonly streams: number;
	} | null;
	readonly rulesVersionNow: string;
	readonly matches: number;
	readonly exceptions: number;
	/** Page numbers that the inputs have grown by since. */
	readonly newPages: number;
}

export interface ReplayFacts {
	readonly job: {
		readonly id: string;
		readonly title: string;
		readonly kind: JobKind;
		readonly status: JobStatus;
	};
	/** An open replay of the same job. */
	readonly openReplay: BlockingJob | null;
	/** An open job that works on the same connection or the same month. */
	readonly busy: BlockingJob | null;
	/** null: a reconciliation, or the connection is gone. */
	readonly connection: { readonly id: string; readonly name: string; readonly vendor: string; readonly vendorTitle: string } | null;
	readonly streams: readonly StreamFacts[];
	/** The days that the rows of the job cover. */
	readonly window: ReplayWindow | null;
	readonly follow: readonly FollowingRun[];
	readonly reconcile: ReconcileFacts | null;
	/** Worker builds: the newest that ran anything here, and the one that ran the job. */
	readonly versions: { readonly present: string | null; readonly original: string | null };
}

/** The streams that a replay reads: those asked for, else those that failed, else all of them. Days of the source read only those that can be asked by days; where none can, all are named, and the plan refuses. */
export function selectedStreams(
	facts: ReplayFacts,
	ask: { readonly options: ReplayOptions; readonly mode: string },
): readonly StreamFacts[] {
	const wanted = wantedStreams(facts, ask);
	if (ask.mode === "reprocess" || ask.options.window === undefined) return wanted;
	const windowed = wanted.filter((stream) => stream.windowed);
	return windowed.length === 0 ? wanted : windowed;
}

function wantedStreams(
	facts: ReplayFacts,
	{ options, mode }: { readonly options: ReplayOptions; readonly mode: string },
): readonly StreamFacts[] {
	const { streams } = options;
	if (streams !== undefined) return facts.streams.filter(({ stream }) => streams.includes(stream));
	if (mode === "reprocess") return facts.streams.filter(({ selected }) => selected.pages > 0);
	const failed = facts.streams.filter((stream) => stream.failed);
	return failed.length > 0 && options.window === undefined ? failed : facts.streams;
}

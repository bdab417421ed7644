// What a sync's workflow is started with and what it carries over into its next run. Ids, counts and words only: it lies in histories.
import type { JobInput } from "../jobs/job.ts";
import type { SyncLimits } from "./history-budget.ts";
import type { StreamState, SyncPhase } from "./progress.ts";

export interface SyncInput extends JobInput {
	readonly connectionId: string;
	/** Other limits than the standard, for a connection that needs them. */
	readonly limits?: Partial<SyncLimits>;
	/** Set by continue-as-new only. */
	readonly resume?: SyncState;
}

export interface StreamPlan {
	readonly stream: string;
	readonly after: readonly string[];
	/** The lease under which this job's commits are accepted. */
	readonly epoch: number;
}

export interface SyncPlan {
	/** The row this run belongs to. */
	readonly jobId: string;
	readonly startedAt: string;
	readonly streams: readonly StreamPlan[];
}

/** The source's figure from before the first page. */
export interface BeforeTotal {
	readonly stream: string;
	readonly name: string;
	readonly currency: string;
	/** Minor units as text. */
	readonly minor: string | null;
	readonly count: number | null;
	readonly pageId: string | null;
}

export interface StreamCount {
	readonly state: StreamState;
	readonly pages: number;
	readonly rows: number;
	readonly quarantined: number;
}

export interface SyncState {
	readonly plan: SyncPlan;
	readonly phase: SyncPhase;
	readonly before: readonly BeforeTotal[];
	readonly streams: Readonly<Record<string, StreamCount>>;
}

export const waiting: StreamCount = { state: "waiting", pages: 0, rows: 0, quarantined: 0 };

// What a sync's workflow is started with and what it carries over into its next run. Ids, counts and words only: it lies in histories.
import type { LedgerDate } from "../core/dates.ts";
import type { JobInput } from "../jobs/job.ts";
import type { SyncLimits } from "./history-budget.ts";
import type { StreamState, SyncPhase } from "./progress.ts";

/** Ledger dates, both inclusive. What is read covers at least the rows of these days. */
export interface StreamWindow {
	readonly from: LedgerDate;
	readonly to: LedgerDate;
}

export interface SyncOnly {
	/** Left out: every stream of the connection. */
	readonly streams?: readonly string[];
	/** Reads these days beside the stream's own cursor, which stays where it is. */
	readonly window?: StreamWindow;
}

export interface SyncInput extends JobInput {
	readonly connectionId: string;
	/** Less than a whole sync. */
	readonly only?: SyncOnly;
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

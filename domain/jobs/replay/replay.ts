// What a replay is asked to do (engine rule 9): a new run that supersedes an earlier one, in one of two ways. Ids, days and words only:
// it lies in the row and in the history.
import type { LedgerDate } from "../../core/dates.ts";
import type { JobInput, JobKind, JobResult } from "../job.ts";

/**
 * - `reprocess`: reads the stored pages again through the present transform; a reconciliation computes its frozen inputs again. No vendor is asked.
 * - `refetch`: asks the source again; a reconciliation freezes its inputs anew.
 */
export const replayModes = ["reprocess", "refetch"] as const;
export type ReplayMode = (typeof replayModes)[number];

export interface RecordKey {
	readonly stream: string;
	readonly naturalKey: string;
}

/** First and last day, both inclusive. */
export interface ReplayWindow {
	readonly from: LedgerDate;
	readonly to: LedgerDate;
}

/** What is left out means all of it. */
export interface ReplayOptions {
	readonly streams?: readonly string[] | undefined;
	readonly window?: ReplayWindow | undefined;
	readonly pageIds?: readonly string[] | undefined;
	readonly recordKeys?: readonly RecordKey[] | undefined;
	/** Of a reconciliation: the rules it ran with, or those of today. */
	readonly rules?: "original" | "present" | undefined;
	/** Reconciliations that read what has changed run again behind it. */
	readonly reconcileAfter: boolean;
}

/** Which stored pages and records of a connection are processed again; an empty selection is all of them. */
export interface ReprocessSelection {
	readonly streams?: readonly string[] | undefined;
	/** Only what these jobs brought. */
	readonly jobIds?: readonly string[] | undefined;
	readonly pageIds?: readonly string[] | undefined;
	readonly recordKeys?: readonly RecordKey[] | undefined;
	/** Only records whose rows lie in these days. */
	readonly window?: ReplayWindow | undefined;
	/** Only what an older transform made. */
	readonly staleOnly?: boolean | undefined;
}

export interface ReprocessInput extends JobInput {
	readonly connectionId: string;
	readonly selection: ReprocessSelection;
}

export interface ReprocessResult extends JobResult {
	readonly connectionId: string;
	/** Records whose rows are others now. */
	readonly changed: number;
	/** Records that could not be read before and can be now. */
	readonly recovered: number;
	/** Records that still can't be read. */
	readonly quarantined: number;
	readonly unchanged: number;
}

export interface ReplayInput extends JobInput {
	/** The job that is repeated: never itself a replay. */
	readonly ofJobId: string;
	readonly mode: ReplayMode;
	readonly options: ReplayOptions;
	/** Earlier jobs of the same work that this run settles too. */
	readonly settles?: readonly string[];
}

export interface ReplayResult extends JobResult {
	readonly ofJobId: string;
	readonly mode: ReplayMode;
}

/** Kinds of jobs that can be repeated. The others either change nothing, or only look after jobs themselves. */
export const replayableKinds = ["sync", "import", "reprocess", "reconcile"] as const satisfies readonly JobKind[];
export type ReplayableKind = (typeof replayableKinds)[number];

export const isReplayable = (kind: JobKind): kind is ReplayableKind => (replayableKinds as readonly JobKind[]).includes(kind);

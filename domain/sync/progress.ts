// What a sync says about itself: while it runs (query `progress`, kept on the jobs row), and when it ends.
import type { JobResult } from "../jobs/job.ts";
import type { JobProgress, StreamProgress } from "../jobs/progress.ts";

export type StreamState = StreamProgress["state"];
export type SyncPhase = "planning" | "totals before" | "reading" | "settling deletions" | "proving totals" | "finished";

export interface SyncProgress extends JobProgress {
	readonly phase: SyncPhase;
	readonly streams: readonly StreamProgress[];
}

export type Verdict = "ties" | "differs" | "not_proven";

/** A control total as a job's result carries it; its figures are in control_totals. */
export interface ResultTotal {
	readonly stream: string;
	readonly name: string;
	readonly currency: string;
	readonly verdict: Verdict;
}

export interface SyncResult extends JobResult {
	readonly outcome: "done" | "check";
	readonly summary: string;
	readonly connectionId: string;
	readonly rowsRead: number;
	readonly rowsWritten: number;
	readonly quarantined: number;
	readonly totals: readonly ResultTotal[];
	/** What a person may want to know although nothing is wrong with the rows. */
	readonly notes?: readonly string[];
}

/** A job that quarantined a record, or whose figures differ from the source's, asks for a look. */
export const syncOutcome = (quarantined: number, totals: readonly ResultTotal[]): "done" | "check" =>
	quarantined > 0 || totals.some(({ verdict }) => verdict === "differs") ? "check" : "done";

const counted = (n: number, one: string, many: string): string => `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

/** One sentence for the list. */
export function syncSummary(rowsWritten: number, quarantined: number, totals: readonly ResultTotal[]): string {
	const parts = [counted(rowsWritten, "new or changed row", "new or changed rows")];
	if (quarantined > 0) parts.push(counted(quarantined, "record could not be read", "records could not be read"));
	const of = (verdict: Verdict): number => totals.filter((total) => total.verdict === verdict).length;
	if (of("differs") > 0) parts.push(counted(of("differs"), "total differs", "totals differ"));
	else if (of("ties") > 0) parts.push(of("not_proven") === 0 ? "totals tie" : "totals that can be proven tie");
	return parts.join(", ");
}

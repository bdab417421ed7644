// What a person sees of a running sync. The workflow answers it to a query; the jobs row carries it for everybody else.

export type StreamState = "waiting" | "running" | "done" | "failed";
export type SyncPhase = "planning" | "totals_before" | "reading" | "totals_after" | "finished";

export interface StreamProgress {
	readonly stream: string;
	readonly state: StreamState;
	readonly pages: number;
	readonly rows: number;
	readonly quarantined: number;
}

export interface SyncProgress {
	readonly phase: SyncPhase;
	readonly streams: readonly StreamProgress[];
}

/** A control total as a job's result carries it. */
export interface ResultTotal {
	readonly stream: string;
	readonly name: string;
	readonly currency: string;
	readonly verdict: "ties" | "differs" | "not_proven";
}

export interface SyncResult {
	readonly status: "done" | "check";
	readonly rowsRead: number;
	readonly rowsWritten: number;
	readonly quarantined: number;
	readonly totals: readonly ResultTotal[];
}

/** A job that quarantined a record, or whose figures differ from the source's, asks for a look. */
export const syncStatus = (quarantined: number, totals: readonly ResultTotal[]): "done" | "check" =>
	quarantined > 0 || totals.some(({ verdict }) => verdict === "differs") ? "check" : "done";

// A job: one piece of work a person can see. Its status is decided here and nowhere else.
//
//   requested ──open──▶ running ⇄ waiting (for a person) ──close──▶ done | check | failed | stopped | timed_out
//       └──────────────joined (another run was already doing it) · stopped (cancelled before it started)

export const jobKinds = [
	"sync",
	"import",
	"test",
	"reconcile",
	"archive",
	"replay",
	"bulk_replay",
	"reprocess",
	"inspect",
	"export",
	"rotate_keys",
	"audit_export",
	"export_tenant",
	"erase_tenant",
	"onboard_tenant",
	"change",
	"webhook",
	"hook",
	"retention",
] as const;
export type JobKind = (typeof jobKinds)[number];

export const jobStatuses = ["requested", "running", "waiting", "done", "check", "failed", "stopped", "timed_out", "joined"] as const;
export type JobStatus = (typeof jobStatuses)[number];
export type OpenStatus = "requested" | "running" | "waiting";
export type ClosedStatus = Exclude<JobStatus, OpenStatus>;

export const isJobKind = (text: string): text is JobKind => (jobKinds as readonly string[]).includes(text);
export const isOpen = (status: JobStatus): status is OpenStatus => status === "requested" || status === "running" || status === "waiting";

/** What a waiting job waits for: kept with its row while its status is `waiting`. */
export interface JobWaiting {
	readonly kind: "decision" | "paused";
	/** For a person: what it waits for and who can end it. */
	readonly sentence: string;
	readonly decisionId?: string;
	/** ISO 8601. */
	readonly since: string;
}

/** What every workflow is started with; each adds its own ids. Nothing personal, no secrets: it is kept in histories. */
export interface JobInput {
	readonly tenantId: string;
	/** Absent where a schedule or a parent run started it: its row is then made by the run itself. */
	readonly jobId?: string;
	/** The job whose run started this one; it gives the row's id beforehand, the run makes the row. */
	readonly parentJobId?: string;
	/** Follows one click from the browser to the last activity's log line. */
	readonly correlationId: string;
}

/** What a job's workflow may return; `check` is done, with something for a person to look at. Further facts are kept with the row. */
export interface JobResult {
	readonly outcome?: "done" | "check";
	/** One sentence for the list: "17 matched, 7 exceptions". */
	readonly summary?: string;
	readonly rowsRead?: number;
	readonly rowsWritten?: number;
}

export interface JobFailure {
	readonly code: string;
	/** What happened and what to do next, for a person. */
	readonly message: string;
}

/** How an execution ended, as Temporal names it. */
export type ExecutionEnd = "completed" | "failed" | "cancelled" | "terminated" | "timed_out" | "lost";

const statusOfEnd: Readonly<Record<ExecutionEnd, ClosedStatus>> = {
	completed: "done",
	failed: "failed",
	cancelled: "stopped",
	terminated: "stopped",
	timed_out: "timed_out",
	lost: "failed",
};

/** What to say where the execution itself left no failure behind. */
export const endSentences: Readonly<Record<Exclude<ExecutionEnd, "completed" | "failed" | "cancelled">, JobFailure>> = {
	terminated: {
		code: "TERMINATED",
		message: "An operator ended this job in Temporal. What it had saved stays; start it again to go on.",
	},
	timed_out: { code: "TIMED_OUT", message: "This job took longer than it may. What it had saved stays; start it again to go on." },
	lost: {
		code: "RUN_LOST",
		message: "Temporal no longer knows this job, so it can't go on. What it had saved stays; start it again.",
	},
};

/** The status that a job closes with. */
export function closedStatus(end: ExecutionEnd, result: JobResult | null): ClosedStatus {
	if (end === "completed" && result?.outcome === "check") return "check";
	return statusOfEnd[end];
}

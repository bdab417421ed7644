// The explanation on a job's page, only where something needs attention: what happened, what is safe, what to do next.
import { failureRow } from "./failure-table.ts";
import type { DecisionStatus } from "./decision.ts";
import type { JobKind, JobStatus } from "./job.ts";

export interface Explanation {
	/** The cause in ten words or fewer. */
	readonly title: string;
	/** Whether it is tried again, and why not. */
	readonly retry: string;
	readonly happened: string;
	readonly safe: string;
	readonly next: string;
}

export interface ExplainedJob {
	readonly kind: JobKind;
	readonly status: JobStatus;
	readonly failureCode: string | null;
	readonly failureMessage: string | null;
	readonly rowsWritten: number;
	readonly result: Readonly<Record<string, unknown>> | null;
	/** What a person decided about deletions that it found. */
	readonly decisions?: readonly { readonly status: DecisionStatus }[];
}

const count = (n: number, word: string): string => `${n.toLocaleString("en-US")} ${word}${n === 1 ? "" : "s"}`;

/** null: nothing to explain. */
export function explainJob(job: ExplainedJob): Explanation | null {
	if (job.status === "check") return explainCheck(job);
	if (job.failureCode === null || (job.status !== "failed" && job.status !== "timed_out" && job.status !== "stopped")) return null;
	const row = failureRow(job.failureCode);
	const retries = {
		soon: "Tried several times without success, then given up",
		later: "Tried again when the other side said, then given up",
		never: "Not retried: asking again can't help until something changes",
	} as const;
	return { title: row.title, retry: retries[row.retry], happened: job.failureMessage ?? row.title, safe: safeOf(job), next: row.next };
}

function safeOf(job: ExplainedJob): string {
	if (job.kind === "sync" || job.kind === "import") {
		const rows =
			job.rowsWritten === 0 ? "All that was saved before stays" : `${count(job.rowsWritten, "row")} and all that was saved before stay`;
		return `${rows}, with the cursor. Nothing was written to the source.`;
	}
	return "Nothing was written outside Tieout, and earlier results are as they were.";
}

function explainCheck(job: ExplainedJob): Explanation {
	const quarantined = Number(job.result?.["quarantined"] ?? 0);
	const summary = job.result?.["summary"];
	const happened = typeof summary === "string" ? summary : "The run is complete, but something in it wants a look.";
	const retry = "Not retried: the run is complete";
	if (quarantined > 0) {
		return {
			title: `${count(quarantined, "record")} could not be read`,
			retry,
			happened,
			safe: "Every other record is saved. The unreadable ones are kept as received, with the reason.",
			next: "See the records: each says why. Correct them at the source, then fetch them again from there, or set them aside.",
		};
	}
	const exceptions = Number(job.result?.["exceptions"] ?? 0);
	if (job.kind === "reconcile") {
		return {
			title: `${count(exceptions, "exception")} to decide`,
			retry,
			happened,
			safe: "Nothing was written to Stripe, NetSuite or the bank, and earlier reconciliations are as they were.",
			next: "Open the reconciliation: each exception names its leaf and why it breaks.",
		};
	}
	if (job.decisions?.some(({ status }) => status === "rejected" || status === "expired") === true) {
		return {
			title: "Records that the source deleted were kept",
			retry,
			happened,
			safe: "Nothing was deleted here. The totals differ by what was kept, and will until it is settled.",
			next: "Bring the records back at the source. If they are to go after all, rewind the stream that told of it and sync: it asks again.",
		};
	}
	return {
		title: "A control total doesn't tie",
		retry,
		happened,
		safe: "Everything that was read is saved.",
		next: "Compare the control totals with the source, then run it again.",
	};
}

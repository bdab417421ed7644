// One line that says what came of a job: the list's Result column.
import { counted, countText } from "../../kit/amount.tsx";

interface JobOutcome {
	readonly kind: string;
	readonly status: string;
	readonly rowsRead: number | null;
	readonly failureMessage: string | null;
	readonly result: unknown;
	readonly requestedBy: string | null;
	readonly waiting?: { readonly sentence: string } | null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

const verdicts = (result: Record<string, unknown>): readonly string[] =>
	Array.isArray(result.totals) ? result.totals.filter(isRecord).map((total) => String(total.verdict)) : [];

function totalsText(all: readonly string[]): string {
	const differ = all.filter((verdict) => verdict === "differs").length;
	if (differ > 0) return `${counted(differ, "control total")} ${differ === 1 ? "differs" : "differ"}`;
	if (all.length === 0) return "";
	return all.includes("ties") ? "totals tie" : "totals not proven";
}

function syncText(job: JobOutcome, result: Record<string, unknown>): string {
	const quarantined = numberOf(result.quarantined) ?? 0;
	const rows = counted(numberOf(result.rowsRead) ?? job.rowsRead ?? 0, "row");
	const parts = [rows, quarantined > 0 ? `${counted(quarantined, "record")} in quarantine` : "", totalsText(verdicts(result))];
	return parts.filter((part) => part !== "").join(", ");
}

function reconcileText(result: Record<string, unknown>): string {
	const payouts = numberOf(result.payouts);
	const matched = numberOf(result.matched);
	const exceptions = numberOf(result.exceptions);
	const parts = [
		matched === null ? (payouts === null ? "" : counted(payouts, "payout")) : `${countText(matched)} matched`,
		exceptions === null ? "" : exceptions === 0 ? "no exceptions" : counted(exceptions, "exception"),
	];
	return parts.filter((part) => part !== "").join(", ");
}

export function resultText(job: JobOutcome): string {
	const result = isRecord(job.result) ? job.result : {};
	switch (job.status) {
		case "requested":
			return "Starts when a worker is free";
		case "waiting":
			return job.waiting?.sentence ?? "Waits for a person";
		case "running":
			return job.rowsRead === null || job.rowsRead === 0 ? "" : `${counted(job.rowsRead, "row")} so far`;
		case "failed":
		case "timed_out":
			return job.failureMessage ?? "Failed without a message; the timeline shows where";
		case "stopped":
			return job.failureMessage ?? "Stopped by a person; what was saved stays";
		case "joined":
			return "Joined a run that was already going";
		default:
			if (typeof result.summary === "string" && result.summary !== "") return result.summary;
			return job.kind === "reconcile" ? reconcileText(result) : syncText(job, result);
	}
}

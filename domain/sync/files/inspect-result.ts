// What the job that looks at a file is given and gives back: ids and counts, never what the file says.
import type { JobInput, JobResult } from "../../jobs/job.ts";
import type { Inspection } from "./inspect.ts";

export interface InspectInput extends JobInput {
	readonly jobId: string;
	readonly fileId: string;
}

export interface InspectResult extends JobResult {
	readonly outcome: "done" | "check";
	readonly summary: string;
	readonly fileId: string;
}

const counted = (n: number, one: string, many: string): string => `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

/** `check` where a person has something to answer, to correct or to decide. */
export function inspectionOutcome({
	problem,
	detected,
	questions,
	preview,
}: Inspection): Pick<InspectResult, "outcome" | "summary" | "rowsRead"> {
	if (problem !== null || detected === null)
		return { outcome: "check", summary: problem?.reason ?? "The file can't be read.", rowsRead: 0 };
	const of = detected.layout === null ? detected.formatTitle : `${detected.layout.issuer} ${detected.layout.title}`;
	if (questions.length > 0)
		return { outcome: "check", summary: `${of}: ${counted(questions.length, "question is open", "questions are open")}`, rowsRead: 0 };
	if (preview === null) return { outcome: "check", summary: of, rowsRead: 0 };
	const differing = preview.proofs.filter(({ verdict }) => verdict === "differs").length;
	const parts = [`${of}: ${counted(preview.recordCount, "record", "records")}`];
	if (preview.refusedCount > 0) parts.push(`${counted(preview.refusedCount, "can't be read", "can't be read")}`);
	if (differing > 0) parts.push(counted(differing, "balance differs", "balances differ"));
	return {
		outcome: preview.refusedCount > 0 || differing > 0 ? "check" : "done",
		summary: parts.join(", "),
		rowsRead: preview.recordCount,
	};
}

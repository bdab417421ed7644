// What the end of a job tells subscribers. Kinds that are of interest to nobody outside tell nothing.
import type { ClosedStatus } from "../jobs/job.ts";
import type { DomainEvent, EventTopic } from "./events.ts";

export interface EndedJob {
	readonly id: string;
	readonly kind: string;
	readonly status: ClosedStatus;
	readonly input: Readonly<Record<string, unknown>>;
	readonly rowsRead: number | null;
	readonly rowsWritten: number | null;
	readonly failureCode: string | null;
}

interface Told {
	readonly done: EventTopic;
	readonly failed: EventTopic | null;
	/** Ids of the job's input that say what it was about; the first one is the event's key, else the job. */
	readonly about: readonly string[];
}

const told: Readonly<Record<string, Told>> = {
	sync: { done: "sync.completed", failed: "sync.failed", about: ["connectionId"] },
	import: { done: "file.imported", failed: null, about: ["connectionId"] },
	reconcile: { done: "reconciliation.completed", failed: "reconciliation.failed", about: ["entityId", "month"] },
	export: { done: "export.completed", failed: null, about: [] },
};

/** null: nobody is told. A job that joined another one tells nothing: that one does. */
export function eventOfJob(job: EndedJob): DomainEvent | null {
	const rule = told[job.kind];
	if (rule === undefined || job.status === "joined") return null;
	const isDone = job.status === "done" || job.status === "check";
	const topic = isDone ? rule.done : rule.failed;
	if (topic === null) return null;
	const about = rule.about.flatMap((name) => (typeof job.input[name] === "string" ? [[name, job.input[name]] as const] : []));
	const end: DomainEvent["payload"] = isDone
		? { needsLook: job.status === "check", rowsRead: job.rowsRead, rowsWritten: job.rowsWritten }
		: { status: job.status, code: job.failureCode };
	return { topic, key: about[0]?.[1] ?? job.id, payload: { jobId: job.id, ...Object.fromEntries(about), ...end } };
}

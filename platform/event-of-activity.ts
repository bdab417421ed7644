// The last link of the chain of custody: from a stored page's activity id to the event of its run, in Temporal or in the archive.
import { jobById } from "../db/jobs/job.store.ts";
import type { ScopedEm } from "../db/tenant-scope.ts";
import { type HistoryEvent, eventOfActivityIn } from "./history-events.ts";
import { type HistorySource, loadHistory } from "./history.ts";

export interface EventOfActivity extends HistoryEvent {
	readonly source: "temporal" | "archive";
}

/** null: there is no such job, or its history is in neither place. */
export async function eventOfActivity(
	deps: HistorySource,
	em: ScopedEm,
	at: { readonly tenantId: string; readonly jobId: string; readonly runId: string; readonly activityId: string },
): Promise<EventOfActivity | null> {
	const job = await jobById(em, at.tenantId, at.jobId);
	const loaded = job === null ? null : await loadHistory(deps, job);
	const event = loaded === null ? null : eventOfActivityIn(loaded.runs, at.runId, at.activityId);
	return loaded === null || event === null ? null : { ...event, source: loaded.source };
}

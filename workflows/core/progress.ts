// Every workflow answers the query `progress` in one shape; its last answer is kept with the job's row when it closes.
import { defineQuery, setHandler } from "@temporalio/workflow";
import type { JobProgress } from "../../domain/jobs/progress.ts";

export const progressQuery = defineQuery<JobProgress>("progress");

let read: (() => JobProgress) | null = null;

/** Answers `progress` from `current`, which must not change anything. Call it first in a workflow. */
export function reportProgress(current: () => JobProgress): void {
	read = current;
	setHandler(progressQuery, current);
}

/** What the query would say now; null where the workflow reports none. */
export const lastProgress = (): JobProgress | null => read?.() ?? null;

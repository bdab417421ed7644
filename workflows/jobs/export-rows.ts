// Writes everything that matches a list into a file, for lists too long for a request. The row of the export says what and for whom.
import { proxyActivities } from "@temporalio/workflow";
import type { JobsActivities } from "../../activities/jobs/create-activities.ts";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

export interface ExportRows extends JobInput {
	/** The export's id is its job's. */
	readonly jobId: string;
}

const { writeExport } = proxyActivities<JobsActivities>(activityOptions.heavy);

export async function exportRows({ tenantId, jobId, correlationId }: ExportRows): Promise<JobResult> {
	let phase = "writing the file";
	reportProgress(() => ({ phase, streams: [] }));
	const { name, rows, sizeBytes } = await writeExport({ tenantId, jobId, correlationId });
	phase = "done";
	return { summary: `${name}: ${rows} rows, ${sizeText(sizeBytes)}`, rowsRead: rows, rowsWritten: rows };
}

const sizeText = (bytes: number): string => (bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

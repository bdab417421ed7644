// Writes everything that a company has into one archive, signed, which its owner can fetch for seven days.
import { proxyActivities } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

export interface ExportTenant extends JobInput {
	/** The export's id is its job's. */
	readonly jobId: string;
}

const { writeTenantExport } = proxyActivities<Pick<TenancyActivities, "writeTenantExport">>(activityOptions.heavy);

export async function exportTenant({ tenantId, jobId, correlationId }: ExportTenant): Promise<JobResult> {
	let phase = "writing every table";
	reportProgress(() => ({ phase, streams: [] }));
	const { tables, rows, objects } = await writeTenantExport({ tenantId, jobId, correlationId });
	phase = "done";
	return { summary: `${rows} rows of ${tables} tables, and ${objects} stored objects.`, rowsRead: rows, rowsWritten: rows };
}

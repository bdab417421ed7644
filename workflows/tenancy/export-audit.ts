// Writes the audit trail into a file that can be verified offline, and says whether it is as it was sealed.
import { proxyActivities } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

export interface ExportAudit extends JobInput {
	/** The export's id is its job's. */
	readonly jobId: string;
}

const { writeAuditExport } = proxyActivities<Pick<TenancyActivities, "writeAuditExport">>(activityOptions.heavy);

export async function exportAudit({ tenantId, jobId, correlationId }: ExportAudit): Promise<JobResult> {
	let phase = "sealing, writing and verifying";
	reportProgress(() => ({ phase, streams: [] }));
	const { events, archived, checkpoint, whole, finding } = await writeAuditExport({ tenantId, jobId, correlationId });
	phase = "done";
	const read = `${events} events${archived > 0 ? ` and ${archived} archived ones` : ""}`;
	const summary = whole ? `${read}, whole up to checkpoint ${checkpoint}` : `Not as it was sealed: ${finding ?? "see the file"}`;
	return { outcome: whole ? "done" : "check", summary, rowsRead: events, rowsWritten: events };
}

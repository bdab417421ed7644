// Keeps a closed job's history in object storage before Temporal forgets it (engine rule 6): every run of the chain, encrypted
// and hashed, its key and hash in the job's row.
import { jobById, setArchive } from "../../db/jobs/job.store.ts";
import { withTenant } from "../../db/tenant-scope.ts";
import { isOpen } from "../../domain/jobs/job.ts";
import { chainState } from "../../platform/execution.ts";
import { fetchChain, type HistorySource, putArchive } from "../../platform/history.ts";
import type { JobStarter } from "../../platform/start-job.ts";

export type Archived = "archived" | "already" | "not_yet" | "gone";

/** `not_yet`: the row closes some milliseconds before the execution does. */
export async function archiveHistory(deps: JobStarter & HistorySource, tenantId: string, jobId: string): Promise<Archived> {
	const row = await withTenant(deps.orm, { tenantId }, (em) => jobById(em, tenantId, jobId));
	if (row === null || isOpen(row.status) || row.firstRunId === null) return "not_yet";
	if (row.archivedAt !== null) return "already";
	const state = await chainState(deps.temporal.client, row);
	if (state.state === "running") return "not_yet";
	const runs = state.state === "gone" ? null : await fetchChain(deps.temporal.client, row);
	const stored = runs === null ? null : await putArchive(deps.storage, tenantId, row.workflowId, runs);
	await withTenant(deps.orm, { tenantId }, (em) =>
		setArchive(em, { tenantId, id: jobId, key: stored?.key ?? null, sha256: stored?.sha256 ?? null }),
	);
	if (stored === null) deps.log.warn({ tenantId, jobId, correlationId: row.correlationId }, "Temporal had forgotten this job already");
	return stored === null ? "gone" : "archived";
}

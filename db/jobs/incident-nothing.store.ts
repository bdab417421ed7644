// Which jobs of an incident have nothing left to replay, in the words of their plan. Decided when somebody asks, and again when they ask again.
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { stateInIncident } from "./incident-job.store.ts";
import type { IncidentKey } from "./incident.store.ts";

/** Jobs that no replay has replaced and none is going on for, oldest first. */
export async function unreplacedJobs(em: ScopedEm, { tenantId, incidentId }: IncidentKey, limit: number): Promise<string[]> {
	const rows = await em.execute<{ id: string }[]>(
		`select j.id::text as id from incident_jobs ij join jobs j on j.tenant_id = ij.tenant_id and j.id = ij.job_id
		where ij.tenant_id = ?::uuid and ij.incident_id = ?::uuid and ${stateInIncident} in ('left', 'failed', 'nothing')
		order by j.requested_at, j.id limit ?`,
		[tenantId, incidentId, limit],
	);
	return rows.map((row) => row.id);
}

export interface LeftJob {
	readonly jobId: string;
	/** Why there is nothing; null: there is something. */
	readonly nothing: string | null;
}

export async function keepNothing(em: ScopedEm, { tenantId, incidentId }: IncidentKey, jobs: readonly LeftJob[]): Promise<void> {
	await em.execute(
		`update incident_jobs ij set nothing_to_replay = given.nothing
		from jsonb_to_recordset(?::jsonb) as given ("jobId" uuid, nothing text)
		where ij.tenant_id = ?::uuid and ij.incident_id = ?::uuid and ij.job_id = given."jobId"`,
		[JSON.stringify(jobs), tenantId, incidentId],
	);
	await notify(em, { topic: "incidents", key: incidentId });
}

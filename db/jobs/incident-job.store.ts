// The jobs of an incident: found by a filter or picked, and where the replay of each one stands.
import type { PageOf } from "../../domain/core/page.ts";
import { type IncidentFilter, type IncidentJobState, incidentKinds, maxIncidentJobs } from "../../domain/jobs/incident.ts";
import type { JobKind, JobStatus } from "../../domain/jobs/job.ts";
import { notify } from "../notify.ts";
import { decodeKey, encodeKey } from "../reconciliation/keyset.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import type { IncidentKey } from "./incident.store.ts";

/** SQL for an IncidentJobState of the job `j`. */
export const stateOfJob = `case
	when j.superseded_by_job_id is not null then 'replaced'
	when exists (select from jobs r where r.tenant_id = j.tenant_id and r.supersedes_job_id = j.id and r.closed_at is null) then 'running'
	when exists (select from jobs r where r.tenant_id = j.tenant_id and r.supersedes_job_id = j.id) then 'failed'
	else 'left' end`;

/** As `stateOfJob`, where the job is the one of `incident_jobs ij`. */
export const stateInIncident = `case
	when ij.nothing_to_replay is not null and j.superseded_by_job_id is null
		and not exists (select from jobs r where r.tenant_id = j.tenant_id and r.supersedes_job_id = j.id and r.closed_at is null) then 'nothing'
	else ${stateOfJob} end`;

export interface IncidentJobRow {
	readonly jobId: string;
	readonly kind: JobKind;
	readonly title: string;
	readonly businessKey: string;
	readonly status: JobStatus;
	readonly requestedAt: string;
	readonly closedAt: string | null;
	readonly failureCode: string | null;
	readonly failureMessage: string | null;
	readonly state: IncidentJobState;
	/** Why nothing of it is left to replay; null in every other state. */
	readonly nothing: string | null;
	/** The replay that took its place, else its newest replay; null while there is none. */
	readonly replayJobId: string | null;
	readonly replayStatus: JobStatus | null;
}

const jobColumns = (
	state: string,
	nothing: string,
): string => `j.id::text as "jobId", j.kind, j.title, j.business_key as "businessKey", j.status,
	${instantText("j.requested_at")} as "requestedAt", ${instantText("j.closed_at")} as "closedAt",
	j.failure_code as "failureCode", j.failure_message as "failureMessage", ${state} as "state", ${nothing} as "nothing",
	r.id::text as "replayJobId", r.status as "replayStatus"`;
const newestReplay = `left join lateral (select r.id, r.status from jobs r where r.tenant_id = j.tenant_id
	and (r.id = j.superseded_by_job_id or r.supersedes_job_id = j.id)
	order by (r.id = j.superseded_by_job_id) desc nulls last, r.requested_at desc limit 1) r on true`;

function conditionOf(tenantId: string, filter: IncidentFilter): { sql: string; values: unknown[] } {
	const sql = [
		"j.tenant_id = ?::uuid",
		"j.closed_at is not null",
		"j.status <> 'joined'",
		"j.superseded_by_job_id is null",
		"j.parent_job_id is null",
		"j.kind in (select jsonb_array_elements_text(?::jsonb))",
	];
	const values: unknown[] = [tenantId, JSON.stringify(filter.kind === undefined ? incidentKinds : [filter.kind])];
	const add = (condition: string, ...parameters: unknown[]): void => {
		sql.push(condition);
		values.push(...parameters);
	};
	if (filter.statuses !== undefined && filter.statuses.length > 0)
		add("j.status in (select jsonb_array_elements_text(?::jsonb))", JSON.stringify(filter.statuses));
	if (filter.failureCode !== undefined) add("j.failure_code = ?", filter.failureCode);
	if (filter.connectionId !== undefined) add("j.input ->> 'connectionId' = ?", filter.connectionId);
	if (filter.from !== undefined) add("j.requested_at >= ?::timestamptz", filter.from);
	if (filter.to !== undefined) add("j.requested_at < ?::timestamptz", filter.to);
	const word = filter.search?.trim() ?? "";
	if (word !== "") {
		add(
			"(strpos(lower(j.title), lower(?)) > 0 or starts_with(j.business_key, ?) or j.id::text = ? or j.correlation_id = ?)",
			word,
			word,
			word.toLowerCase(),
			word,
		);
	}
	const build = filter.build?.trim() ?? "";
	if (build !== "")
		add("exists (select from attempts a where a.tenant_id = j.tenant_id and a.job_id = j.id and starts_with(a.worker_build, ?))", build);
	return { sql: sql.join(" and "), values };
}

/** The jobs that a filter finds, newest first: the first `limit` and how many there are. */
export async function findJobs(
	em: ScopedEm,
	{ tenantId, filter, limit }: { readonly tenantId: string; readonly filter: IncidentFilter; readonly limit: number },
): Promise<{ readonly rows: IncidentJobRow[]; readonly total: number }> {
	const { sql, values } = conditionOf(tenantId, filter);
	const [count] = await em.execute<{ total: number }[]>(`select count(*)::int as total from jobs j where ${sql}`, values);
	const rows = await em.execute<IncidentJobRow[]>(
		`select ${jobColumns(stateOfJob, "null")} from jobs j ${newestReplay} where ${sql} order by j.requested_at desc, j.id desc limit ?`,
		[...values, limit],
	);
	return { rows, total: count?.total ?? 0 };
}

/** Adds what a filter finds. @returns how many were added */
export async function addFoundJobs(em: ScopedEm, key: IncidentKey, filter: IncidentFilter): Promise<number> {
	const { sql, values } = conditionOf(key.tenantId, filter);
	const added = await em.execute<unknown[]>(
		`insert into incident_jobs (tenant_id, incident_id, job_id) select ?::uuid, ?::uuid, j.id from jobs j where ${sql}
		order by j.requested_at desc, j.id desc limit ? on conflict do nothing returning job_id`,
		[key.tenantId, key.incidentId, ...values, maxIncidentJobs],
	);
	await notify(em, { topic: "incidents", key: key.incidentId });
	return added.length;
}

/** Adds these jobs; ids of other tenants, open jobs and kinds without results are left out. @returns how many were added */
export async function addJobs(em: ScopedEm, key: IncidentKey, jobIds: readonly string[]): Promise<number> {
	const added = await em.execute<unknown[]>(
		`insert into incident_jobs (tenant_id, incident_id, job_id)
		select ?::uuid, ?::uuid, j.id from jobs j where j.tenant_id = ?::uuid and j.id in (select value::uuid from jsonb_array_elements_text(?::jsonb)) and j.closed_at is not null
			and j.status <> 'joined' and j.kind in (select jsonb_array_elements_text(?::jsonb)) on conflict do nothing returning job_id`,
		[key.tenantId, key.incidentId, key.tenantId, JSON.stringify(jobIds), JSON.stringify(incidentKinds)],
	);
	await notify(em, { topic: "incidents", key: key.incidentId });
	return added.length;
}

/** True when the job was in the set. */
export async function removeJob(em: ScopedEm, key: IncidentKey, jobId: string): Promise<boolean> {
	const removed = await em.execute<unknown[]>(
		"delete from incident_jobs where tenant_id = ?::uuid and incident_id = ?::uuid and job_id = ?::uuid returning job_id",
		[key.tenantId, key.incidentId, jobId],
	);
	await notify(em, { topic: "incidents", key: key.incidentId });
	return removed.length > 0;
}

export interface IncidentJobsQuery extends IncidentKey {
	readonly state?: IncidentJobState | undefined;
	readonly after: string | null;
	readonly limit: number;
}

/** One page, newest first. @throws TieoutError INPUT for a cursor that is not one of ours */
export async function incidentJobPage(em: ScopedEm, query: IncidentJobsQuery): Promise<PageOf<IncidentJobRow>> {
	const at = decodeKey(query.after, 2);
	const found = await em.execute<(IncidentJobRow & { at: string })[]>(
		`select ${jobColumns(stateInIncident, `case when ${stateInIncident} = 'nothing' then ij.nothing_to_replay end`)}, j.requested_at::text as "at"
		from incident_jobs ij join jobs j on j.tenant_id = ij.tenant_id and j.id = ij.job_id ${newestReplay}
		where ij.tenant_id = ?::uuid and ij.incident_id = ?::uuid and (?::text is null or ${stateInIncident} = ?)
			${at === null ? "" : "and (j.requested_at, j.id) < (?::timestamptz, ?::uuid)"}
		order by j.requested_at desc, j.id desc limit ?`,
		[query.tenantId, query.incidentId, query.state ?? null, query.state ?? null, ...(at ?? []), query.limit + 1],
	);
	const shown = found.slice(0, query.limit);
	const last = shown.at(-1);
	const next = found.length > query.limit && last !== undefined ? encodeKey([last.at, last.jobId]) : null;
	return { rows: shown.map(({ at: _at, ...row }) => row), next, total: null };
}

/** Ids of the jobs that a replay still has to replace: neither replaced nor being replayed, and with something to replay. */
export async function jobsToReplay(em: ScopedEm, { tenantId, incidentId }: IncidentKey): Promise<string[]> {
	const rows = await em.execute<{ id: string }[]>(
		`select j.id::text as id from incident_jobs ij join jobs j on j.tenant_id = ij.tenant_id and j.id = ij.job_id
		where ij.tenant_id = ?::uuid and ij.incident_id = ?::uuid and ${stateInIncident} in ('left', 'failed') order by j.requested_at, j.id`,
		[tenantId, incidentId],
	);
	return rows.map((row) => row.id);
}

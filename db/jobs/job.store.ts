// The life of a job's row (engine rule 1): requested by the caller's transaction, opened and closed by the run itself, put right
// by the reconciler. Every step may come twice or late and changes nothing the second time.
import { derivedId } from "../../domain/core/ids.ts";
import type { ClosedStatus, JobFailure, JobKind, JobStatus } from "../../domain/jobs/job.ts";
import type { JobProgress } from "../../domain/jobs/progress.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { emitJobEnd } from "./job-event.store.ts";

/** What starting, comparing and archiving need of a row. */
export interface JobRow {
	readonly tenantId: string;
	readonly id: string;
	readonly kind: JobKind;
	readonly status: JobStatus;
	readonly workflowId: string;
	readonly firstRunId: string | null;
	readonly runId: string | null;
	readonly correlationId: string;
	readonly byPerson: boolean;
	readonly input: Readonly<Record<string, unknown>>;
	readonly archiveKey: string | null;
	readonly archivedAt: string | null;
}

export interface RequestedJob {
	readonly tenantId: string;
	readonly id: string;
	readonly kind: JobKind;
	readonly title: string;
	readonly businessKey: string;
	readonly workflowId: string;
	readonly requestedBy: string | null;
	readonly correlationId: string;
	readonly input: Readonly<Record<string, unknown>>;
}

/** One run of an execution chain, as the run knows itself. */
export interface RunKey {
	readonly tenantId: string;
	readonly workflowId: string;
	readonly firstRunId: string;
	readonly runId: string;
}

// Whose work it is follows from what it is about, so that nobody who starts a job can leave it out: the connection's entity, the one
// named, or that of the job which it repeats or belongs to; none of them: the company's as a whole.
const entityOfJob = `(select coalesce(
	(select c.entity_id from connections c where c.tenant_id = of.tenant_id and c.id::text = of.input ->> 'connectionId'),
	(select e.id from entities e where e.tenant_id = of.tenant_id and e.id::text = of.input ->> 'entityId'),
	(select j.entity_id from jobs j where j.tenant_id = of.tenant_id and j.id = (of.input ->> 'ofJobId')::uuid),
	(select j.entity_id from jobs j where j.tenant_id = of.tenant_id and j.id = of.parent_id))
from (select ?::uuid as tenant_id, ?::jsonb as input, ?::uuid as parent_id) of)`;
const ofJob = (job: { readonly tenantId: string; readonly input: object; readonly parentJobId?: string | null }): unknown[] => [
	job.tenantId,
	JSON.stringify(job.input),
	job.parentJobId ?? null,
];

export async function insertRequested(em: ScopedEm, job: RequestedJob): Promise<void> {
	await em.execute(
		`insert into jobs (tenant_id, id, kind, title, business_key, workflow_id, status, requested_by, correlation_id, input, entity_id)
values (?, ?, ?, ?, ?, ?, 'requested', ?, ?, ?::jsonb, ${entityOfJob})`,
		[
			job.tenantId,
			job.id,
			job.kind,
			job.title,
			job.businessKey,
			job.workflowId,
			job.requestedBy,
			job.correlationId,
			JSON.stringify(job.input),
			...ofJob(job),
		],
	);
	await notify(em, { topic: "jobs", key: job.id });
}

const rowColumns = `tenant_id as "tenantId", id, kind, status, workflow_id as "workflowId", first_run_id as "firstRunId",
run_id as "runId", correlation_id as "correlationId", requested_by is not null as "byPerson", input,
archive_key as "archiveKey", archived_at::text as "archivedAt"`;

export async function jobById(em: ScopedEm, tenantId: string, id: string): Promise<JobRow | null> {
	const rows = await em.execute<JobRow[]>(`select ${rowColumns} from jobs where tenant_id = ? and id = ?`, [tenantId, id]);
	return rows[0] ?? null;
}

/** Holds the row until the transaction ends, so that whoever decides by it queues up. */
export async function lockJobRow(em: ScopedEm, tenantId: string, id: string): Promise<void> {
	await em.execute("select 1 from jobs where tenant_id = ?::uuid and id = ?::uuid for no key update", [tenantId, id]);
}

/** Which job an execution belongs to. */
export async function jobIdOfChain(em: ScopedEm, tenantId: string, workflowId: string, firstRunId: string): Promise<string | null> {
	const rows = await em.execute<{ id: string }[]>(
		"select id from jobs where tenant_id = ? and workflow_id = ? and first_run_id = ? and status <> 'joined'",
		[tenantId, workflowId, firstRunId],
	);
	return rows[0]?.id ?? null;
}

/** Remembers the run that a start made, so that nobody starts it again; the run itself claims the row when it begins. */
export async function markStarted(em: ScopedEm, { tenantId, id, runId }: { tenantId: string; id: string; runId: string }): Promise<void> {
	await em.execute("update jobs set run_id = ? where tenant_id = ? and id = ? and status = 'requested' and run_id is null", [
		runId,
		tenantId,
		id,
	]);
}

/** Closes a request that found the same work already running. */
export async function markJoined(
	em: ScopedEm,
	{ tenantId, id, joinedJobId }: { tenantId: string; id: string; joinedJobId: string | null },
): Promise<void> {
	await em.execute(
		`update jobs set status = 'joined', joined_job_id = ?, closed_at = now() where tenant_id = ? and id = ? and status = 'requested'`,
		[joinedJobId, tenantId, id],
	);
	await notify(em, { topic: "jobs", key: id });
}

/** Closes a request that was cancelled before it started. True when it was this call that did it. */
export async function stopRequested(em: ScopedEm, tenantId: string, id: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`update jobs set status = 'stopped', closed_at = now()
where tenant_id = ? and id = ? and status = 'requested' and run_id is null returning id`,
		[tenantId, id],
	);
	if (rows.length > 0) await notify(em, { topic: "jobs", key: id });
	return rows.length > 0;
}

export interface OpenJob extends RunKey {
	/** The row that the start was made for; null when a schedule started it. */
	readonly jobId: string | null;
	/** The job whose run started this one; its row is then made here, under the id that the parent has given. */
	readonly parentJobId: string | null;
	readonly kind: JobKind;
	readonly title: string;
	readonly businessKey: string;
	readonly startedAt: string;
	readonly correlationId: string;
	readonly input: Readonly<Record<string, unknown>>;
}

/**
 * Binds the run to its row: the row of its chain, else the requested row it was started for (the oldest of its workflow id
 * when it doesn't say), else a new one. A row that was closed opens again only for another run of the chain, so a late retry
 * can't reopen it. @returns the job's id
 */
export async function openJob(em: ScopedEm, open: OpenJob): Promise<string> {
	const own = await em.execute<{ id: string; runId: string | null; closed: boolean }[]>(
		`select id, run_id as "runId", closed_at is not null as closed from jobs
where tenant_id = ? and workflow_id = ? and first_run_id = ? and status <> 'joined' for no key update`,
		[open.tenantId, open.workflowId, open.firstRunId],
	);
	const row = own[0];
	if (row === undefined) return (await claim(em, open)) ?? (await insertOpened(em, open));
	if (row.runId === open.runId) return row.id;
	await em.execute(
		`update jobs set run_id = ?, status = 'running', closed_at = null, result = null, failure_code = null, failure_message = null,
archive_key = null, archive_sha256 = null, archived_at = null where tenant_id = ? and id = ?`,
		[open.runId, open.tenantId, row.id],
	);
	await notify(em, { topic: "jobs", key: row.id });
	return row.id;
}

async function claim(em: ScopedEm, open: OpenJob): Promise<string | null> {
	const rows = await em.execute<{ id: string }[]>(
		`update jobs set status = 'running', first_run_id = ?, run_id = ?, started_at = ?::timestamptz
where tenant_id = ? and id = (
	select id from jobs where tenant_id = ? and workflow_id = ? and status = 'requested' and (?::uuid is null or id = ?::uuid)
	order by requested_at, id limit 1 for no key update)
returning id`,
		[open.firstRunId, open.runId, open.startedAt, open.tenantId, open.tenantId, open.workflowId, open.jobId, open.jobId],
	);
	const id = rows[0]?.id ?? null;
	if (id !== null) await notify(em, { topic: "jobs", key: id });
	return id;
}

async function insertOpened(em: ScopedEm, open: OpenJob): Promise<string> {
	const id = open.parentJobId !== null && open.jobId !== null ? open.jobId : derivedId("job", open.workflowId, open.firstRunId);
	await em.execute(
		`insert into jobs (tenant_id, id, kind, title, business_key, workflow_id, first_run_id, run_id, status, requested_at, started_at,
correlation_id, input, parent_job_id, requested_by, entity_id) values (?, ?, ?, ?, ?, ?, ?, ?, 'running', ?::timestamptz, ?::timestamptz, ?, ?::jsonb,
	?::uuid, (select p.requested_by from jobs p where p.tenant_id = ? and p.id = ?::uuid), ${entityOfJob}) on conflict do nothing`,
		[
			open.tenantId,
			id,
			open.kind,
			open.title,
			open.businessKey,
			open.workflowId,
			open.firstRunId,
			open.runId,
			open.startedAt,
			open.startedAt,
			open.correlationId,
			JSON.stringify(open.input),
			open.parentJobId,
			open.tenantId,
			open.parentJobId,
			...ofJob(open),
		],
	);
	await notify(em, { topic: "jobs", key: id });
	return id;
}

export interface CloseJob {
	readonly status: ClosedStatus;
	readonly result: Readonly<Record<string, unknown>> | null;
	readonly failure: JobFailure | null;
	readonly progress: JobProgress | null;
	readonly rowsRead: number | null;
	readonly rowsWritten: number | null;
}

/** Closes the row of this run. A row that another run of the chain has opened since stays open. */
export async function closeJob(em: ScopedEm, key: RunKey, close: CloseJob): Promise<void> {
	const rows = await em.execute<{ id: string }[]>(
		`update jobs set ${closeColumns} where tenant_id = ? and workflow_id = ? and first_run_id = ? and run_id = ?
and closed_at is null and status <> 'joined' returning id`,
		[...closeValues(close), key.tenantId, key.workflowId, key.firstRunId, key.runId],
	);
	if (rows[0] !== undefined) await afterClose(em, key.tenantId, rows[0].id, close.status);
}

/** Closes a row for a run that could not do it itself. True when it was this call that did it. */
export async function closeForRun(
	em: ScopedEm,
	{ tenantId, id, firstRunId, runId }: { tenantId: string; id: string; firstRunId: string | null; runId: string | null },
	close: CloseJob,
): Promise<boolean> {
	const rows = await em.execute<{ id: string }[]>(
		`update jobs set ${closeColumns}, first_run_id = coalesce(first_run_id, ?), run_id = coalesce(?, run_id)
where tenant_id = ? and id = ? and closed_at is null returning id`,
		[...closeValues(close), firstRunId, runId, tenantId, id],
	);
	if (rows.length > 0) await afterClose(em, tenantId, id, close.status);
	return rows.length > 0;
}

const closeColumns = `status = ?, closed_at = now(), waiting = null, result = ?::jsonb, failure_code = ?, failure_message = ?,
progress = coalesce(?::jsonb, progress), rows_read = coalesce(?::bigint, rows_read), rows_written = coalesce(?::bigint, rows_written)`;

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const closeValues = (close: CloseJob): unknown[] => [
	close.status,
	json(close.result),
	close.failure?.code ?? null,
	close.failure?.message ?? null,
	json(close.progress),
	close.rowsRead,
	close.rowsWritten,
];

/** A try that was still going on when its job closed has no worker any more to say how it ended. */
async function afterClose(em: ScopedEm, tenantId: string, id: string, status: ClosedStatus): Promise<void> {
	await em.execute(
		`update attempts set outcome = ?, ended_at = now(), failure_code = ? where tenant_id = ? and job_id = ? and outcome = 'running'`,
		[status === "stopped" ? "cancelled" : "failed", status === "stopped" ? null : "WORKER_LOST", tenantId, id],
	);
	await emitJobEnd(em, tenantId, id, status);
	await notify(em, { topic: "jobs", key: id });
}

/** Keeps where the history went; a null key says that Temporal had nothing left to keep. */
export async function setArchive(
	em: ScopedEm,
	archive: { tenantId: string; id: string; key: string | null; sha256: string | null },
): Promise<void> {
	await em.execute(
		`update jobs set archive_key = ?, archive_sha256 = ?, archived_at = now() where tenant_id = ? and id = ? and closed_at is not null`,
		[archive.key, archive.sha256, archive.tenantId, archive.id],
	);
	await notify(em, { topic: "jobs", key: archive.id });
}

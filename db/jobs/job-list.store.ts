// Jobs as people see them: the list with its views, one job with its tries and its kept pages. Reads only.
import { TieoutError } from "../../domain/core/errors.ts";
import type { PageOf } from "../../domain/core/page.ts";
import type { JobKind, JobStatus } from "../../domain/jobs/job.ts";
import type { JobProgress } from "../../domain/jobs/progress.ts";
import { instantText } from "../sync/instant-text.ts";
import type { PageKind } from "../sync/page.store.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface JobListRow {
	readonly id: string;
	readonly kind: JobKind;
	readonly title: string;
	readonly businessKey: string;
	readonly status: JobStatus;
	/** The person's name in this tenant; null for the platform. */
	readonly requestedBy: string | null;
	readonly requestedAt: string;
	readonly startedAt: string | null;
	readonly closedAt: string | null;
	/** Of an open job: what its pages hold so far. */
	readonly rowsRead: number;
	readonly rowsWritten: number;
	readonly failureCode: string | null;
	readonly failureMessage: string | null;
	readonly result: Readonly<Record<string, unknown>> | null;
	readonly progress: JobProgress | null;
	readonly joinedJobId: string | null;
}

export interface JobDetailRow extends JobListRow {
	readonly workflowId: string;
	readonly firstRunId: string | null;
	readonly runId: string | null;
	readonly correlationId: string;
	readonly input: Readonly<Record<string, unknown>>;
	readonly archiveKey: string | null;
	readonly archiveSha256: string | null;
	readonly archivedAt: string | null;
}

const listColumns = `j.id::text as "id", j.kind, j.title, j.business_key as "businessKey", j.status, m.name as "requestedBy",
	${instantText("j.requested_at")} as "requestedAt", ${instantText("j.started_at")} as "startedAt", ${instantText("j.closed_at")} as "closedAt",
	case when j.closed_at is null
		then coalesce((select sum(p.row_count) from pages p where p.tenant_id = j.tenant_id and p.job_id = j.id and p.kind = 'page'), 0)::int
		else j.rows_read::int end as "rowsRead",
	j.rows_written::int as "rowsWritten", j.failure_code as "failureCode", j.failure_message as "failureMessage", j.result, j.progress,
	j.joined_job_id::text as "joinedJobId"`;

const from = `from jobs j left join memberships m on m.tenant_id = j.tenant_id and m.user_id = j.requested_by`;

export const jobViews = ["all", "attention", "running", "done"] as const;
export type JobView = (typeof jobViews)[number];

// What a failure of last year needs is no attention any more once a later job of the same work has ended well.
const conditionOfView: Readonly<Record<JobView, string>> = {
	all: "true",
	attention: `j.status in ('check', 'failed', 'timed_out') and not exists (
		select from jobs later where later.tenant_id = j.tenant_id and later.workflow_id = j.workflow_id
			and later.requested_at > j.requested_at and later.status = 'done')`,
	running: "j.status in ('requested', 'running', 'waiting')",
	done: "j.status = 'done'",
};

export const jobSorts = {
	requestedAt: { sql: "j.requested_at", type: "timestamptz", collate: "" },
	title: { sql: `j.title collate "C"`, type: "text", collate: ` collate "C"` },
	status: { sql: `j.status collate "C"`, type: "text", collate: ` collate "C"` },
} as const;
export type JobSort = keyof typeof jobSorts;

export interface JobListQuery {
	readonly tenantId: string;
	readonly view: JobView;
	readonly kind?: JobKind | undefined;
	/** Part of the title; the beginning of a business key; a job, run or workflow id. */
	readonly search?: string | undefined;
	readonly sort: { readonly by: JobSort; readonly direction: "asc" | "desc" };
	/** `next` of the page before. */
	readonly cursor: string | null;
	readonly limit: number;
}

type Filter = Pick<JobListQuery, "tenantId" | "kind" | "search">;

function filterOf({ tenantId, kind, search }: Filter): { sql: string; values: unknown[] } {
	const sql = ["j.tenant_id = ?::uuid"];
	const values: unknown[] = [tenantId];
	if (kind !== undefined) {
		sql.push("j.kind = ?");
		values.push(kind);
	}
	const word = search?.trim() ?? "";
	if (word !== "") {
		sql.push(`(strpos(lower(j.title), lower(?)) > 0 or starts_with(j.business_key, ?) or j.workflow_id = ? or j.run_id = ?
			or j.first_run_id = ? or j.id::text = ? or j.correlation_id = ?)`);
		values.push(word, word, word, word, word, word.toLowerCase(), word);
	}
	return { sql: sql.join(" and "), values };
}

/** One page and the size of the view. @throws TieoutError INPUT for a cursor that is not one of ours */
export async function jobPage(em: ScopedEm, query: JobListQuery): Promise<PageOf<JobListRow>> {
	const { sql, values } = filterOf(query);
	const { sql: column, type, collate } = jobSorts[query.sort.by];
	const { direction } = query.sort;
	const at = query.cursor === null ? null : readCursor(query.cursor);
	const after = at === null ? "" : `and (${column}, j.id) ${direction === "desc" ? "<" : ">"} (?::${type}${collate}, ?::uuid)`;
	const found = await em.execute<(JobListRow & { at: string })[]>(
		`select ${listColumns}, (${column})::text as "at" ${from} where ${sql} and ${conditionOfView[query.view]} ${after}
		order by ${column} ${direction}, j.id ${direction} limit ?`,
		[...values, ...(at ?? []), query.limit + 1],
	);
	const shown = found.slice(0, query.limit);
	const last = shown.at(-1);
	const next = found.length > query.limit && last !== undefined ? JSON.stringify([last.at, last.id]) : null;
	return { rows: shown.map(({ at: _at, ...row }) => row), next, total: null };
}

/** How many jobs each view holds under the same filter. */
export async function jobCounts(em: ScopedEm, filter: Filter): Promise<Readonly<Record<JobView, number>>> {
	const { sql, values } = filterOf(filter);
	const columns = jobViews.map((view) => `count(*) filter (where ${conditionOfView[view]})::int as "${view}"`).join(", ");
	const rows = await em.execute<Record<JobView, number>[]>(`select ${columns} from jobs j where ${sql}`, values);
	return rows[0] ?? { all: 0, attention: 0, running: 0, done: 0 };
}

function readCursor(cursor: string): readonly [string, string] {
	try {
		const parsed: unknown = JSON.parse(cursor);
		if (Array.isArray(parsed) && typeof parsed[0] === "string" && typeof parsed[1] === "string") return [parsed[0], parsed[1]];
	} catch {
		// Falls through to the same sentence.
	}
	throw new TieoutError("INPUT", "This page of the table no longer exists. Start again from the first page.");
}

export async function jobDetail(em: ScopedEm, tenantId: string, id: string): Promise<JobDetailRow | null> {
	const rows = await em.execute<JobDetailRow[]>(
		`select ${listColumns}, j.workflow_id as "workflowId", j.first_run_id as "firstRunId", j.run_id as "runId",
	j.correlation_id as "correlationId", j.input, j.archive_key as "archiveKey", j.archive_sha256 as "archiveSha256",
	${instantText("j.archived_at")} as "archivedAt" ${from} where j.tenant_id = ? and j.id = ?`,
		[tenantId, id],
	);
	return rows[0] ?? null;
}

export interface AttemptRow {
	readonly id: string;
	readonly runId: string;
	readonly activityId: string;
	readonly activityType: string;
	readonly attempt: number;
	readonly startedAt: string;
	readonly endedAt: string | null;
	readonly outcome: "running" | "ok" | "failed" | "cancelled";
	readonly failureCode: string | null;
	readonly failureMessage: string | null;
	readonly workerBuild: string;
	readonly pageId: string | null;
}

/** The tries of a job's activities, oldest first; at most the newest 2,000. */
export function attemptsOfJob(em: ScopedEm, tenantId: string, jobId: string): Promise<AttemptRow[]> {
	return em.execute<AttemptRow[]>(
		`select * from (select id::text as "id", run_id as "runId", activity_id as "activityId", activity_type as "activityType", attempt,
	${instantText("started_at")} as "startedAt", ${instantText("ended_at")} as "endedAt", outcome, failure_code as "failureCode",
	failure_message as "failureMessage", worker_build as "workerBuild", page_id::text as "pageId", started_at as at
from attempts where tenant_id = ? and job_id = ? order by started_at desc, id limit 2000) newest order by at, "attempt", "id"`,
		[tenantId, jobId],
	);
}

export interface KeptPageRow {
	readonly id: string;
	readonly stream: string;
	readonly seq: number | null;
	readonly runId: string;
	readonly pageNo: number;
	readonly activityId: string;
	readonly attempt: number;
	readonly kind: PageKind;
	readonly status: number;
	readonly rowCount: number;
	readonly receivedAt: string;
}

/** What a job has kept of a vendor's answers, oldest first; at most the newest 2,000. */
export function pagesOfJob(em: ScopedEm, tenantId: string, jobId: string): Promise<KeptPageRow[]> {
	return em.execute<KeptPageRow[]>(
		`select * from (select id::text as "id", stream, seq::int as seq, run_id as "runId", page_no as "pageNo", activity_id as "activityId",
	attempt, kind, status, row_count as "rowCount", ${instantText("received_at")} as "receivedAt", received_at as at
from pages where tenant_id = ? and job_id = ? order by received_at desc, id limit 2000) newest order by at, "id"`,
		[tenantId, jobId],
	);
}

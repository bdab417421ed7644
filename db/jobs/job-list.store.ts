// Jobs as people see them: the list with its views, one job with its tries and its kept pages. Reads only.
import { TieoutError } from "../../domain/core/errors.ts";
import type { PageOf } from "../../domain/core/page.ts";
import type { JobKind, JobStatus, JobWaiting } from "../../domain/jobs/job.ts";
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
	/** The job that this run repeats. */
	readonly supersedesJobId: string | null;
	/** The replay that took its place; such a job counts as failed no longer. */
	readonly supersededByJobId: string | null;
	/** The job whose run started this one. */
	readonly parentJobId: string | null;
	/** What it waits for, while it waits. */
	readonly waiting: JobWaiting | null;
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
		then coalesce((select sum(p.row_count) from pages p where p.tenant_id = j.tenant_id and p.job_id = j.id and p.kind in ('page', 'reprocess')), 0)::int
		else j.rows_read::int end as "rowsRead",
	j.rows_written::int as "rowsWritten", j.failure_code as "failureCode", j.failure_message as "failureMessage", j.result, j.progress,
	j.joined_job_id::text as "joinedJobId", j.supersedes_job_id::text as "supersedesJobId",
	j.superseded_by_job_id::text as "supersededByJobId", j.parent_job_id::text as "parentJobId",
	case when j.status = 'waiting' then j.waiting end as "waiting"`;

const from = `from jobs j left join memberships m on m.tenant_id = j.tenant_id and m.user_id = j.requested_by`;

export const jobViews = ["all", "attention", "running", "done"] as const;
export type JobView = (typeof jobViews)[number];

// A run that waits for a person asks for one. What a failure of last year needs is no attention any more once a later job of the same
// work has ended well.
const conditionOfView: Readonly<Record<JobView, string>> = {
	all: "true",
	attention: `j.status in ('waiting', 'check', 'failed', 'timed_out') and (j.superseded_by_job_id is not null or not exists (
		select from jobs later where later.tenant_id = j.tenant_id and later.workflow_id = j.workflow_id
			and later.requested_at > j.requested_at and later.status = 'done'))`,
	running: "j.status in ('requested', 'running', 'waiting')",
	done: "j.status = 'done'",
};

/** What a later run has taken the place of is history: it counts in no view, unless it is asked for. */
export const notReplaced = "j.superseded_by_job_id is null";
/** Runs that a run has started are seen with their parent. */
export const notChild = "j.parent_job_id is null";

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
	readonly replaced?: "hidden" | "shown" | undefined;
	readonly children?: "hidden" | "shown" | undefined;
}

type Filter = Pick<JobListQuery, "tenantId" | "kind" | "search" | "replaced" | "children">;

/** Whoever searches means a certain job: then nothing is hidden. */
const hides = ({ replaced, children, search }: Filter): string[] =>
	(search?.trim() ?? "") !== "" ? [] : [...(replaced === "shown" ? [] : [notReplaced]), ...(children === "shown" ? [] : [notChild])];

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
	const { sql: own, values } = filterOf(query);
	const sql = [own, ...hides(query)].join(" and ");
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

export interface JobCounts extends Readonly<Record<JobView, number>> {
	/** Of each view, what is hidden because a replay took its place. */
	readonly replaced: Readonly<Record<JobView, number>>;
}

/** How many jobs each view holds under the same filter. */
export async function jobCounts(em: ScopedEm, filter: Filter): Promise<JobCounts> {
	const { sql, values } = filterOf(filter);
	const shown = ["true", ...hides(filter)].join(" and ");
	const child = filter.children === "shown" ? "true" : notChild;
	const columns = jobViews.flatMap((view) => [
		`count(*) filter (where ${conditionOfView[view]} and ${shown})::int as "${view}"`,
		`count(*) filter (where ${conditionOfView[view]} and not (${notReplaced}) and ${child})::int as "replaced_${view}"`,
	]);
	const [row = {}] = await em.execute<Record<string, number>[]>(`select ${columns.join(", ")} from jobs j where ${sql}`, values);
	const of = (prefix: string): Record<JobView, number> => {
		const at = (view: JobView): number => row[`${prefix}${view}`] ?? 0;
		return { all: at("all"), attention: at("attention"), running: at("running"), done: at("done") };
	};
	return { ...of(""), replaced: of("replaced_") };
}

/** These jobs, newest first. */
export function jobsById(em: ScopedEm, tenantId: string, ids: readonly string[]): Promise<JobListRow[]> {
	return em.execute<JobListRow[]>(
		`select ${listColumns} ${from} where j.tenant_id = ?::uuid and j.id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
		order by j.requested_at desc, j.id`,
		[tenantId, JSON.stringify(ids)],
	);
}

/** The runs that a job's run has started, in order. */
export function jobChildren(em: ScopedEm, tenantId: string, jobId: string): Promise<JobListRow[]> {
	return em.execute<JobListRow[]>(
		`select ${listColumns} ${from} where j.tenant_id = ?::uuid and j.parent_job_id = ?::uuid order by j.requested_at, j.id limit 1000`,
		[tenantId, jobId],
	);
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

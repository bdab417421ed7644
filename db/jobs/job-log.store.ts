// The lines of a job's log: added in batches, never changed, read in order.
import type { PageOf } from "../../domain/core/page.ts";
import { decodeKey, encodeKey } from "../reconciliation/keyset.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Facts that passed the allow-list of domain/jobs/log-facts.ts. */
export type LogFactValues = Readonly<Record<string, string | number | boolean>>;

export interface LogLine {
	/** Ordered by time (UUIDv7), so that lines of one moment stay in order; a line that is sent twice is kept once. */
	readonly id: string;
	/** ISO 8601. */
	readonly at: string;
	readonly level: LogLevel;
	readonly message: string;
	readonly facts: LogFactValues;
	readonly stream: string | null;
}

export interface LogSource {
	readonly tenantId: string;
	/** null: the job of that run, when it has one already. */
	readonly jobId: string | null;
	readonly workflowId: string;
	readonly runId: string;
	readonly activityType: string | null;
	readonly activityId: string | null;
	readonly attempt: number | null;
}

/** Adds lines of one source; without a job there is nowhere to show them, so they are left out. */
export async function addLogLines(em: ScopedEm, source: LogSource, lines: readonly LogLine[]): Promise<void> {
	if (lines.length === 0) return;
	await em.execute(
		`insert into job_logs (tenant_id, id, job_id, at, level, message, facts, activity_type, activity_id, attempt, stream)
		select j.tenant_id, l.id, j.id, l.at, l.level, l.message, l.facts, ?, ?, ?::int, l.stream
		from jobs j cross join jsonb_to_recordset(?::jsonb) as l (id uuid, at timestamptz, level text, message text, facts jsonb, stream text)
		where j.tenant_id = ?::uuid and j.id = coalesce(?::uuid,
			(select o.id from jobs o where o.tenant_id = ?::uuid and o.workflow_id = ? and o.run_id = ? and o.status <> 'joined'))
		on conflict do nothing`,
		[
			source.activityType,
			source.activityId,
			source.attempt,
			JSON.stringify(lines),
			source.tenantId,
			source.jobId,
			source.tenantId,
			source.workflowId,
			source.runId,
		],
	);
}

export interface LogRow extends LogLine {
	readonly activityType: string | null;
	readonly activityId: string | null;
	readonly attempt: number | null;
}

export interface LogQuery {
	readonly tenantId: string;
	readonly jobId: string;
	/** Empty: all. */
	readonly levels: readonly LogLevel[];
	readonly attempt?: number | undefined;
	readonly activityType?: string | undefined;
	readonly stream?: string | undefined;
	/** Part of the message, of a word among the facts, or of the step's or the stream's name. */
	readonly search?: string | undefined;
	readonly after: string | null;
	readonly limit: number;
}

function conditionOf(query: Omit<LogQuery, "levels" | "after" | "limit">): { sql: string; values: unknown[] } {
	const sql = ["l.tenant_id = ?::uuid", "l.job_id = ?::uuid"];
	const values: unknown[] = [query.tenantId, query.jobId];
	const add = (condition: string, ...parameters: unknown[]): void => {
		sql.push(condition);
		values.push(...parameters);
	};
	if (query.attempt !== undefined) add("l.attempt = ?", query.attempt);
	if (query.activityType !== undefined) add("l.activity_type = ?", query.activityType);
	if (query.stream !== undefined) add("l.stream = ?", query.stream);
	const word = query.search?.trim().toLowerCase() ?? "";
	if (word !== "") add("strpos(lower(concat_ws(chr(10), l.message, l.facts::text, l.activity_type, l.stream)), ?) > 0", word);
	return { sql: sql.join(" and "), values };
}

/** One page, oldest first. @throws TieoutError INPUT for a cursor that is not one of ours */
export async function logPage(em: ScopedEm, query: LogQuery): Promise<PageOf<LogRow>> {
	const { sql, values } = conditionOf(query);
	const at = decodeKey(query.after, 2);
	const found = await em.execute<(LogRow & { key: string })[]>(
		`select l.id::text as "id", ${instantText("l.at")} as "at", l.level, l.message, l.facts, l.stream, l.activity_type as "activityType",
			l.activity_id as "activityId", l.attempt, l.at::text as "key"
		from job_logs l where ${sql} and (?::jsonb = '[]' or l.level in (select jsonb_array_elements_text(?::jsonb)))
			${at === null ? "" : "and (l.at, l.id) > (?::timestamptz, ?::uuid)"} order by l.at, l.id limit ?`,
		[...values, JSON.stringify(query.levels), JSON.stringify(query.levels), ...(at ?? []), query.limit + 1],
	);
	const shown = found.slice(0, query.limit);
	const last = shown.at(-1);
	const next = found.length > query.limit && last !== undefined ? encodeKey([last.key, last.id]) : null;
	return { rows: shown.map(({ key: _key, ...row }) => row), next, total: null };
}

/** How many lines of each level the same filter holds. */
export async function logCounts(
	em: ScopedEm,
	query: Omit<LogQuery, "levels" | "after" | "limit">,
): Promise<Readonly<Record<LogLevel, number>>> {
	const { sql, values } = conditionOf(query);
	const columns = logLevels.map((level) => `count(*) filter (where l.level = '${level}')::int as "${level}"`).join(", ");
	const [row] = await em.execute<Record<LogLevel, number>[]>(`select ${columns} from job_logs l where ${sql}`, values);
	return row ?? { debug: 0, info: 0, warn: 0, error: 0 };
}

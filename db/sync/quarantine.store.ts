// Records that could not be read, with their place in the stored page and the reason.
import { TieoutError } from "../../domain/core/errors.ts";
import type { PageOf } from "../../domain/core/page.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export interface QuarantineRow {
	readonly id: string;
	readonly connectionId: string;
	readonly connectionName: string;
	readonly vendor: string;
	readonly stream: string;
	readonly pageId: string;
	readonly pageIndex: number;
	readonly naturalKey: string;
	readonly code: string;
	readonly reason: string;
	readonly payloadSha256: string;
	readonly jobId: string;
	/** The sync that fetched its page; null where nothing can be fetched again, as of a file. */
	readonly fetchedByJobId: string | null;
	readonly createdAt: string;
	/** When a later reading replaced it; null while it is open. */
	readonly resolvedAt: string | null;
	readonly resolvedByJobId: string | null;
	/** When a person left it out for good, who, and why. */
	readonly dismissedAt: string | null;
	readonly dismissedBy: string | null;
	readonly dismissReason: string | null;
}

export type QuarantineStatus = "open" | "dismissed" | "resolved";

const statusSql: Readonly<Record<QuarantineStatus, string>> = {
	open: "q.resolved_at is null and q.dismissed_at is null",
	dismissed: "q.resolved_at is null and q.dismissed_at is not null",
	resolved: "q.resolved_at is not null",
};

export interface QuarantineQuery {
	readonly tenantId: string;
	readonly connectionId?: string | undefined;
	readonly jobId?: string | undefined;
	readonly stream?: string | undefined;
	readonly code?: string | undefined;
	/** Beginning of the record's name. */
	readonly search?: string | undefined;
	readonly ids?: readonly string[] | undefined;
	/** Left out: all. */
	readonly status?: QuarantineStatus | undefined;
	/** `next` of the page before. */
	readonly cursor?: string | null | undefined;
	readonly limit: number;
}

interface Filter {
	readonly where: string;
	readonly values: readonly unknown[];
}

function filterOf(query: Omit<QuarantineQuery, "cursor" | "limit">, more: readonly (readonly [string, ...unknown[]])[] = []): Filter {
	const parts: (readonly [string, ...unknown[]])[] = [["q.tenant_id = ?::uuid", query.tenantId], ...more];
	if (query.connectionId !== undefined) parts.push(["q.connection_id = ?::uuid", query.connectionId]);
	if (query.jobId !== undefined) parts.push(["q.job_id = ?::uuid", query.jobId]);
	if (query.stream !== undefined) parts.push(["q.stream = ?", query.stream]);
	if (query.code !== undefined) parts.push(["q.code = ?", query.code]);
	if (query.search) parts.push(["starts_with(q.natural_key, ?)", query.search]);
	if (query.ids !== undefined)
		parts.push(["q.id in (select x::uuid from jsonb_array_elements_text(?::jsonb) as x)", JSON.stringify(query.ids)]);
	if (query.status !== undefined) parts.push([statusSql[query.status]]);
	return { where: parts.map(([sql]) => sql).join(" and "), values: parts.flatMap(([, ...values]) => values) };
}

const columns = `q.id::text as "id", q.connection_id::text as "connectionId", c.name as "connectionName", c.vendor, q.stream, q.page_id::text as "pageId",
	q.page_index as "pageIndex", q.natural_key as "naturalKey", q.code, q.reason, q.payload_sha256 as "payloadSha256", q.job_id::text as "jobId",
	(select j.id::text from pages p join jobs j on j.tenant_id = p.tenant_id and j.id = p.job_id
		where p.tenant_id = q.tenant_id and p.id = q.page_id and j.kind = 'sync') as "fetchedByJobId",
	${instantText("q.created_at")} as "createdAt", ${instantText("q.resolved_at")} as "resolvedAt", q.resolved_by_job_id::text as "resolvedByJobId",
	${instantText("q.dismissed_at")} as "dismissedAt", m.name as "dismissedBy", q.dismiss_reason as "dismissReason"`;

const joined = `quarantine q join connections c on c.tenant_id = q.tenant_id and c.id = q.connection_id
	left join memberships m on m.tenant_id = q.tenant_id and m.user_id = q.dismissed_by`;

/** Newest first. @throws TieoutError INPUT for a cursor that is not one of ours */
export async function quarantinePage(em: ScopedEm, query: QuarantineQuery): Promise<PageOf<QuarantineRow>> {
	const all = filterOf(query);
	const [count] = await em.execute<{ total: number }[]>(`select count(*)::int as "total" from quarantine q where ${all.where}`, [
		...all.values,
	]);
	const behind = query.cursor ? filterOf(query, [["(q.created_at, q.id) < (?::timestamptz, ?::uuid)", ...readCursor(query.cursor)]]) : all;
	const rows = await em.execute<(QuarantineRow & { at: string })[]>(
		`select ${columns}, q.created_at::text as "at" from ${joined} where ${behind.where} order by q.created_at desc, q.id desc limit ?`,
		[...behind.values, query.limit + 1],
	);
	const shown = rows.slice(0, query.limit);
	const last = shown.at(-1);
	return {
		rows: shown.map(({ at: _at, ...row }) => row),
		next: rows.length > query.limit && last !== undefined ? JSON.stringify([last.at, last.id]) : null,
		total: count?.total ?? 0,
	};
}

/** One row; null when nobody or another tenant has it. */
export async function quarantineOf(
	em: ScopedEm,
	{ tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<QuarantineRow | null> {
	const rows = await em.execute<QuarantineRow[]>(`select ${columns} from ${joined} where q.tenant_id = ?::uuid and q.id = ?::uuid`, [
		tenantId,
		id,
	]);
	return rows[0] ?? null;
}

/** Names of these records as the source gave them, whatever is masked: for the job that reads them again, never for an answer. */
export async function quarantinedKeys(
	em: ScopedEm,
	{ tenantId, ids }: { readonly tenantId: string; readonly ids: readonly string[] },
): Promise<{ readonly stream: string; readonly naturalKey: string }[]> {
	return em.execute(
		`select q.stream, q.natural_key as "naturalKey" from public.quarantine q
		where q.tenant_id = ?::uuid and q.id in (select x::uuid from jsonb_array_elements_text(?::jsonb) as x) order by q.created_at desc, q.id desc`,
		[tenantId, JSON.stringify(ids)],
	);
}

export interface QuarantineCounts {
	readonly open: number;
	readonly dismissed: number;
	readonly resolved: number;
	/** Of the open ones, what is most frequent first. */
	readonly byCode: readonly { readonly code: string; readonly count: number }[];
}

export async function quarantineCounts(
	em: ScopedEm,
	{ tenantId, connectionId }: { readonly tenantId: string; readonly connectionId?: string | undefined },
): Promise<QuarantineCounts> {
	const { where, values } = filterOf({ tenantId, connectionId });
	const [counts] = await em.execute<Omit<QuarantineCounts, "byCode">[]>(
		`select count(*) filter (where ${statusSql.open})::int as "open", count(*) filter (where ${statusSql.dismissed})::int as "dismissed",
			count(*) filter (where ${statusSql.resolved})::int as "resolved" from quarantine q where ${where}`,
		[...values],
	);
	const byCode = await em.execute<{ code: string; count: number }[]>(
		`select q.code, count(*)::int as "count" from quarantine q where ${where} and ${statusSql.open} group by q.code order by 2 desc, 1`,
		[...values],
	);
	return { ...(counts ?? { open: 0, dismissed: 0, resolved: 0 }), byCode };
}

/** Leaves open rows out for good. @returns how many */
export async function dismissQuarantine(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly ids: readonly string[]; readonly actorId: string; readonly reason: string },
): Promise<number> {
	const rows = await em.execute<{ connectionId: string }[]>(
		`update quarantine set dismissed_at = now(), dismissed_by = ?::uuid, dismiss_reason = ?
		where tenant_id = ?::uuid and id in (select x::uuid from jsonb_array_elements_text(?::jsonb) as x) and resolved_at is null and dismissed_at is null
		returning connection_id::text as "connectionId"`,
		[input.actorId, input.reason, input.tenantId, JSON.stringify(input.ids)],
	);
	for (const key of new Set(rows.map(({ connectionId }) => connectionId))) await notify(em, { topic: "connections", key });
	return rows.length;
}

function readCursor(cursor: string): readonly [string, string] {
	try {
		const parsed: unknown = JSON.parse(cursor);
		if (Array.isArray(parsed) && parsed.length === 2) {
			const [at, id]: unknown[] = parsed;
			const isInstant = typeof at === "string" && /^\d{4}-\d\d-\d\d [\d:.+-]+$/.test(at);
			if (isInstant && typeof id === "string" && /^[0-9a-f-]{36}$/.test(id)) return [at, id];
		}
	} catch {
		// Not JSON: said below.
	}
	throw new TieoutError("INPUT", "This place in the list isn't known. Start from its beginning.");
}

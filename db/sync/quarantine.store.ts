// Records that could not be read, with their place in the stored page and the reason.
import { TieoutError } from "../../domain/core/errors.ts";
import type { PageOf } from "../../domain/core/page.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export interface QuarantineRow {
	readonly id: string;
	readonly connectionId: string;
	readonly connectionName: string;
	readonly stream: string;
	readonly pageId: string;
	readonly pageIndex: number;
	readonly naturalKey: string;
	readonly code: string;
	readonly reason: string;
	readonly jobId: string;
	readonly createdAt: string;
	/** When a later reading replaced it; null while it is open. */
	readonly resolvedAt: string | null;
}

export interface QuarantineQuery {
	readonly tenantId: string;
	readonly connectionId?: string | undefined;
	readonly jobId?: string | undefined;
	readonly openOnly?: boolean | undefined;
	/** `next` of the page before. */
	readonly cursor?: string | null | undefined;
	readonly limit: number;
}

/** Newest first. @throws TieoutError INPUT for a cursor that is not one of ours */
export async function quarantinePage(em: ScopedEm, query: QuarantineQuery): Promise<PageOf<QuarantineRow>> {
	const where = ["q.tenant_id = ?::uuid"];
	const values: unknown[] = [query.tenantId];
	const add = (sql: string, ...parameters: unknown[]): void => {
		where.push(sql);
		values.push(...parameters);
	};
	if (query.connectionId !== undefined) add("q.connection_id = ?::uuid", query.connectionId);
	if (query.jobId !== undefined) add("q.job_id = ?::uuid", query.jobId);
	if (query.openOnly === true) add("q.resolved_at is null and q.dismissed_at is null");
	const filter = where.join(" and ");
	const [count] = await em.execute<{ total: number }[]>(`select count(*)::int as "total" from quarantine q where ${filter}`, values);
	if (query.cursor) {
		const [at, id] = readCursor(query.cursor);
		add("(q.created_at, q.id) < (?::timestamptz, ?::uuid)", at, id);
	}
	const rows = await em.execute<(QuarantineRow & { at: string })[]>(
		`select q.id::text as "id", q.connection_id::text as "connectionId", c.name as "connectionName", q.stream, q.page_id::text as "pageId",
			q.page_index as "pageIndex", q.natural_key as "naturalKey", q.code, q.reason, q.job_id::text as "jobId",
			${instantText("q.created_at")} as "createdAt", ${instantText("q.resolved_at")} as "resolvedAt", q.created_at::text as "at"
		from quarantine q join connections c on c.tenant_id = q.tenant_id and c.id = q.connection_id
		where ${where.join(" and ")} order by q.created_at desc, q.id desc limit ?`,
		[...values, query.limit + 1],
	);
	const shown = rows.slice(0, query.limit);
	const last = shown.at(-1);
	return {
		rows: shown.map(({ at: _at, ...row }) => row),
		next: rows.length > query.limit && last !== undefined ? JSON.stringify([last.at, last.id]) : null,
		total: count?.total ?? 0,
	};
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

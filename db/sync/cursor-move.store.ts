// The history of a stream's cursor: every move is a row, in the transaction that makes it, and stays for ever.
import type { PageOf } from "../../domain/core/page.ts";
import type { MoveOfPath } from "../../domain/sync/rewind-path.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export interface CursorMove {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly stream: string;
	/** Counts the stream's moves from 1: `streams.moves` after the move. */
	readonly no: number;
	readonly cause: "page" | "skip" | "rewind";
	readonly cursorBefore: string;
	readonly cursorAfter: string;
	readonly seqAfter: number;
	readonly pageId: string | null;
	readonly jobId: string | null;
	readonly actorId: string | null;
	/** '' where the cause says it all. */
	readonly reason: string;
}

export async function recordCursorMove(em: ScopedEm, move: CursorMove): Promise<void> {
	await em.execute(
		`insert into cursor_moves (tenant_id, connection_id, stream, no, cause, cursor_before, cursor_after, seq_after, page_id, job_id, actor_id, reason)
		values (?::uuid, ?::uuid, ?, ?, ?, ?, ?, ?, ?::uuid, ?::uuid, ?::uuid, ?)`,
		[
			move.tenantId,
			move.connectionId,
			move.stream,
			move.no,
			move.cause,
			move.cursorBefore,
			move.cursorAfter,
			move.seqAfter,
			move.pageId,
			move.jobId,
			move.actorId,
			move.reason,
		],
	);
}

export interface CursorMoveRow {
	readonly no: number;
	readonly stream: string;
	readonly cause: CursorMove["cause"];
	readonly cursorBefore: string;
	readonly cursorAfter: string;
	readonly seqAfter: number;
	readonly pageId: string | null;
	/** Rows on that page; 0 without one. */
	readonly rows: number;
	readonly jobId: string | null;
	readonly jobTitle: string | null;
	readonly actorName: string | null;
	readonly reason: string;
	readonly movedAt: string;
}

const columns = `m.no::int as "no", m.stream, m.cause, m.cursor_before as "cursorBefore", m.cursor_after as "cursorAfter", m.seq_after::int as "seqAfter",
	m.page_id::text as "pageId", coalesce(p.row_count, 0)::int as "rows", m.job_id::text as "jobId", j.title as "jobTitle", a.name as "actorName", m.reason,
	${instantText("m.moved_at")} as "movedAt"`;

const joined = `cursor_moves m
	left join pages p on p.tenant_id = m.tenant_id and p.id = m.page_id
	left join jobs j on j.tenant_id = m.tenant_id and j.id = m.job_id
	left join memberships a on a.tenant_id = m.tenant_id and a.user_id = m.actor_id`;

interface OfStream {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly stream: string;
}

/** Newest first. `before` is `next` of the page before: only moves with a lower number. */
export async function cursorMovesOf(
	em: ScopedEm,
	{ tenantId, connectionId, stream, before, limit }: OfStream & { readonly before: number | null; readonly limit: number },
): Promise<PageOf<CursorMoveRow>> {
	const [count] = await em.execute<{ total: number }[]>(
		"select moves::int as total from streams where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ?",
		[tenantId, connectionId, stream],
	);
	const rows = await em.execute<CursorMoveRow[]>(
		`select ${columns} from ${joined} where m.tenant_id = ?::uuid and m.connection_id = ?::uuid and m.stream = ? and (?::bigint is null or m.no < ?::bigint)
		order by m.no desc limit ?`,
		[tenantId, connectionId, stream, before, before, limit + 1],
	);
	const shown = rows.slice(0, limit);
	return { rows: shown, next: rows.length > limit ? String(shown.at(-1)?.no ?? 0) : null, total: count?.total ?? 0 };
}

/** All moves of a stream, by number, as far as they say what lies behind which. */
export async function pathOf(em: ScopedEm, { tenantId, connectionId, stream }: OfStream): Promise<MoveOfPath[]> {
	return em.execute<MoveOfPath[]>(
		`select m.no::int as "no", m.cause, m.cursor_before as "cursorBefore", m.cursor_after as "cursorAfter", m.seq_after::int as "seqAfter",
			coalesce(p.row_count, 0)::int as "rows"
		from cursor_moves m left join pages p on p.tenant_id = m.tenant_id and p.id = m.page_id
		where m.tenant_id = ?::uuid and m.connection_id = ?::uuid and m.stream = ? order by m.no`,
		[tenantId, connectionId, stream],
	);
}

/** One move; null when there is none with this number. */
export async function cursorMoveOf(em: ScopedEm, input: OfStream & { readonly no: number }): Promise<CursorMoveRow | null> {
	const rows = await em.execute<CursorMoveRow[]>(
		`select ${columns} from ${joined} where m.tenant_id = ?::uuid and m.connection_id = ?::uuid and m.stream = ? and m.no = ?`,
		[input.tenantId, input.connectionId, input.stream, input.no],
	);
	return rows[0] ?? null;
}

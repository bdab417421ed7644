// Connections as the list and the panel show them: how they stand, how many rows, whether their totals tie. Reads only.
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export type TotalVerdict = "ties" | "differs" | "not_proven";

export interface ConnectionListRow {
	readonly id: string;
	readonly name: string;
	readonly vendor: string;
	readonly baseUrl: string;
	readonly status: "untested" | "connected" | "failing" | "paused";
	readonly entityId: string;
	readonly entityName: string;
	readonly timeZone: string;
	readonly lastSyncedAt: string | null;
	/** The sync or import that is open now. */
	readonly runningJobId: string | null;
	/** It waits for a person. */
	readonly runningWaits: boolean;
	readonly lastJobId: string | null;
	readonly lastJobStatus: "done" | "check" | "failed" | "stopped" | "timed_out" | null;
	readonly lastJobClosedAt: string | null;
	readonly lastFailure: string | null;
	readonly rows: number;
	readonly quarantined: number;
	readonly totalsTying: number;
	readonly totalsDiffering: number;
	readonly totalsNotProven: number;
}

// A job belongs to a connection by its workflow id: one of them runs at a time. Totals are those of the newest job that proved any.
const listSql = `
select c.id::text as "id", c.name, c.vendor, c.base_url as "baseUrl", c.status, c.entity_id::text as "entityId",
	e.name as "entityName", e.time_zone as "timeZone", ${instantText("c.last_synced_at")} as "lastSyncedAt",
	running.id::text as "runningJobId", coalesce(running.status = 'waiting', false) as "runningWaits", last.id::text as "lastJobId", last.status as "lastJobStatus",
	${instantText("last.closed_at")} as "lastJobClosedAt", last.failure_message as "lastFailure",
	coalesce(kept.rows, 0)::int as "rows", coalesce(quarantined.rows, 0)::int as "quarantined",
	coalesce(totals.ties, 0)::int as "totalsTying", coalesce(totals.differs, 0)::int as "totalsDiffering",
	coalesce(totals.not_proven, 0)::int as "totalsNotProven"
from connections c
join entities e on e.tenant_id = c.tenant_id and e.id = c.entity_id
left join lateral (
	select j.id, j.status from jobs j
	where j.tenant_id = c.tenant_id and j.workflow_id = ? || c.id::text
		and j.closed_at is null and j.status in ('requested', 'running', 'waiting')
	order by j.requested_at desc limit 1
) running on true
left join lateral (
	select j.id, j.status, j.closed_at, j.failure_message from jobs j
	where j.tenant_id = c.tenant_id and j.workflow_id = ? || c.id::text
		and j.closed_at is not null and j.status <> 'joined'
	order by j.closed_at desc, j.id limit 1
) last on true
left join lateral (
	select sum(s.kept) as rows from streams s where s.tenant_id = c.tenant_id and s.connection_id = c.id
) kept on true
left join lateral (
	select count(*) as rows from quarantine q where q.tenant_id = c.tenant_id and q.connection_id = c.id and q.resolved_at is null and q.dismissed_at is null
) quarantined on true
left join lateral (
	select count(*) filter (where t.verdict = 'ties') as ties, count(*) filter (where t.verdict = 'differs') as differs,
		count(*) filter (where t.verdict = 'not_proven') as not_proven
	from control_totals t
	where t.tenant_id = c.tenant_id and t.connection_id = c.id and t.job_id = (
		select n.job_id from control_totals n where n.tenant_id = c.tenant_id and n.connection_id = c.id order by n.as_of desc, n.id limit 1)
) totals on true
where c.tenant_id = ?::uuid`;

interface OfTenant {
	readonly tenantId: string;
	/** What a sync's workflow id begins with, before the connection's id. */
	readonly workflowIdPrefix: string;
}

export async function connectionsOf(em: ScopedEm, { tenantId, workflowIdPrefix }: OfTenant): Promise<ConnectionListRow[]> {
	return em.execute<ConnectionListRow[]>(`${listSql} order by c.name collate "C", c.id`, [workflowIdPrefix, workflowIdPrefix, tenantId]);
}

export async function connectionRow(
	em: ScopedEm,
	{ tenantId, workflowIdPrefix, id }: OfTenant & { readonly id: string },
): Promise<ConnectionListRow | null> {
	const rows = await em.execute<ConnectionListRow[]>(`${listSql} and c.id = ?::uuid`, [workflowIdPrefix, workflowIdPrefix, tenantId, id]);
	return rows[0] ?? null;
}

export interface StreamRow {
	readonly connectionId: string;
	readonly stream: string;
	readonly cursor: string | null;
	readonly cursorAt: string | null;
	/** Committed pages. */
	readonly seq: number;
	readonly rows: number;
	readonly quarantined: number;
	readonly lastPageId: string | null;
	readonly lastPageAt: string | null;
	readonly lastPageRows: number | null;
}

interface OfConnections {
	readonly tenantId: string;
	/** null: of every connection of the tenant. */
	readonly connectionId: string | null;
}

/** Streams that have been read at least once; those the vendor declares and nobody has read yet have no row. */
export async function streamsOf(em: ScopedEm, { tenantId, connectionId }: OfConnections): Promise<StreamRow[]> {
	return em.execute<StreamRow[]>(
		`select s.connection_id::text as "connectionId", s.stream, s.cursor, ${instantText("s.cursor_at")} as "cursorAt", s.seq::int as "seq",
			s.kept::int as "rows", coalesce(unread.rows, 0)::int as "quarantined",
			page.id::text as "lastPageId", ${instantText("page.received_at")} as "lastPageAt", page.row_count as "lastPageRows"
		from streams s
		left join lateral (
			select count(*) as rows from quarantine q
			where q.tenant_id = s.tenant_id and q.connection_id = s.connection_id and q.stream = s.stream and q.resolved_at is null and q.dismissed_at is null
		) unread on true
		left join lateral (
			select p.id, p.received_at, p.row_count from pages p
			where p.tenant_id = s.tenant_id and p.connection_id = s.connection_id and p.stream = s.stream and p.seq is not null
			order by p.seq desc limit 1
		) page on true
		where s.tenant_id = ?::uuid and (?::uuid is null or s.connection_id = ?::uuid)
		order by s.connection_id, s.stream`,
		[tenantId, connectionId, connectionId],
	);
}

export interface ControlTotalRow {
	readonly connectionId: string;
	readonly jobId: string;
	readonly stream: string;
	readonly name: string;
	readonly currency: string;
	readonly oursMinor: string | null;
	readonly theirsMinor: string | null;
	readonly oursCount: number | null;
	readonly theirsCount: number | null;
	readonly verdict: TotalVerdict;
	readonly note: string;
	readonly pageId: string | null;
	readonly asOf: string;
}

/** What the newest proving job of each connection found, what differs first, at most `limit` per connection. */
export async function latestTotalsOf(
	em: ScopedEm,
	{ tenantId, connectionId, limit }: OfConnections & { readonly limit: number },
): Promise<ControlTotalRow[]> {
	return em.execute<ControlTotalRow[]>(
		`select t.connection_id::text as "connectionId", t.job_id::text as "jobId", t.stream, t.name, t.currency,
			t.ours_minor::text as "oursMinor", t.theirs_minor::text as "theirsMinor", t.ours_count::int as "oursCount",
			t.theirs_count::int as "theirsCount", t.verdict, t.note, t.page_id::text as "pageId", ${instantText("t.as_of")} as "asOf"
		from connections c cross join lateral (
			select * from control_totals t
			where t.tenant_id = c.tenant_id and t.connection_id = c.id and t.job_id = (
				select n.job_id from control_totals n where n.tenant_id = c.tenant_id and n.connection_id = c.id order by n.as_of desc, n.id limit 1)
			order by array_position(array['differs', 'not_proven', 'ties'], t.verdict), t.stream, t.name, t.currency limit ?::int
		) t
		where c.tenant_id = ?::uuid and (?::uuid is null or c.id = ?::uuid)`,
		[limit, tenantId, connectionId, connectionId],
	);
}

/** What a person may see of a connection's set-up; secrets are in another table and never leave it. */
export async function connectionConfig(
	em: ScopedEm,
	{ tenantId, id }: { tenantId: string; id: string },
): Promise<Readonly<Record<string, unknown>>> {
	const rows = await em.execute<{ config: Record<string, unknown> }[]>(
		`select config from connections where tenant_id = ?::uuid and id = ?::uuid`,
		[tenantId, id],
	);
	return rows[0]?.config ?? {};
}

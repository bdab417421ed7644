// What vendors told us of as people see it: newest first, with what came of it; and the connections that can be told, with what was
// refused there. Never a body: it is what the vendor claims.
import type { PageOf } from "../../domain/core/page.ts";
import type { HookRefusal } from "../../domain/sync/hook-refusal.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export const receivedStates = ["waiting", "read", "nothing", "failed"] as const;
export type ReceivedState = (typeof receivedStates)[number];

export interface ReceivedRow {
	readonly id: string;
	readonly connectionId: string;
	readonly connectionName: string;
	/** The vendor's own. */
	readonly eventId: string;
	readonly eventType: string;
	readonly state: ReceivedState;
	readonly receivedAt: string;
	readonly handledAt: string | null;
	/** The job that works on it. */
	readonly jobId: string | null;
	/** The sync that read what it is about. */
	readonly syncJobId: string | null;
}

export interface ReceivedFilter {
	readonly tenantId: string;
	readonly connectionId: string | null;
	readonly state: ReceivedState | null;
	/** The id of the last row that was shown. */
	readonly after: string | null;
	readonly limit: number;
	/** What ids of the jobs' runs begin with, before the row's id. */
	readonly jobPrefix: string;
}

const state = `case when i.handled_at is not null then case when i.sync_job_id is null then 'nothing' else 'read' end
	when j.closed_at is not null then 'failed' else 'waiting' end`;

const from = `inbox i join connections c on c.tenant_id = i.tenant_id and c.id = i.connection_id
	left join lateral (
		select h.id, h.closed_at from jobs h where h.tenant_id = i.tenant_id and h.workflow_id = ? || i.id::text
		order by h.requested_at desc, h.id limit 1
	) j on true`;

/** Newest first. */
export async function receivedOf(em: ScopedEm, filter: ReceivedFilter): Promise<PageOf<ReceivedRow>> {
	const { tenantId, connectionId, after, limit, jobPrefix } = filter;
	const where = `i.tenant_id = ?::uuid and (?::uuid is null or i.connection_id = ?::uuid) and (?::text is null or ${state} = ?)`;
	const values = [jobPrefix, tenantId, connectionId, connectionId, filter.state, filter.state];
	const rows = await em.execute<ReceivedRow[]>(
		`select i.id::text as "id", i.connection_id::text as "connectionId", c.name as "connectionName", i.event_id as "eventId",
			i.event_type as "eventType", ${state} as "state", ${instantText("i.received_at")} as "receivedAt",
			${instantText("i.handled_at")} as "handledAt", j.id::text as "jobId", i.sync_job_id::text as "syncJobId"
		from ${from} where ${where} and (?::uuid is null or (i.received_at, i.id) < (
			select a.received_at, a.id from inbox a where a.tenant_id = ?::uuid and a.id = ?::uuid))
		order by i.received_at desc, i.id desc limit ?`,
		[...values, after, tenantId, after, limit + 1],
	);
	const [counted] = await em.execute<{ total: number }[]>(
		filter.state === null
			? `select count(*)::int as "total" from inbox i where i.tenant_id = ?::uuid and (?::uuid is null or i.connection_id = ?::uuid)`
			: `select count(*)::int as "total" from ${from} where ${where}`,
		filter.state === null ? [tenantId, connectionId, connectionId] : values,
	);
	const shown = rows.slice(0, limit);
	return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null, total: counted?.total ?? 0 };
}

export interface ReceivingConnection {
	readonly connectionId: string;
	readonly name: string;
	readonly vendor: string;
	readonly lastReceivedAt: string | null;
	/** Of the last 30 days. */
	readonly refused: readonly { readonly reason: HookRefusal; readonly times: number; readonly lastAt: string }[];
}

/** Connections to these vendors. */
export function receivingConnections(em: ScopedEm, tenantId: string, vendors: readonly string[]): Promise<ReceivingConnection[]> {
	return em.execute<ReceivingConnection[]>(
		`select c.id::text as "connectionId", c.name, c.vendor,
			(select ${instantText("max(i.received_at)")} from inbox i where i.tenant_id = c.tenant_id and i.connection_id = c.id) as "lastReceivedAt",
			(select coalesce(jsonb_agg(jsonb_build_object('reason', r.reason, 'times', r.times, 'lastAt', r.at) order by r.at desc, r.reason), '[]')
				from (select f.reason, sum(f.times)::int as times, ${instantText("max(f.last_at)")} as at from inbox_refusals f
					where f.tenant_id = c.tenant_id and f.connection_id = c.id and f.day > (now() at time zone 'UTC')::date - 30 group by f.reason) r
			) as "refused"
		from connections c where c.tenant_id = ?::uuid and c.vendor in (select jsonb_array_elements_text(?::jsonb))
		order by c.name collate "C", c.id`,
		[tenantId, JSON.stringify(vendors)],
	);
}

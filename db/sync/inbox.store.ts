// What vendors tell us by webhook: taken once, worked on by a run whose id is the row's.
import type { SyncSeen } from "../../domain/sync/read-back.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";

/** Whose connection this is, through a door; null: nobody's. */
export async function tenantOfConnection(em: ScopedEm, connectionId: string): Promise<string | null> {
	const rows = await em.execute<{ id: string }[]>(`select tenant_id::text as "id" from connection_tenant(?::uuid)`, [connectionId]);
	return rows[0]?.id ?? null;
}

export interface NewInboxRow {
	readonly tenantId: string;
	readonly id: string;
	readonly connectionId: string;
	readonly eventId: string;
	readonly eventType: string;
	readonly body: Uint8Array;
}

/** @returns false when this event of the vendor is here already */
export async function insertInbox(em: ScopedEm, row: NewInboxRow): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`insert into inbox (tenant_id, id, connection_id, event_id, event_type, body) values (?::uuid, ?::uuid, ?::uuid, ?, ?, ?)
		on conflict (tenant_id, connection_id, event_id) do nothing returning 1`,
		[row.tenantId, row.id, row.connectionId, row.eventId, row.eventType, Buffer.from(row.body)],
	);
	if (rows.length === 0) return false;
	await notify(em, { topic: "webhooks", key: row.id });
	return true;
}

interface InboxKey {
	readonly tenantId: string;
	readonly inboxId: string;
}

export interface InboxRow {
	readonly connectionId: string;
	readonly eventType: string;
	readonly isHandled: boolean;
}

export async function inboxRowOf(em: ScopedEm, { tenantId, inboxId }: InboxKey): Promise<InboxRow | null> {
	const rows = await em.execute<InboxRow[]>(
		`select connection_id::text as "connectionId", event_type as "eventType", handled_at is not null as "isHandled"
		from inbox where tenant_id = ?::uuid and id = ?::uuid`,
		[tenantId, inboxId],
	);
	return rows[0] ?? null;
}

/** @param syncJobId null: nothing had to be read */
export async function markHandled(em: ScopedEm, { tenantId, inboxId }: InboxKey, syncJobId: string | null): Promise<void> {
	await em.execute(
		"update inbox set handled_at = now(), sync_job_id = ?::uuid where tenant_id = ?::uuid and id = ?::uuid and handled_at is null",
		[syncJobId, tenantId, inboxId],
	);
	await notify(em, { topic: "webhooks", key: inboxId });
}

/** The connection's syncs that are open or were asked for after the row came, newest first. */
export function syncsSince(em: ScopedEm, { tenantId, inboxId }: InboxKey, syncWorkflowId: string): Promise<SyncSeen[]> {
	return em.execute<SyncSeen[]>(
		`select j.id::text as "jobId", j.requested_at > i.received_at as "isLater", j.input->'only'->'streams' as "streams",
			case when j.closed_at is null then 'open' when j.status in ('done', 'check') then 'ended well' else 'ended badly' end as "state"
		from inbox i join jobs j on j.tenant_id = i.tenant_id and j.workflow_id = ? and j.kind = 'sync' and j.status <> 'joined'
			and (j.closed_at is null or j.requested_at > i.received_at)
		where i.tenant_id = ?::uuid and i.id = ?::uuid order by j.requested_at desc, j.id limit 20`,
		[syncWorkflowId, tenantId, inboxId],
	);
}

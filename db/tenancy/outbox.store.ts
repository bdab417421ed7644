// Domain events: written in the transaction that they tell of, numbered once nothing earlier can still appear (E1–E3 in
// domain/tenancy/webhooks/SPEC.md).
import type { DomainEvent, EventTopic } from "../../domain/tenancy/events.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export async function emitEvent(
	em: ScopedEm,
	{ tenantId, topic, key, payload }: DomainEvent & { readonly tenantId: string },
): Promise<void> {
	await em.execute("insert into outbox (tenant_id, id, topic, key, payload) values (?::uuid, uuidv7(), ?, ?, ?::jsonb)", [
		tenantId,
		topic,
		key,
		JSON.stringify(payload),
	]);
}

/** Tenants in which something waits to be handed on, through a door. */
export async function tenantsWithEvents(em: ScopedEm, limit: number): Promise<string[]> {
	const rows = await em.execute<{ id: string }[]>(`select tenant_id::text as "id" from tenants_with_events(?)`, [limit]);
	return rows.map(({ id }) => id);
}

/**
 * Numbers the events that may be handed on: those of transactions below the oldest that is running. An event of a later transaction
 * waits, because an earlier one may still commit. @returns how many were numbered
 */
export async function numberEvents(em: ScopedEm, tenantId: string, limit: number): Promise<number> {
	// One at a time for a tenant, so that numbers have no gaps and no twins.
	await em.execute("select pg_advisory_xact_lock(hashtext('events'), hashtext(?))", [tenantId]);
	const rows = await em.execute<unknown[]>(
		`with settled as (
			select id, row_number() over (order by id) as place from (
				select id from outbox
				where tenant_id = ?::uuid and seq is null and xact < pg_snapshot_xmin(pg_current_snapshot())
				order by id limit ?
			) ready
		)
		update outbox o set dispatched_at = now(),
			seq = s.place + (select coalesce(max(seq), 0) from outbox where tenant_id = ?::uuid and seq is not null)
		from settled s where o.tenant_id = ?::uuid and o.id = s.id returning 1`,
		[tenantId, limit, tenantId, tenantId],
	);
	return rows.length;
}

export interface NumberedEvent {
	readonly id: string;
	readonly seq: string;
	readonly topic: EventTopic;
	readonly key: string;
	readonly payload: Readonly<Record<string, unknown>>;
	readonly occurredAt: string;
}

/** Numbered events behind a place, in their order. */
export function eventsAfter(
	em: ScopedEm,
	{ tenantId, seq, limit }: { readonly tenantId: string; readonly seq: string; readonly limit: number },
): Promise<NumberedEvent[]> {
	return em.execute<NumberedEvent[]>(
		`select id::text as "id", seq::text as "seq", topic, key, payload, ${instantText("occurred_at")} as "occurredAt"
		from outbox o where tenant_id = ?::uuid and seq > ?::bigint order by o.seq limit ?`,
		[tenantId, seq, limit],
	);
}

// Lets go of what has been told: ended deliveries with their tries, handled webhooks of vendors, and events that every subscriber is
// through with. What still waits, or was not seen by somebody, stays however old it is.
import type { ScopedEm } from "../tenant-scope.ts";

export interface ForgetTold {
	readonly tenantId: string;
	/** ISO 8601: what ended before. */
	readonly before: string;
	/** Rows at most. */
	readonly limit: number;
}

/** Deliveries that were delivered or given up. @returns how many went, each with its tries */
export async function forgetDeliveries(em: ScopedEm, { tenantId, before, limit }: ForgetTold): Promise<number> {
	// Locked first: one that is being replayed is left alone, and waits again afterwards.
	const rows = await em.execute<{ id: string }[]>(
		`select id::text as "id" from webhook_deliveries
		where tenant_id = ?::uuid and created_at < ?::timestamptz and ended_at < ?::timestamptz and status <> 'pending'
		order by created_at, id limit ? for update skip locked`,
		[tenantId, before, before, limit],
	);
	if (rows.length === 0) return 0;
	const ids = `{${rows.map(({ id }) => id).join()}}`;
	await em.execute("delete from webhook_tries where tenant_id = ?::uuid and delivery_id = any (?::uuid[])", [tenantId, ids]);
	await em.execute("delete from webhook_deliveries where tenant_id = ?::uuid and id = any (?::uuid[])", [tenantId, ids]);
	return rows.length;
}

/** Vendors' webhooks whose read-back has ended. A vendor that sends one again so late has it read back again. @returns how many went */
export async function forgetInbox(em: ScopedEm, { tenantId, before, limit }: ForgetTold): Promise<number> {
	return (
		await em.execute<unknown[]>(
			`delete from inbox where tenant_id = ?::uuid and id in (
				select id from inbox where tenant_id = ?::uuid and handled_at < ?::timestamptz order by handled_at limit ?
			) returning 1`,
			[tenantId, tenantId, before, limit],
		)
	).length;
}

/**
 * Events that are numbered, behind nobody and in no delivery. The last one stays: the next number follows from it.
 * @param subscribers who has to be through; one without a place has seen nothing
 * @returns how many went
 */
export async function forgetEvents(
	em: ScopedEm,
	{ tenantId, before, limit, subscribers }: ForgetTold & { readonly subscribers: readonly string[] },
): Promise<number> {
	return (
		await em.execute<unknown[]>(
			`with seen as (
				select coalesce(min(coalesce(c.seq, 0)), 0) as seq from jsonb_array_elements_text(?::jsonb) as s(name)
				left join event_cursors c on c.tenant_id = ?::uuid and c.subscriber = s.name
			)
			delete from outbox where tenant_id = ?::uuid and id in (
				select o.id from outbox o, seen where o.tenant_id = ?::uuid and o.seq <= seen.seq and o.dispatched_at < ?::timestamptz
				and o.seq < (select max(n.seq) from outbox n where n.tenant_id = ?::uuid and n.seq is not null)
				and not exists (select from webhook_deliveries d where d.tenant_id = o.tenant_id and d.event_id = o.id)
				order by o.seq limit ?
			) returning 1`,
			[JSON.stringify(subscribers), tenantId, tenantId, tenantId, before, tenantId, limit],
		)
	).length;
}

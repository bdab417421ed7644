// Deliveries of events to endpoints: made by the subscriber, tried in the order of their key, judged after every try (E5–E9).
import type { Judgement } from "../../domain/tenancy/webhooks/retries.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { changed, type EndpointKey } from "./webhook-endpoint.store.ts";

// A version 5 UUID in form; the same for the same endpoint and event.
const deliveryId = `overlay(overlay(md5(e.id::text || o.id::text) placing '5' from 13) placing 'a' from 17)::uuid`;

/**
 * Makes a delivery for every endpoint that is told of an event within these places. A second call adds nothing.
 * @returns the endpoints that have something to do now
 */
export async function addDeliveries(
	em: ScopedEm,
	{ tenantId, after, upTo }: { readonly tenantId: string; readonly after: string; readonly upTo: string },
): Promise<string[]> {
	// Nobody pauses or resumes an endpoint between the look at its state and the rows that follow from it.
	await em.execute("select 1 from webhook_endpoints where tenant_id = ?::uuid and deleted_at is null order by id for share", [tenantId]);
	const rows = await em.execute<{ id: string; due: boolean }[]>(
		`insert into webhook_deliveries (tenant_id, id, endpoint_id, event_id, seq, topic, event_key, next_at)
		select o.tenant_id, ${deliveryId}, e.id, o.id, o.seq, o.topic, o.key, case when e.status = 'active' then now() end
		from outbox o join webhook_endpoints e on e.tenant_id = o.tenant_id and e.deleted_at is null and e.created_at <= o.occurred_at
			and case when o.topic = 'webhook.test' then o.key = e.id::text
				else jsonb_array_length(e.topics) = 0 or jsonb_exists(e.topics, o.topic) end
		where o.tenant_id = ?::uuid and o.seq > ?::bigint and o.seq <= ?::bigint
		on conflict (tenant_id, id) do nothing
		returning endpoint_id::text as "id", next_at is not null as "due"`,
		[tenantId, after, upTo],
	);
	const endpoints = [...new Set(rows.map(({ id }) => id))];
	for (const endpointId of endpoints) await changed(em, { tenantId, endpointId });
	return [...new Set(rows.flatMap(({ id, due }) => (due ? [id] : [])))];
}

/** Endpoints of every tenant with something to send now, through a door. */
export function endpointsDue(em: ScopedEm, limit: number): Promise<EndpointKey[]> {
	return em.execute<EndpointKey[]>(`select tenant_id::text as "tenantId", endpoint_id::text as "endpointId" from endpoints_due(?)`, [
		limit,
	]);
}

export interface DueDelivery {
	readonly id: string;
	readonly eventId: string;
	readonly topic: string;
	readonly occurredAt: string;
	readonly payload: Readonly<Record<string, unknown>>;
	readonly tries: number;
}

// Nothing earlier of the same key may wait.
const isFirst = `not exists (select 1 from webhook_deliveries e where e.tenant_id = d.tenant_id and e.endpoint_id = d.endpoint_id
	and e.event_key = d.event_key and e.status = 'pending' and e.seq < d.seq)`;

/** What may be sent now: at most one delivery of each key. */
export function dueDeliveries(em: ScopedEm, { tenantId, endpointId }: EndpointKey, limit: number): Promise<DueDelivery[]> {
	return em.execute<DueDelivery[]>(
		`select d.id::text as "id", d.event_id::text as "eventId", d.topic, ${instantText("o.occurred_at")} as "occurredAt", o.payload, d.tries
		from webhook_deliveries d join outbox o on o.tenant_id = d.tenant_id and o.id = d.event_id
		where d.tenant_id = ?::uuid and d.endpoint_id = ?::uuid and d.status = 'pending' and d.next_at <= now() and ${isFirst}
		order by d.seq limit ?`,
		[tenantId, endpointId, limit],
	);
}

/** Milliseconds until something may be sent to the endpoint; 0: now; null: nothing waits. */
export async function nextDeliveryInMs(em: ScopedEm, { tenantId, endpointId }: EndpointKey): Promise<number | null> {
	const [row] = await em.execute<{ ms: number | null }[]>(
		// greatest() passes over a null, so nothing that waits would be something that waits since now.
		`select case when min(d.next_at) is not null then ceil(greatest(0, extract(epoch from min(d.next_at) - now()) * 1000)) end::float8 as "ms"
		from webhook_deliveries d
		where d.tenant_id = ?::uuid and d.endpoint_id = ?::uuid and d.status = 'pending' and d.next_at is not null and ${isFirst}`,
		[tenantId, endpointId],
	);
	return row?.ms ?? null;
}

export interface TriedDelivery {
	readonly tenantId: string;
	readonly endpointId: string;
	readonly deliveryId: string;
	readonly judgement: Judgement;
	readonly tookMs: number;
	readonly status: number | null;
	/** null: it was delivered. */
	readonly sentence: string | null;
	readonly answer: string;
}

/** Keeps a try and what follows from it. A delivery that was replayed or removed meanwhile keeps its own state. */
export async function recordTry(em: ScopedEm, of: TriedDelivery): Promise<void> {
	const { tenantId, endpointId, deliveryId, judgement } = of;
	// The endpoint before its deliveries, as whoever pauses or removes it locks them; the other way round, each would wait for the other.
	await em.execute(
		`update webhook_endpoints set failing_since = case when ?::boolean then null else coalesce(failing_since, now()) end
		where tenant_id = ?::uuid and id = ?::uuid`,
		[judgement.status === "delivered", tenantId, endpointId],
	);
	await em.execute(
		`insert into webhook_tries (tenant_id, id, delivery_id, took_ms, status, sentence, answer)
		values (?::uuid, uuidv7(), ?::uuid, ?, ?, ?, ?)`,
		[tenantId, deliveryId, of.tookMs, of.status, of.sentence, of.answer],
	);
	const waitSeconds = judgement.status === "pending" ? judgement.waitMs / 1000 : null;
	await em.execute(
		`update webhook_deliveries d set status = ?, tries = tries + 1, last_status = ?, last_sentence = ?,
			next_at = case when e.status = 'active' then now() + make_interval(secs => ?::float8) end,
			ended_at = case when ?::float8 is null then now() end
		from webhook_endpoints e
		where d.tenant_id = ?::uuid and d.id = ?::uuid and d.status = 'pending' and e.tenant_id = d.tenant_id and e.id = d.endpoint_id`,
		[judgement.status, of.status, of.sentence, waitSeconds, waitSeconds, tenantId, deliveryId],
	);
	await changed(em, { tenantId, endpointId });
}

/**
 * Has deliveries wait again, in their old places; one that waits for its next try is tried at once.
 * @returns the endpoints that have something to do now, with how many
 */
export async function replayDeliveries(
	em: ScopedEm,
	of: { readonly tenantId: string } & ({ readonly deliveryId: string } | { readonly deadOf: string }),
): Promise<{ endpointId: string; count: number }[]> {
	const [condition, value] =
		"deliveryId" in of ? ["d.id = ?::uuid", of.deliveryId] : ["d.endpoint_id = ?::uuid and d.status = 'dead'", of.deadOf];
	// The endpoint first, as everywhere: its state decides whether they have a time.
	await em.execute(
		`select 1 from webhook_endpoints e where e.tenant_id = ?::uuid and e.id in (
			select d.endpoint_id from webhook_deliveries d where d.tenant_id = ?::uuid and ${condition}) for no key update`,
		[of.tenantId, of.tenantId, value],
	);
	const rows = await em.execute<{ endpointId: string; count: number }[]>(
		`with again as (
			update webhook_deliveries d set status = 'pending', tries = 0, ended_at = null, next_at = case when e.status = 'active' then now() end
			from webhook_endpoints e
			where d.tenant_id = ?::uuid and ${condition} and e.tenant_id = d.tenant_id and e.id = d.endpoint_id and e.deleted_at is null
			returning d.endpoint_id
		) select endpoint_id::text as "endpointId", count(*)::int as "count" from again group by endpoint_id`,
		[of.tenantId, value],
	);
	for (const { endpointId } of rows) await changed(em, { tenantId: of.tenantId, endpointId });
	return rows;
}

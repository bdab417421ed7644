// Deliveries as people see them: newest first, with what was sent and how each try ended.
import type { PageOf } from "../../domain/core/page.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export const deliveryStatuses = ["pending", "delivered", "dead"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export interface DeliveryRow {
	readonly id: string;
	readonly endpointId: string;
	readonly endpointName: string;
	readonly eventId: string;
	readonly topic: string;
	readonly eventKey: string;
	readonly status: DeliveryStatus;
	readonly tries: number;
	/** Of a pending one; null: its endpoint is paused, or an earlier event of its key goes first. */
	readonly nextAt: string | null;
	readonly lastStatus: number | null;
	readonly lastSentence: string | null;
	readonly createdAt: string;
	readonly endedAt: string | null;
}

const columns = `d.id::text as "id", d.endpoint_id::text as "endpointId", e.name as "endpointName", d.event_id::text as "eventId", d.topic,
	d.event_key as "eventKey", d.status, d.tries, ${instantText("d.next_at")} as "nextAt", d.last_status as "lastStatus",
	d.last_sentence as "lastSentence", ${instantText("d.created_at")} as "createdAt", ${instantText("d.ended_at")} as "endedAt"`;

const from = "webhook_deliveries d join webhook_endpoints e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id";

export interface DeliveryFilter {
	readonly tenantId: string;
	readonly endpointId: string | null;
	readonly status: DeliveryStatus | null;
	readonly topic: string | null;
	/** The id of the last row that was shown. */
	readonly after: string | null;
	readonly limit: number;
}

/** Newest first. */
export async function deliveriesOf(em: ScopedEm, filter: DeliveryFilter): Promise<PageOf<DeliveryRow>> {
	const { tenantId, endpointId, status, topic, after, limit } = filter;
	const where = `d.tenant_id = ?::uuid and (?::uuid is null or d.endpoint_id = ?::uuid) and (?::text is null or d.status = ?)
		and (?::text is null or d.topic = ?)`;
	const values = [tenantId, endpointId, endpointId, status, status, topic, topic];
	const rows = await em.execute<DeliveryRow[]>(
		`select ${columns} from ${from} where ${where} and (?::uuid is null or (d.created_at, d.id) < (
			select c.created_at, c.id from webhook_deliveries c where c.tenant_id = ?::uuid and c.id = ?::uuid))
		order by d.created_at desc, d.id desc limit ?`,
		[...values, after, tenantId, after, limit + 1],
	);
	const [counted] = await em.execute<{ total: number }[]>(`select count(*)::int as "total" from ${from} where ${where}`, values);
	const shown = rows.slice(0, limit);
	return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null, total: counted?.total ?? 0 };
}

export interface TryRow {
	readonly at: string;
	readonly tookMs: number;
	readonly status: number | null;
	readonly sentence: string | null;
	readonly answer: string;
}

export interface DeliveryDetail extends DeliveryRow {
	readonly occurredAt: string;
	readonly payload: Readonly<Record<string, unknown>>;
	/** Newest first. */
	readonly attempts: readonly TryRow[];
}

export async function deliveryOf(
	em: ScopedEm,
	{ tenantId, deliveryId }: { readonly tenantId: string; readonly deliveryId: string },
): Promise<DeliveryDetail | null> {
	const [row] = await em.execute<Omit<DeliveryDetail, "attempts">[]>(
		`select ${columns}, ${instantText("o.occurred_at")} as "occurredAt", o.payload
		from ${from} join outbox o on o.tenant_id = d.tenant_id and o.id = d.event_id where d.tenant_id = ?::uuid and d.id = ?::uuid`,
		[tenantId, deliveryId],
	);
	if (row === undefined) return null;
	const attempts = await em.execute<TryRow[]>(
		`select ${instantText("at")} as "at", took_ms as "tookMs", status, sentence, answer from webhook_tries
		where tenant_id = ?::uuid and delivery_id = ?::uuid order by at desc, id desc limit 100`,
		[tenantId, deliveryId],
	);
	return { ...row, attempts };
}

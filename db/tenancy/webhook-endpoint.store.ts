// Addresses that are told of a company's events, and the secrets that sign what they get.
import type { EventTopic } from "../../domain/tenancy/events.ts";
import { notify } from "../notify.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export const endpointStatuses = ["active", "paused", "gone"] as const;
export type EndpointStatus = (typeof endpointStatuses)[number];

export interface EndpointKey {
	readonly tenantId: string;
	readonly endpointId: string;
}

export interface EndpointRow {
	readonly id: string;
	readonly name: string;
	readonly url: string;
	/** Empty: all. */
	readonly topics: readonly EventTopic[];
	readonly status: EndpointStatus;
	readonly createdAt: string;
	readonly createdByName: string;
	readonly failingSince: string | null;
	/** Why it fails, by one of the deliveries that it hasn't got; null: it doesn't. */
	readonly lastFailure: string | null;
	readonly pending: number;
	readonly dead: number;
	readonly lastDeliveredAt: string | null;
	/** Until when the secret before still signs too; null: there is one secret. */
	readonly oldSecretUntil: string | null;
}

const columns = `e.id::text as "id", e.name, e.url, e.topics, e.status, ${instantText("e.created_at")} as "createdAt",
	m.name as "createdByName", ${instantText("e.failing_since")} as "failingSince",
	(select count(*)::int from webhook_deliveries d where d.tenant_id = e.tenant_id and d.endpoint_id = e.id and d.status = 'pending') as "pending",
	(select count(*)::int from webhook_deliveries d where d.tenant_id = e.tenant_id and d.endpoint_id = e.id and d.status = 'dead') as "dead",
	(select d.last_sentence from webhook_deliveries d
		where d.tenant_id = e.tenant_id and d.endpoint_id = e.id and d.status in ('pending', 'dead') and d.last_sentence is not null
			and e.failing_since is not null
		order by coalesce(d.ended_at, d.next_at, d.created_at) desc, d.id limit 1) as "lastFailure",
	(select ${instantText("max(d.ended_at)")} from webhook_deliveries d
		where d.tenant_id = e.tenant_id and d.endpoint_id = e.id and d.status = 'delivered') as "lastDeliveredAt",
	(select ${instantText("max(s.ends_at)")} from webhook_secrets s
		where s.tenant_id = e.tenant_id and s.endpoint_id = e.id and s.ends_at > now()) as "oldSecretUntil"`;

const from = "webhook_endpoints e join memberships m on m.tenant_id = e.tenant_id and m.user_id = e.created_by";

export function endpointsOf(em: ScopedEm, tenantId: string): Promise<EndpointRow[]> {
	return em.execute<EndpointRow[]>(
		`select ${columns} from ${from} where e.tenant_id = ?::uuid and e.deleted_at is null order by e.created_at, e.id`,
		[tenantId],
	);
}

export async function endpointOf(em: ScopedEm, { tenantId, endpointId }: EndpointKey): Promise<EndpointRow | null> {
	const rows = await em.execute<EndpointRow[]>(
		`select ${columns} from ${from} where e.tenant_id = ?::uuid and e.id = ?::uuid and e.deleted_at is null`,
		[tenantId, endpointId],
	);
	return rows[0] ?? null;
}

export interface EndpointSettings {
	readonly name: string;
	readonly url: string;
	readonly topics: readonly EventTopic[];
}

export async function insertEndpoint(em: ScopedEm, of: EndpointKey & EndpointSettings & { readonly createdBy: string }): Promise<void> {
	await em.execute(
		`insert into webhook_endpoints (tenant_id, id, name, url, topics, created_by) values (?::uuid, ?::uuid, ?, ?, ?::jsonb, ?::uuid)`,
		[of.tenantId, of.endpointId, of.name, of.url, JSON.stringify(of.topics), of.createdBy],
	);
	await changed(em, of);
}

export async function updateEndpoint(em: ScopedEm, of: EndpointKey & EndpointSettings): Promise<void> {
	await em.execute("update webhook_endpoints set name = ?, url = ?, topics = ?::jsonb where tenant_id = ?::uuid and id = ?::uuid", [
		of.name,
		of.url,
		JSON.stringify(of.topics),
		of.tenantId,
		of.endpointId,
	]);
	await changed(em, of);
}

/** What waits for a paused endpoint has no time; resumed, all of it is due. */
export async function setEndpointStatus(em: ScopedEm, of: EndpointKey, status: EndpointStatus): Promise<void> {
	await em.execute("update webhook_endpoints set status = ?, failing_since = null where tenant_id = ?::uuid and id = ?::uuid", [
		status,
		of.tenantId,
		of.endpointId,
	]);
	await em.execute(
		`update webhook_deliveries set next_at = case when ?::boolean then now() end
		where tenant_id = ?::uuid and endpoint_id = ?::uuid and status = 'pending'`,
		[status === "active", of.tenantId, of.endpointId],
	);
	await changed(em, of);
}

/** Its deliveries stay as a record; what waits is given up. */
export async function removeEndpoint(em: ScopedEm, of: EndpointKey): Promise<void> {
	await em.execute("update webhook_endpoints set deleted_at = now(), status = 'paused' where tenant_id = ?::uuid and id = ?::uuid", [
		of.tenantId,
		of.endpointId,
	]);
	await em.execute(
		`update webhook_deliveries set status = 'dead', ended_at = now(), next_at = null, last_sentence = 'The endpoint was removed.'
		where tenant_id = ?::uuid and endpoint_id = ?::uuid and status = 'pending'`,
		[of.tenantId, of.endpointId],
	);
	await em.execute("delete from webhook_secrets where tenant_id = ?::uuid and endpoint_id = ?::uuid", [of.tenantId, of.endpointId]);
	await changed(em, of);
}

export const changed = (em: ScopedEm, { endpointId }: EndpointKey): Promise<void> => notify(em, { topic: "webhooks", key: endpointId });

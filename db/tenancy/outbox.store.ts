// Domain events, written in the transaction that they tell of; the dispatcher hands them on afterwards.
import type { DomainEvent } from "../../domain/tenancy/events.ts";
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

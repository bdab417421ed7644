// Sealed secrets of endpoints. The newest signs until it is rotated; the one before signs beside it for a while.
import type { ScopedEm } from "../tenant-scope.ts";
import type { EndpointKey } from "./webhook-endpoint.store.ts";

export interface SealedWebhookSecret {
	readonly ciphertext: Uint8Array;
	readonly keyId: string;
}

/** Adds the endpoint's next secret; the present one ends at `oldEndsAt`, and those before it at once. */
export async function addWebhookSecret(
	em: ScopedEm,
	{ tenantId, endpointId }: EndpointKey,
	{ ciphertext, keyId }: SealedWebhookSecret,
	oldEndsAt: string,
): Promise<void> {
	await em.execute("delete from webhook_secrets where tenant_id = ?::uuid and endpoint_id = ?::uuid and ends_at is not null", [
		tenantId,
		endpointId,
	]);
	await em.execute("update webhook_secrets set ends_at = ?::timestamptz where tenant_id = ?::uuid and endpoint_id = ?::uuid", [
		oldEndsAt,
		tenantId,
		endpointId,
	]);
	await em.execute(
		`insert into webhook_secrets (tenant_id, endpoint_id, no, ciphertext, key_id)
		values (?::uuid, ?::uuid, (select coalesce(max(no), 0) + 1 from webhook_secrets where tenant_id = ?::uuid and endpoint_id = ?::uuid), ?, ?)`,
		[tenantId, endpointId, tenantId, endpointId, Buffer.from(ciphertext), keyId],
	);
}

/** What signs now, the newest first. */
export async function signingSecretsOf(em: ScopedEm, { tenantId, endpointId }: EndpointKey): Promise<SealedWebhookSecret[]> {
	return em.execute<SealedWebhookSecret[]>(
		`select ciphertext, key_id as "keyId" from webhook_secrets
		where tenant_id = ?::uuid and endpoint_id = ?::uuid and (ends_at is null or ends_at > now()) order by no desc`,
		[tenantId, endpointId],
	);
}

export interface WebhookSecretRow {
	readonly endpointId: string;
	readonly no: number;
	readonly ciphertext: Buffer;
	readonly keyId: string;
}

/** Secrets that another key than `keyId` seals, locked until this transaction ends. */
export function webhookSecretsNotSealedBy(em: ScopedEm, tenantId: string, keyId: string): Promise<WebhookSecretRow[]> {
	return em.execute<WebhookSecretRow[]>(
		`select endpoint_id::text as "endpointId", no, ciphertext, key_id as "keyId" from webhook_secrets
		where tenant_id = ?::uuid and key_id <> ? order by endpoint_id, no for update`,
		[tenantId, keyId],
	);
}

export async function replaceWebhookSecret(
	em: ScopedEm,
	tenantId: string,
	{ endpointId, no, ciphertext, keyId }: SealedWebhookSecret & { readonly endpointId: string; readonly no: number },
): Promise<void> {
	await em.execute("update webhook_secrets set ciphertext = ?, key_id = ? where tenant_id = ?::uuid and endpoint_id = ?::uuid and no = ?", [
		Buffer.from(ciphertext),
		keyId,
		tenantId,
		endpointId,
		no,
	]);
}

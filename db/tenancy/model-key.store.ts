// A company's own keys at model providers, sealed; what people are shown of one is its ending, since when, and by whom.
import type { KeyedProvider } from "../../domain/tenancy/policies/models.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface ModelKeyRow {
	readonly provider: KeyedProvider;
	/** Its last four characters. */
	readonly ending: string;
	/** ISO 8601. */
	readonly savedAt: string;
	readonly savedBy: string;
}

export interface SealedModelKey {
	readonly provider: KeyedProvider;
	readonly ciphertext: Uint8Array;
	/** `<tenant>/<number>` of the data key. */
	readonly keyId: string;
}

export function modelKeysOf(em: ScopedEm, tenantId: string): Promise<ModelKeyRow[]> {
	return em.execute<ModelKeyRow[]>(
		`select k.provider, k.ending, ${instantText("k.saved_at")} as "savedAt", m.name as "savedBy"
		from model_keys k join memberships m on m.tenant_id = k.tenant_id and m.user_id = k.saved_by
		where k.tenant_id = ?::uuid order by k.provider`,
		[tenantId],
	);
}

/** Takes the place of the one before. */
export async function saveModelKey(
	em: ScopedEm,
	tenantId: string,
	{ provider, ciphertext, keyId, ending, savedBy }: SealedModelKey & Pick<ModelKeyRow, "ending" | "savedBy">,
): Promise<void> {
	await em.execute(
		`insert into model_keys (tenant_id, provider, ciphertext, key_id, ending, saved_by) values (?::uuid, ?, ?, ?, ?, ?::uuid)
		on conflict (tenant_id, provider) do update set ciphertext = excluded.ciphertext, key_id = excluded.key_id, ending = excluded.ending,
			saved_by = excluded.saved_by, saved_at = now()`,
		[tenantId, provider, Buffer.from(ciphertext), keyId, ending, savedBy],
	);
}

/** False: there was none. */
export async function removeModelKey(em: ScopedEm, tenantId: string, provider: KeyedProvider): Promise<boolean> {
	const gone = await em.execute<unknown[]>("delete from model_keys where tenant_id = ?::uuid and provider = ? returning 1", [
		tenantId,
		provider,
	]);
	return gone.length > 0;
}

/** Keys that another data key than `keyId` seals, locked until this transaction ends. */
export function modelKeysNotSealedBy(em: ScopedEm, tenantId: string, keyId: string): Promise<(SealedModelKey & { ciphertext: Buffer })[]> {
	return em.execute(
		`select provider, ciphertext, key_id as "keyId" from model_keys where tenant_id = ?::uuid and key_id <> ? order by provider for update`,
		[tenantId, keyId],
	);
}

export async function replaceModelKey(em: ScopedEm, tenantId: string, { provider, ciphertext, keyId }: SealedModelKey): Promise<void> {
	await em.execute("update model_keys set ciphertext = ?, key_id = ? where tenant_id = ?::uuid and provider = ?", [
		Buffer.from(ciphertext),
		keyId,
		tenantId,
		provider,
	]);
}

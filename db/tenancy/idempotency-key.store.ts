// Answers to writes that carried an Idempotency-Key, for a day: written in the transaction of the write itself, so that there is
// an answer exactly when the write happened.
import type { ScopedEm } from "../tenant-scope.ts";

/** Whose key: the same words of another caller are another key. */
export interface KeyOfCaller {
	readonly tenantId: string;
	readonly userId: string;
	readonly key: string;
}

export interface KeptAnswer {
	readonly requestHash: string;
	readonly answer: Buffer;
	readonly keyId: string;
}

const young = "created_at > now() - interval '24 hours'";

export async function keptAnswer(em: ScopedEm, { tenantId, userId, key }: KeyOfCaller): Promise<KeptAnswer | null> {
	const rows = await em.execute<KeptAnswer[]>(
		`select request_hash as "requestHash", answer, key_id as "keyId" from idempotency_keys
		where tenant_id = ?::uuid and user_id = ?::uuid and key = ? and ${young}`,
		[tenantId, userId, key],
	);
	return rows[0] ?? null;
}

/** Takes the key until this transaction ends. @returns false when another request holds it */
export async function takeKey(em: ScopedEm, { tenantId, userId, key }: KeyOfCaller): Promise<boolean> {
	const [row] = await em.execute<{ taken: boolean }[]>(`select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as taken`, [
		`idempotency|${tenantId}|${userId}|${key}`,
	]);
	return row?.taken === true;
}

export async function keepAnswer(
	em: ScopedEm,
	{ tenantId, userId, key, requestHash, answer, keyId }: KeyOfCaller & Omit<KeptAnswer, "answer"> & { readonly answer: Uint8Array },
): Promise<void> {
	await em.execute(`delete from idempotency_keys where tenant_id = ?::uuid and not ${young}`, [tenantId]);
	await em.execute(
		`insert into idempotency_keys (tenant_id, user_id, key, request_hash, answer, key_id) values (?::uuid, ?::uuid, ?, ?, ?, ?)`,
		[tenantId, userId, key, requestHash, Buffer.from(answer), keyId],
	);
}

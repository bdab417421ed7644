// A person's second factor and recovery codes, read and written as themselves (withUser). Every code opens once.
import type { ScopedEm } from "../tenant-scope.ts";

export interface SecondFactorRow {
	readonly sealed: Buffer;
	/** null: sealed before the key was written down. */
	readonly keyId: string | null;
	/** False: set up, but no code was shown yet, so it isn't asked for. */
	readonly confirmed: boolean;
	readonly lastStep: number;
}

export async function secondFactorOf(em: ScopedEm, userId: string): Promise<SecondFactorRow | null> {
	const rows = await em.execute<SecondFactorRow[]>(
		`select sealed, key_id as "keyId", confirmed_at is not null as confirmed, last_step::int as "lastStep" from second_factors where user_id = ?::uuid`,
		[userId],
	);
	return rows[0] ?? null;
}

export interface SealedSecretOf {
	readonly bytes: Uint8Array;
	readonly keyId: string;
}

/** Keeps a secret that is to be confirmed; a confirmed one stays. @returns false when there is a confirmed one */
export async function setUpSecondFactor(em: ScopedEm, userId: string, { bytes, keyId }: SealedSecretOf): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`insert into second_factors (user_id, sealed, key_id, last_step) values (?::uuid, ?, ?, 0)
		on conflict (user_id) do update set sealed = excluded.sealed, key_id = excluded.key_id, last_step = 0, created_at = now() where second_factors.confirmed_at is null
		returning 1 as done`,
		[userId, Buffer.from(bytes), keyId],
	);
	return rows.length > 0;
}

/** Uses up the code of `step`. False: that step, or a later one, has opened already. */
export async function takeStep(em: ScopedEm, userId: string, step: number): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`update second_factors set last_step = ?, confirmed_at = coalesce(confirmed_at, now()) where user_id = ?::uuid and last_step < ? returning 1 as done`,
		[step, userId, step],
	);
	return rows.length > 0;
}

export async function removeSecondFactor(em: ScopedEm, userId: string): Promise<void> {
	await em.execute(`delete from second_factors where user_id = ?::uuid`, [userId]);
	await em.execute(`delete from recovery_codes where user_id = ?::uuid`, [userId]);
}

/** Puts new codes in the place of all others. */
export async function replaceRecoveryCodes(em: ScopedEm, userId: string, hashes: readonly string[]): Promise<void> {
	await em.execute(`delete from recovery_codes where user_id = ?::uuid`, [userId]);
	await em.execute(`insert into recovery_codes (user_id, code_hash) select ?::uuid, value from jsonb_array_elements_text(?::jsonb)`, [
		userId,
		JSON.stringify(hashes),
	]);
}

/** Uses a code up. False: there is no such code, or it was used. */
export async function takeRecoveryCode(em: ScopedEm, userId: string, hash: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`update recovery_codes set used_at = now() where user_id = ?::uuid and code_hash = ? and used_at is null returning 1 as done`,
		[userId, hash],
	);
	return rows.length > 0;
}

export async function unusedRecoveryCodes(em: ScopedEm, userId: string): Promise<number> {
	const [row] = await em.execute<{ count: number }[]>(
		`select count(*)::int as count from recovery_codes where user_id = ?::uuid and used_at is null`,
		[userId],
	);
	return row?.count ?? 0;
}

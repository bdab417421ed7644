// Keys that sign access tokens. A state only ever moves on, pending → active → retired; each step may come twice.
import { derivedId } from "../../domain/core/ids.ts";
import type { SigningKeyState } from "../../domain/tenancy/signing-key-plan.ts";
import type { Orm } from "../orm.ts";
import { type ScopedEm, withUser } from "../tenant-scope.ts";

/** In whose name these rows are read and written: the platform's. */
const platformSubject = derivedId("platform", "signing keys");

export interface SigningKeyRow {
	readonly kid: string;
	readonly state: SigningKeyState;
	/** The public part, RFC 7517. */
	readonly publicJwk: Readonly<Record<string, unknown>>;
	/** The private part, sealed. */
	readonly sealed: Buffer;
	readonly createdAt: Date;
	readonly activatedAt: Date | null;
	readonly retiredAt: Date | null;
}

const asPlatform = <T>(orm: Orm, work: (em: ScopedEm) => Promise<T>): Promise<T> => withUser(orm, platformSubject, work);

const lock = (em: ScopedEm): Promise<unknown> => em.execute("select pg_advisory_xact_lock(hashtext('signing keys'))");

/** Newest first. */
export function signingKeyRows(orm: Orm): Promise<SigningKeyRow[]> {
	return asPlatform(orm, (em) =>
		em.execute<SigningKeyRow[]>(
			`select kid, state, public_jwk as "publicJwk", sealed, created_at as "createdAt", activated_at as "activatedAt", retired_at as "retiredAt"
			from signing_keys order by created_at desc, kid`,
		),
	);
}

export interface NewSigningKey {
	readonly kid: string;
	readonly publicJwk: Readonly<Record<string, unknown>>;
	readonly sealed: Uint8Array;
}

const inUse = (em: ScopedEm): Promise<{ kid: string; state: SigningKeyState }[]> =>
	em.execute("select kid, state from signing_keys where state <> 'retired'");

async function insertKey(em: ScopedEm, { kid, publicJwk, sealed }: NewSigningKey, state: "active" | "pending"): Promise<void> {
	await em.execute(
		`insert into signing_keys (subject_id, kid, state, public_jwk, sealed, activated_at) values (?::uuid, ?, ?, ?::jsonb, ?, ?::timestamptz)`,
		[platformSubject, kid, state, JSON.stringify(publicJwk), Buffer.from(sealed), state === "active" ? new Date().toISOString() : null],
	);
}

/** Puts a new key down as pending, or as active when it is the first. @returns the kid of the one that is pending or active now */
export function addSigningKey(orm: Orm, key: NewSigningKey): Promise<string> {
	return asPlatform(orm, async (em) => {
		await lock(em);
		const known = await inUse(em);
		const pending = known.find((row) => row.state === "pending");
		if (pending !== undefined) return pending.kid;
		await insertKey(em, key, known.length === 0 ? "active" : "pending");
		return key.kid;
	});
}

/** The installation's first key signs at once. Does nothing when somebody was faster. */
export async function addFirstSigningKey(orm: Orm, key: NewSigningKey): Promise<void> {
	await asPlatform(orm, async (em) => {
		await lock(em);
		if ((await inUse(em)).length === 0) await insertKey(em, key, "active");
	});
}

/** From now on `kid` signs, and the key before it only verifies. */
export function activateSigningKey(orm: Orm, kid: string): Promise<void> {
	return asPlatform(orm, async (em) => {
		await lock(em);
		const pending = await em.execute<unknown[]>("select 1 from signing_keys where kid = ? and state = 'pending'", [kid]);
		if (pending.length === 0) return;
		await em.execute("update signing_keys set state = 'retired', retired_at = now() where state = 'active'");
		await em.execute("update signing_keys set state = 'active', activated_at = now() where kid = ?", [kid]);
	});
}

/** Forgets a retired key: nothing that it signed is good any more. */
export async function dropSigningKeys(orm: Orm, retiredBefore: Date): Promise<void> {
	await asPlatform(orm, (em) =>
		em.execute("delete from signing_keys where state = 'retired' and retired_at < ?::timestamptz", [retiredBefore.toISOString()]),
	);
}

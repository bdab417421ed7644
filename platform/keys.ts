// The keys of every tenant, in memory: what is asked for here never waits for a query (platform/keyring.ts fills it beforehand).
//
//   master ─HKDF(tenant)─▶ wrapping key ─opens─▶ data key 2, 3, … (random, tenant_keys) ─HKDF(purpose)─▶ key for AES-256-GCM or Ed25519
//   master ─HKDF(tenant, purpose, 1)─▶ key 1: has no row and can't be destroyed, so a new tenant begins with key 2
import { hkdfSync, randomBytes } from "node:crypto";
import { TieoutError } from "../domain/core/errors.ts";
import { open, seal } from "./seal.ts";

/** `payload`: Temporal histories, `object`: stored bytes, `secret`: credentials of connections, `audit`: signs checkpoints of the audit trail. */
const keyPurposes = ["payload", "object", "secret", "audit"] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/** Whose key the platform's own workflows (`p/…`) use. It has key 1 only. */
export const platformTenant = "platform";

export interface NumberedKey {
	readonly no: number;
	/** 32 bytes for AES-256. */
	readonly key: Uint8Array;
}

export interface Keys {
	/** What seals now. @throws TieoutError KEY_UNREADABLE or KEY_NOT_HERE_YET */
	readonly current: (tenantId: string, purpose: KeyPurpose) => NumberedKey;
	/** What opens bytes that carry this number; the same for ever. @throws TieoutError KEY_MISSING, KEY_UNREADABLE or KEY_NOT_HERE_YET */
	readonly numbered: (tenantId: string, purpose: KeyPurpose, no: number) => Uint8Array;
}

/** A row of tenant_keys. */
export interface WrappedKey {
	readonly no: number;
	readonly state: "pending" | "active" | "retired";
	readonly wrapped: Uint8Array;
}

export interface Keyring extends Keys {
	/** Replaces what is known of a tenant; returns the numbers that the present master key can't unwrap. */
	readonly accept: (tenantId: string, rows: readonly WrappedKey[]) => readonly number[];
	/** A new random data key, wrapped for its row. */
	readonly wrapNew: (tenantId: string, no: number) => Uint8Array;
	/** The key of a tenant that is just being made, for its row; this process seals with it from here on. */
	readonly begin: (tenantId: string) => Pick<WrappedKey, "no" | "wrapped">;
}

interface Known {
	readonly current: number;
	/** null: it can't be unwrapped. */
	readonly dataKeys: ReadonlyMap<number, Uint8Array | null>;
}

const derive = (from: Uint8Array, info: string): Uint8Array => new Uint8Array(hkdfSync("sha256", from, new Uint8Array(0), info, 32));

const wrapAad = (tenantId: string, no: number): string => `data-key|${tenantId}|${no}`;

/** 1 is the derived one. */
const firstRandomKey = 2;

/**
 * @param master 32 bytes. Derivation is HKDF-SHA256 (RFC 5869) and cached.
 * @param heardOf asks for the rows of a tenant that this process has never heard of; without it such a tenant has key 1 only
 */
export function createKeys(master: Uint8Array, heardOf?: (tenantId: string) => void): Keyring {
	const known = new Map<string, Known>();
	const derived = new Map<string, Uint8Array>();
	const wrappingKey = (tenantId: string): Uint8Array => derive(master, `tieout/wrap/${tenantId}`);

	/** A tenant made a moment ago has a key of its own: sealing with key 1 instead would go unnoticed. */
	const knownOf = (tenantId: string): Known | undefined => {
		const found = known.get(tenantId);
		if (found !== undefined || heardOf === undefined || tenantId === platformTenant) return found;
		heardOf(tenantId);
		throw notHereYet();
	};

	const dataKey = (tenantId: string, no: number): Uint8Array => {
		if (no === 1) return master;
		const found = knownOf(tenantId)?.dataKeys.get(no);
		if (found === undefined) throw missing(no);
		if (found === null) throw unreadable(no);
		return found;
	};
	const numbered: Keys["numbered"] = (tenantId, purpose, no) => {
		const info = `tieout/${purpose}/${tenantId}/${no}`;
		const cached = derived.get(info);
		if (cached !== undefined) return cached;
		const key = derive(dataKey(tenantId, no), info);
		derived.set(info, key);
		return key;
	};
	const wrapNew: Keyring["wrapNew"] = (tenantId, no) => seal(wrappingKey(tenantId), wrapAad(tenantId, no), randomBytes(32));
	const accept: Keyring["accept"] = (tenantId, rows) => {
		const entries = rows.map(({ no, wrapped }) => [no, unwrap(wrappingKey(tenantId), wrapAad(tenantId, no), wrapped)] as const);
		// Also of keys that are gone: a destroyed key opens nothing from here on.
		for (const purpose of keyPurposes)
			for (const info of derived.keys()) if (info.startsWith(`tieout/${purpose}/${tenantId}/`)) derived.delete(info);
		known.set(tenantId, { current: rows.find((row) => row.state === "active")?.no ?? 1, dataKeys: new Map(entries) });
		return entries.flatMap(([no, key]) => (key === null ? [no] : []));
	};
	return {
		numbered,
		current: (tenantId, purpose) => {
			const no = knownOf(tenantId)?.current ?? 1;
			return { no, key: numbered(tenantId, purpose, no) };
		},
		accept,
		wrapNew,
		begin: (tenantId) => {
			const wrapped = wrapNew(tenantId, firstRandomKey);
			accept(tenantId, [{ no: firstRandomKey, state: "active", wrapped }]);
			return { no: firstRandomKey, wrapped };
		},
	};
}

function unwrap(key: Uint8Array, aad: string, wrapped: Uint8Array): Uint8Array | null {
	try {
		return open(key, aad, wrapped);
	} catch {
		return null;
	}
}

/** Of a tenant or a key that is news to this process. */
export const notHereYet = (): TieoutError =>
	new TieoutError("KEY_NOT_HERE_YET", "This process has not heard of the company's key yet. It is tried again by itself.");

const missing = (no: number): TieoutError =>
	new TieoutError(
		"KEY_MISSING",
		`This was sealed with key ${no} of this company, which is not here. Restore its row of tenant_keys from your backup.`,
		{
			keyNo: no,
		},
	);

const unreadable = (no: number): TieoutError =>
	new TieoutError(
		"KEY_UNREADABLE",
		`Key ${no} of this company can't be unwrapped with the present master key. Put the master key back that was in use when key ${no} was made.`,
		{ keyNo: no },
	);

export interface KeyName {
	readonly tenantId: string;
	readonly no: number;
}

/** What is written beside sealed bytes: `<tenant>/<number>`. */
export const keyIdOf = (tenantId: string, no: number): string => `${tenantId}/${no}`;

/** null: not one of ours. */
export function readKeyId(keyId: string): KeyName | null {
	const [, tenantId, no] = /^([0-9a-z-]{1,64})\/([1-9]\d{0,8})$/.exec(keyId) ?? [];
	return tenantId === undefined ? null : { tenantId, no: Number(no) };
}

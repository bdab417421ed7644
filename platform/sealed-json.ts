// A value at rest that only its owner's record may open: sealed with the tenant's key and bound to what it belongs to.
import { keyIdOf, type Keys, readKeyId } from "./keys.ts";
import { open, seal } from "./seal.ts";

export interface SealedJson {
	readonly bytes: Uint8Array;
	/** Which key: `<tenant>/<number>`. */
	readonly keyId: string;
}

/** @param belongsTo the record; opening needs the same text */
export function sealJson(keys: Keys, tenantId: string, belongsTo: string, value: unknown): SealedJson {
	const { no, key } = keys.current(tenantId, "secret");
	const keyId = keyIdOf(tenantId, no);
	return { bytes: seal(key, `json|${keyId}|${belongsTo}`, new TextEncoder().encode(JSON.stringify(value))), keyId };
}

/** @throws TieoutError KEY_MISSING or KEY_UNREADABLE, Error when it belongs to something else or was altered */
export function openJson(keys: Keys, tenantId: string, belongsTo: string, { bytes, keyId }: SealedJson): unknown {
	const no = readKeyId(keyId)?.no ?? 0;
	const plain = open(keys.numbered(tenantId, "secret", no), `json|${keyId}|${belongsTo}`, bytes);
	return JSON.parse(new TextDecoder().decode(plain)) as unknown;
}

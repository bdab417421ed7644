// Keys per tenant and purpose, derived from the master key by HKDF-SHA256 (RFC 5869). Derivation is pure and cached, so the
// payload codec never waits for a query. The keys exist in memory only.
import { hkdfSync } from "node:crypto";

/** `payload`: Temporal histories, `object`: stored bytes, `secret`: credentials of connections. */
export type KeyPurpose = "payload" | "object" | "secret";

/** Whose key the platform's own workflows (`p/…`) use. */
export const platformTenant = "platform";

export interface Keys {
	/** 32 bytes for AES-256. The same inputs give the same key for ever. */
	readonly tenantKey: (tenantId: string, purpose: KeyPurpose) => Uint8Array;
}

/** @param master 32 bytes */
export function createKeys(master: Uint8Array): Keys {
	const cache = new Map<string, Uint8Array>();
	return {
		tenantKey: (tenantId, purpose) => {
			const info = `tieout/${purpose}/${tenantId}/1`;
			const known = cache.get(info);
			if (known !== undefined) return known;
			const key = new Uint8Array(hkdfSync("sha256", master, new Uint8Array(0), info, 32));
			cache.set(info, key);
			return key;
		},
	};
}

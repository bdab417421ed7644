// Signs with a tenant's audit key, Ed25519 (RFC 8032). The key is derived from the tenant's data key of the day, so it is in every
// process that has the keyring and in no database; its number is kept with what it signed, so it rotates with the data keys.
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { keyIdOf, type Keys } from "./keys.ts";

// RFC 8410: an Ed25519 private key in PKCS #8 is these bytes and the 32 bytes of the seed.
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

export interface AuditSigner {
	/** `<tenant>/<number>` */
	readonly keyId: string;
	/** The raw 32 bytes, base64url. */
	readonly publicKey: string;
	/** Over the text's UTF-8 bytes, base64url. */
	readonly sign: (text: string) => string;
}

/** Who signs for a tenant now. @throws TieoutError KEY_UNREADABLE when the tenant's key is not the installation's */
export function auditSigner(keys: Keys, tenantId: string): AuditSigner {
	const { no, key: seed } = keys.current(tenantId, "audit");
	const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: "der", type: "pkcs8" });
	return {
		keyId: keyIdOf(tenantId, no),
		publicKey: createPublicKey(key).export({ format: "jwk" }).x ?? "",
		sign: (text) => sign(null, Buffer.from(text), key).toString("base64url"),
	};
}

/** Whether a signature is the key's over the text; false also for what is no key and no signature. */
export function verifySignature(publicKey: string, text: string, signature: string): boolean {
	try {
		const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" });
		return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url"));
	} catch {
		return false;
	}
}

/** SHA-256 of UTF-8 text in hex. */
export const hashText = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

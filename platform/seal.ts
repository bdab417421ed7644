// AES-256-GCM in one layout for everything that is encrypted at rest: nonce (12 bytes), tag (16), ciphertext.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const nonceBytes = 12;
const tagBytes = 16;

/** @param aad what the bytes belong to; opening needs the same text */
export function seal(key: Uint8Array, aad: string, plain: Uint8Array): Uint8Array {
	const nonce = randomBytes(nonceBytes);
	const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(aad));
	const body = Buffer.concat([cipher.update(plain), cipher.final()]);
	return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
}

/** @throws Error when the key, the aad or any byte is another than at sealing */
export function open(key: Uint8Array, aad: string, sealed: Uint8Array): Uint8Array {
	const bytes = Buffer.from(sealed);
	const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes)).setAAD(Buffer.from(aad));
	decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
	return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]));
}

// Makes and opens keys that sign tokens: RSA of 2,048 bits (RFC 7518, 3.3), the private part sealed by the platform's key and bound to its name.
import { createPrivateKey, generateKeyPair, type KeyObject, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { type Keys, platformTenant } from "./keys.ts";
import { open, seal } from "./seal.ts";

export interface MadeSigningKey {
	readonly kid: string;
	/** As everybody may have it (RFC 7517). */
	readonly publicJwk: Readonly<Record<string, unknown>>;
	readonly sealed: Uint8Array;
}

const aadOf = (kid: string): string => `signing-key|${kid}`;
const sealingKey = (keys: Keys): Uint8Array => keys.numbered(platformTenant, "secret", 1);

export async function makeSigningKey(keys: Keys): Promise<MadeSigningKey> {
	const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
	const kid = randomUUID();
	const pem = privateKey.export({ type: "pkcs8", format: "pem" });
	return {
		kid,
		publicJwk: { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" },
		sealed: seal(sealingKey(keys), aadOf(kid), Buffer.from(pem)),
	};
}

/** @throws Error when it was sealed under another name or master key */
export const openSigningKey = (keys: Keys, kid: string, sealed: Uint8Array): KeyObject =>
	createPrivateKey(Buffer.from(open(sealingKey(keys), aadOf(kid), sealed)));

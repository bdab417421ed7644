// Credentials of connections at rest: sealed with the tenant's key and bound to tenant and record, so that a ciphertext copied
// to another row doesn't open. Opened inside an activity, and by the API for the secret that signs a vendor's webhooks; never logged,
// never in a history.
import { TieoutError } from "../domain/core/errors.ts";
import { keyIdOf, type Keys, readKeyId } from "./keys.ts";
import { open, seal } from "./seal.ts";

/** The record a secret belongs to. */
export type SecretOwner = { readonly tenantId: string } & ({ readonly connectionId: string } | { readonly recordId: string });

export interface SealedSecret {
	readonly ciphertext: Uint8Array;
	/** Which key: `<tenant>/<number>`. */
	readonly keyId: string;
}

export interface Secrets {
	readonly seal: (owner: SecretOwner, values: Readonly<Record<string, string>>) => SealedSecret;
	/** @throws TieoutError SECRET_UNREADABLE, KEY_MISSING or KEY_UNREADABLE */
	readonly open: (owner: SecretOwner, sealed: SealedSecret) => Readonly<Record<string, string>>;
}

const aadOf = (owner: SecretOwner, keyId: string): string =>
	`secret|${keyId}|${owner.tenantId}|${"connectionId" in owner ? owner.connectionId : owner.recordId}`;

export function createSecrets(keys: Keys): Secrets {
	return {
		seal: (owner, values) => {
			const { no, key } = keys.current(owner.tenantId, "secret");
			const keyId = keyIdOf(owner.tenantId, no);
			const plain = new TextEncoder().encode(JSON.stringify(values));
			return { ciphertext: seal(key, aadOf(owner, keyId), plain), keyId };
		},
		open: (owner, { ciphertext, keyId }) => {
			const name = readKeyId(keyId);
			// A lost key says so itself, with another remedy than typing everything again.
			const key = name === null ? new Uint8Array(32) : keys.numbered(owner.tenantId, "secret", name.no);
			try {
				const plain = open(key, aadOf(owner, keyId), ciphertext);
				return JSON.parse(new TextDecoder().decode(plain)) as Record<string, string>;
			} catch {
				throw new TieoutError(
					"SECRET_UNREADABLE",
					"The stored credentials of this connection can't be opened with the present master key. Enter them again.",
				);
			}
		},
	};
}

// A checkpoint: somebody who holds the installation's key says how long a tenant's chain was and what its head was. Kept outside the
// database, it can't be made to fit later.
import { canonicalJson } from "../../core/canonical-json.ts";
import type { ChainHead, HashText } from "./chain.ts";
import { isRecord } from "./audit-event.ts";

export const checkpointFormat = "tieout-audit-checkpoint/1";

export interface CheckpointBody extends ChainHead {
	readonly tenantId: string;
	/** From 1, without a gap. */
	readonly no: number;
	readonly at: string;
	/** Hash of the checkpoint before; null for the first. */
	readonly previous: string | null;
	/** Which of the installation's keys: `<tenant>/<number>`. */
	readonly keyId: string;
	/** The raw 32 bytes of an Ed25519 public key, base64url. */
	readonly publicKey: string;
}

export interface Checkpoint extends CheckpointBody {
	/** Ed25519 over `signedText`, base64url. */
	readonly signature: string;
}

/** Whether `signature` is the key's over the text's UTF-8 bytes. */
export type VerifySignature = (publicKey: string, text: string, signature: string) => boolean;

const bodyJson = (body: CheckpointBody) => ({
	format: checkpointFormat,
	tenant: body.tenantId,
	no: body.no,
	count: body.count,
	head: body.head,
	at: body.at,
	previous: body.previous,
	keyId: body.keyId,
	publicKey: body.publicKey,
});

/** A5: what is signed. The format's name leads, so that no other signature of the key fits. */
export const signedText = (body: CheckpointBody): string => `${checkpointFormat}\n${canonicalJson(bodyJson(body))}`;

/** What the next checkpoint names as the one before it. */
export const checkpointHash = (hash: HashText, checkpoint: Checkpoint): string =>
	hash(`${signedText(checkpoint)}\n${checkpoint.signature}`);

/** The file: one line of RFC 8785 JSON. */
export const checkpointText = (checkpoint: Checkpoint): string =>
	canonicalJson({ ...bodyJson(checkpoint), signature: checkpoint.signature });

const hexHash = /^[0-9a-f]{64}$/;

/** null: not a checkpoint of this format. */
export function readCheckpoint(value: unknown): Checkpoint | null {
	if (!isRecord(value) || value["format"] !== checkpointFormat) return null;
	const { tenant, no, count, head, at, previous, keyId, publicKey, signature } = value;
	if (typeof tenant !== "string" || typeof at !== "string" || typeof keyId !== "string") return null;
	if (typeof publicKey !== "string" || typeof signature !== "string") return null;
	if (!isCount(no) || !isCount(count) || typeof head !== "string" || !hexHash.test(head)) return null;
	if (previous !== null && (typeof previous !== "string" || !hexHash.test(previous))) return null;
	return { tenantId: tenant, no, count, head, at, previous, keyId, publicKey, signature };
}

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** How people compare keys: the first half of its hash in groups of four. */
export const fingerprintOf = (hash: HashText, publicKey: string): string =>
	(hash(`tieout-audit-key/1\n${publicKey}`).slice(0, 32).match(/.{4}/g) ?? []).join(" ");

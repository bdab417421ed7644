// A small audit trail made by hand, with everything that an export has, and the means to spoil it.
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { type AuditEvent, eventText } from "../../domain/tenancy/audit/audit-event.ts";
import { chained, type ChainHead, emptyChain, type HashText } from "../../domain/tenancy/audit/chain.ts";
import { type Checkpoint, checkpointHash, signedText, type VerifySignature } from "../../domain/tenancy/audit/checkpoint.ts";
import { commitment } from "../../domain/tenancy/audit/commitment.ts";
import { checkpointLine, eventLine, headLine, sealedLine } from "../../domain/tenancy/audit/export-lines.ts";
import type { VerificationReport } from "../../domain/tenancy/audit/findings.ts";
import { endVerification, startVerification, verifyLine } from "../../domain/tenancy/audit/verify-export.ts";
import { derivedId } from "../../domain/core/ids.ts";

export const hash: HashText = (text) => createHash("sha256").update(text).digest("hex");

export interface Signer {
	readonly publicKey: string;
	readonly sign: (text: string) => string;
}

/** @param name the same name gives the same key */
export function signerOf(name: string): Signer {
	const seed = createHash("sha256").update(name).digest();
	const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
	const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
	const publicKey = createPublicKey(key).export({ format: "jwk" }).x ?? "";
	return { publicKey, sign: (text) => sign(null, Buffer.from(text), key).toString("base64url") };
}

export const verifySignature: VerifySignature = (publicKey, text, signature) =>
	verify(
		null,
		Buffer.from(text),
		createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" }),
		Buffer.from(signature, "base64url"),
	);

export interface Trail {
	readonly tenantId: string;
	readonly lines: readonly string[];
	readonly checkpoints: readonly Checkpoint[];
	/** The last one. */
	readonly checkpoint: Checkpoint;
}

export interface TrailOptions {
	readonly tenant?: string;
	readonly count?: number;
	/** Events between two signatures; a head without a signature stands in the middle. */
	readonly every?: number;
	readonly signer?: Signer;
	readonly event?: (n: number) => Partial<AuditEvent>;
}

export function trailOf({
	tenant = "alder",
	count = 12,
	every = 4,
	signer = signerOf("ours"),
	event = () => ({}),
}: TrailOptions = {}): Trail {
	const tenantId = derivedId("audit-tenant", tenant);
	const lines = [headLine({ tenantId, from: emptyChain(hash, tenantId), at: "2026-11-09T12:00:00.000000Z" })];
	const checkpoints: Checkpoint[] = [];
	let chain = emptyChain(hash, tenantId);
	for (let n = 1; n <= count; n++) {
		const made = eventOf(tenantId, n, event(n));
		const eventHash = hash(eventText(made.event));
		chain = chained(hash, chain, eventHash);
		lines.push(eventLine({ seq: n, hash: eventHash, ...made }));
		if (n % every === Math.floor(every / 2)) lines.push(sealedLine(chain));
		if (n % every === 0) {
			checkpoints.push(signed(signer, tenantId, chain, checkpoints.at(-1) ?? null));
			lines.push(checkpointLine(checkpoints.at(-1) as Checkpoint));
		}
	}
	return { tenantId, lines, checkpoints, checkpoint: checkpoints.at(-1) as Checkpoint };
}

export function eventOf(tenantId: string, n: number, over: Partial<AuditEvent> = {}) {
	const id = derivedId("audit-event", tenantId, String(n));
	const name = { field: "actor.name", salt: hash(`salt ${tenantId} ${n}`).slice(0, 32), value: `Person ${n}` };
	const event: AuditEvent = {
		tenantId,
		id,
		at: `2026-11-09T12:00:${String(n % 60).padStart(2, "0")}.000000Z`,
		actor: { kind: "person", id: derivedId("person", String(n % 3)), onBehalfOf: null },
		action: "connections.rename",
		resource: { kind: "connection", id: derivedId("connection", String(n % 2)) },
		summary: "A connection was renamed",
		before: { name: `old ${n}` },
		after: { name: `new ${n}`, count: n },
		reason: null,
		correlationId: `c-${n}`,
		jobId: null,
		personal: { "actor.name": commitment(hash, { tenantId, eventId: id }, name) },
		...over,
	};
	return { event, personal: { [name.field]: { salt: name.salt, value: name.value } } };
}

export function signed(signer: Signer, tenantId: string, chain: ChainHead, before: Checkpoint | null): Checkpoint {
	const body = {
		tenantId,
		no: (before?.no ?? 0) + 1,
		...chain,
		at: "2026-11-09T13:00:00.000000Z",
		previous: before === null ? null : checkpointHash(hash, before),
		keyId: `${tenantId}/1`,
		publicKey: signer.publicKey,
	};
	return { ...body, signature: signer.sign(signedText(body)) };
}

export function verified(
	lines: readonly string[],
	checkpoint: Checkpoint,
	{ publicKey = null, allowWithheld = false }: { readonly publicKey?: string | null; readonly allowWithheld?: boolean } = {},
): VerificationReport {
	const start = startVerification({ hash, verifySignature, checkpoint, publicKey, allowWithheld });
	return endVerification(lines.reduce(verifyLine, start));
}

/** The index of event `seq`'s line. */
export const lineOf = (lines: readonly string[], seq: number): number => lines.findIndex((line) => line.startsWith(`{"seq":${seq},`));

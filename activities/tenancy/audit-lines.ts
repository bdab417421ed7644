// The lines of an export or an archive, seal by seal, each read in a short transaction, and their verification on the way back.
import { checkpointsBetween } from "../../db/tenancy/audit-checkpoint.store.ts";
import { headAt, linesOf, type MonthBounds, sealAfter } from "../../db/tenancy/audit-read.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { Checkpoint } from "../../domain/tenancy/audit/checkpoint.ts";
import { checkpointLine, eventLine, headLine, sealedLine } from "../../domain/tenancy/audit/export-lines.ts";
import type { VerificationReport } from "../../domain/tenancy/audit/findings.ts";
import { endVerification, startVerification, verifyLine } from "../../domain/tenancy/audit/verify-export.ts";
import { hashText, verifySignature } from "../../platform/audit-signer.ts";

export interface AuditRange {
	readonly tenantId: string;
	/** The number before the first; the last of a seal, or 0. */
	readonly from: number;
	/** The last number; the last of a seal. */
	readonly to: number;
	/** An archive: only this month's events, with the places of all, and without what can be erased; null: everything. */
	readonly month: MonthBounds | null;
	readonly at: string;
}

type Run = <T>(work: (em: ScopedEm) => Promise<T>) => Promise<T>;

/** Pieces of whole lines. @param each told how many numbers each piece has */
export async function* auditLines(run: Run, range: AuditRange, each: (numbers: number) => void): AsyncGenerator<Uint8Array> {
	const { tenantId, from, to, month, at } = range;
	const encode = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(`${lines.join("\n")}\n`);
	const start = await run((em) => headAt(em, tenantId, from));
	if (start === null)
		throw new TieoutError("AUDIT_SEAL_MISSING", `The audit trail has no seal that ends at ${from}. Restore audit_seals from your backup.`);
	yield encode([headLine({ tenantId, from: start, at })]);
	for (let after = from; after < to; ) {
		const begun = after;
		const part = await run(async (em) => {
			const seal = await sealAfter(em, tenantId, begun);
			if (seal === null) return null;
			return { seal, lines: await linesOf(em, tenantId, seal, month), signed: await checkpointsBetween(em, tenantId, begun, seal.count) };
		});
		if (part === null || part.seal.firstSeq !== begun + 1)
			throw new TieoutError(
				"AUDIT_SEAL_MISSING",
				`The audit trail has no seal that begins at ${begun + 1}. Restore audit_seals from your backup.`,
			);
		const { seal, lines, signed } = part;
		yield encode([
			...lines.map((line) => eventLine(month === null ? line : { ...line, personal: {} })),
			sealedLine(seal),
			...signed.map(checkpointLine),
		]);
		each(lines.length);
		after = seal.count;
	}
}

export interface Held {
	readonly checkpoint: Checkpoint;
	readonly allowWithheld: boolean;
}

/** Reads written lines back and holds them against a checkpoint. */
export async function verifyLines(pieces: AsyncIterable<Uint8Array>, { checkpoint, allowWithheld }: Held): Promise<VerificationReport> {
	let state = startVerification({ hash: hashText, verifySignature, checkpoint, publicKey: checkpoint.publicKey, allowWithheld });
	const decoder = new TextDecoder();
	let rest = "";
	for await (const piece of pieces) {
		const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) state = verifyLine(state, line);
	}
	if (rest !== "") state = verifyLine(state, rest);
	return endVerification(state);
}

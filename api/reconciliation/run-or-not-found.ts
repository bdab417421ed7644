// The run that a procedure is about, or the sentence that says it isn't there: of nobody or of another tenant, which look the same.
import { type OfPayout, payoutProof, type PayoutProofDetail } from "../../db/reconciliation/payout-proof.store.ts";
import { runDetail, type RunDetail } from "../../db/reconciliation/run.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";

/** The proof of a payout of a run. */
export async function proofOrNotFound(em: ScopedEm, of: OfPayout): Promise<PayoutProofDetail> {
	const proof = await payoutProof(em, of);
	if (proof === null) throw new TieoutError("NOT_FOUND", "This payout isn't part of that reconciliation. Choose one from its list.");
	return proof;
}

const notFound = (): TieoutError => new TieoutError("NOT_FOUND", "This reconciliation isn't there. Choose one from the list.");

export async function runOrNotFound(em: ScopedEm, of: { readonly tenantId: string; readonly runId: string }): Promise<RunDetail> {
	const run = await runDetail(em, of);
	if (run === null) throw notFound();
	return run;
}

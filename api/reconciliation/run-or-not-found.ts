// The run that a procedure is about, or the sentence that says it isn't there: of nobody or of another tenant, which look the same.
import { runDetail, type RunDetail } from "../../db/reconciliation/run.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";

export const notFound = (): TieoutError => new TieoutError("NOT_FOUND", "This reconciliation isn't there. Choose one from the list.");

export async function runOrNotFound(em: ScopedEm, of: { readonly tenantId: string; readonly runId: string }): Promise<RunDetail> {
	const run = await runDetail(em, of);
	if (run === null) throw notFound();
	return run;
}

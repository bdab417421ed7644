// Which confirmed files an import may take: those whose own import was asked for and let through, and those that no policy holds back.
// One import reads every confirmed file of its connection, so a file that waits for an approval must not go along with another one.
import { policiesInForce } from "../../db/tenancy/access.store.ts";
import { type ImportFile, pendingFilesOf } from "../../db/sync/import-file.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { fileWorths } from "../../domain/sync/files/file-worth.ts";
import { approvalNeeded } from "../../domain/tenancy/policies/approvals.ts";
import { approvalRules } from "../../domain/tenancy/policies/policy.ts";

export async function filesLetIn(
	em: ScopedEm,
	of: { readonly tenantId: string; readonly connectionId: string },
): Promise<readonly ImportFile[]> {
	const files = await pendingFilesOf(em, of);
	if (files.length === 0) return files;
	const rules = approvalRules(await policiesInForce(em, of.tenantId));
	return files.filter(({ letIn, totals }) => letIn || approvalNeeded(rules, "files.import", fileWorths(totals)) === null);
}

// Which confirmed files an import may take: those whose own import was asked for and let through, and those that nothing holds back: no
// policy, no balances that differ, no other file or source that has the same rows. One import reads every confirmed file of its
// connection, so a file that waits for somebody's word must not go along with another one.
import { policiesInForce } from "../../db/tenancy/access.store.ts";
import { repeatsOf } from "../../db/sync/file-overlap.store.ts";
import { type ImportFile, type PendingFile, pendingFilesOf } from "../../db/sync/import-file.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { fileWorths } from "../../domain/sync/files/file-worth.ts";
import { balancesDiffer } from "../../domain/sync/files/preview.ts";
import { type ApprovalContent, approvalNeeded } from "../../domain/tenancy/policies/approvals.ts";
import { approvalRules } from "../../domain/tenancy/policies/policy.ts";

export async function filesLetIn(
	em: ScopedEm,
	of: { readonly tenantId: string; readonly connectionId: string },
): Promise<readonly ImportFile[]> {
	const files = await pendingFilesOf(em, of);
	if (files.length === 0) return files;
	const rules = approvalRules(await policiesInForce(em, of.tenantId));
	const free: PendingFile[] = [];
	for (const file of files) if (file.letIn || (await nothingHolds(em, of.tenantId, rules, file))) free.push(file);
	return free;
}

async function nothingHolds(em: ScopedEm, tenantId: string, rules: readonly ApprovalContent[], file: PendingFile): Promise<boolean> {
	if (approvalNeeded(rules, "files.import", fileWorths(file.preview)) !== null || balancesDiffer(file.preview)) return false;
	const { duplicate, liveSource } = await repeatsOf(em, tenantId, file);
	return duplicate === null && liveSource === null;
}

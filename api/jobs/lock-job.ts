// Two people who replay the same job at once queue up here; the second then sees the first one's run and is refused.
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { chainRoot } from "../../db/jobs/replay-chain.store.ts";
import { lockJobRow } from "../../db/jobs/job.store.ts";

/** @throws TieoutError NOT_FOUND, also for another tenant's job */
export async function lockJob(em: ScopedEm, tenantId: string, jobId: string): Promise<void> {
	const root = await chainRoot(em, { tenantId, jobId });
	if (root === null) throw new TieoutError("NOT_FOUND", "There is no such job in this company. It may belong to another one.");
	await lockJobRow(em, tenantId, root);
}

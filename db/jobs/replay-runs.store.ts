// The reconciliations around a replay: the last one of a month before it, and which months read what it has changed.
import type { ScopedEm } from "../tenant-scope.ts";
import { changedWithin } from "./replay-rows-diff.store.ts";
import type { RunBefore } from "./replay.store.ts";

/** The newest finished reconciliation of the month; null: there is none. */
export async function lastRunBefore(
	em: ScopedEm,
	{ tenantId, entityId, month }: { readonly tenantId: string; readonly entityId: string; readonly month: string },
): Promise<string | null> {
	const rows = await em.execute<{ id: string }[]>(
		`select id::text as "id" from reconciliation_runs where tenant_id = ?::uuid and entity_id = ?::uuid and period_from = ?::date and status = 'done'
		order by created_at desc, id limit 1`,
		[tenantId, entityId, `${month}-01`],
	);
	return rows[0]?.id ?? null;
}

// A payout of a month has rows of the month before and after: charges that it pays out, a late bank line, a return.
const nearDays = 31;

/** Of these months, those in or near which a row has changed. */
export async function monthsThatRead(
	em: ScopedEm,
	{ tenantId, jobIds, runs }: { readonly tenantId: string; readonly jobIds: readonly string[]; readonly runs: readonly RunBefore[] },
): Promise<RunBefore[]> {
	const touched = new Set(await changedWithin(em, { tenantId, jobIds, months: runs.map(({ month }) => month), nearDays }));
	return runs.filter(({ month }) => touched.has(month));
}

export async function runIsDone(
	em: ScopedEm,
	{ tenantId, runId }: { readonly tenantId: string; readonly runId: string },
): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		"select 1 from reconciliation_runs where tenant_id = ?::uuid and id = ?::uuid and status = 'done'",
		[tenantId, runId],
	);
	return rows.length > 0;
}

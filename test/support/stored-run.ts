// A finished reconciliation without an engine: so many matches, each tying the first stored row to itself, and so many exceptions.
import { randomUUID } from "node:crypto";
import type { StoredSync } from "./stored-sync.ts";
import type { TestDatabase, TestTenant } from "./database.ts";

/** Matches m-00001, m-00002, … of 10.00 and 9.99, exceptions x-00001, … of 1.01, 1.02, …: in the tenant's own currency. @returns the run */
export async function storedRun(
	db: TestDatabase,
	tenant: TestTenant,
	{ jobId, rows }: StoredSync,
	counts: { readonly matches: number; readonly exceptions: number },
): Promise<string> {
	const runId = randomUUID();
	const { tenantId, currency, entityId } = tenant;
	await db.withTenant(tenant, async (em) => {
		await em.execute(
			`insert into reconciliation_runs (tenant_id, id, job_id, entity_id, period_from, period_to, as_of, inputs, control_totals, rules,
				rules_version, engine_version, status)
			values (?, ?, ?, ?, '2026-10-01', '2026-10-31', now(), '[]', '[]', '{}', '1', '1', 'done')`,
			[tenantId, runId, jobId, entityId],
		);
		await em.execute(
			`insert into matches (tenant_id, run_id, id, level, pass, payout_key, leaf, category, currency, a_minor, b_minor, residual_minor, reasons)
			select ?::uuid, ?::uuid, gen_random_uuid(), 'item', case when i % 2 = 1 then 'exact' else 'tolerance' end, 'po_' || i,
				'm-' || lpad(i::text, 5, '0'), 'charge', ?, 1000, 999, 1, '["=same, amount"]' from generate_series(1, ?::int) i`,
			[tenantId, runId, currency, counts.matches],
		);
		await em.execute(
			`insert into match_members (tenant_id, run_id, match_id, side, position, canonical_id, canonical_version, amount_minor)
			select m.tenant_id, m.run_id, m.id, side, 0, c.id, c.version, 1000 from matches m cross join (values ('a'), ('b')) s (side)
			join canonical_rows c on c.tenant_id = m.tenant_id and c.id = ?::uuid and c.to_seq is null where m.tenant_id = ? and m.run_id = ?`,
			[rows[0]?.canonicalId, tenantId, runId],
		);
		await em.execute(
			`insert into exceptions (tenant_id, run_id, id, type, leaf, payout_key, row_key, currency, amount_minor, difference_minor, ledger_date,
				sentence, losers)
			select ?::uuid, ?::uuid, gen_random_uuid(), case when i % 2 = 1 then 'missing_in_ledger' else 'wrong_amount' end, 'x-' || lpad(i::text, 5, '0'), null,
				'r', ?, 1000, 100 + i, '2026-10-05', '=HYPERLINK("http://x") of ' || i, '[]' from generate_series(1, ?::int) i`,
			[tenantId, runId, currency, counts.exceptions],
		);
	});
	return runId;
}

// Which jobs touched a payout, a record, a month or some days of a connection: found from the rows they wrote or ended, never from
// their names.
// A run that another run started is told as its parent.
import { Conditions } from "../reconciliation/conditions.ts";
import { monthPeriod } from "../../domain/core/dates.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { type JobListRow, jobsById } from "./job-list.store.ts";

export type BusinessKey =
	| { readonly by: "payout"; readonly payout: string }
	| { readonly by: "record"; readonly naturalKey: string; readonly connectionId?: string | undefined }
	| { readonly by: "period"; readonly entityId: string; readonly month: string }
	| { readonly by: "connection"; readonly connectionId: string; readonly from: string; readonly to: string };

export interface TouchingJob extends JobListRow {
	/** Rows of the asked thing that it wrote, or ended because the source no longer has them; of a reconciliation, what it says about it. */
	readonly touched: number;
}

/** The rows that a key means; alias `c`. */
function rowsWhere(tenantId: string, key: BusinessKey): Conditions {
	const where = new Conditions().add("c.tenant_id = ?::uuid", tenantId);
	switch (key.by) {
		case "payout":
			return where.add(
				"(c.kind = 'payout' and c.natural_key = ? or c.reference = ? or c.group_key = ? or c.group_reference = ?)",
				...Array.from({ length: 4 }, () => key.payout),
			);
		case "record":
			where.addIf("c.connection_id = ?::uuid", key.connectionId);
			return where.add(
				"(c.natural_key = ? or exists (select from records r where r.tenant_id = c.tenant_id and r.id = c.record_id and r.version = c.record_version and r.natural_key = ?))",
				key.naturalKey,
				key.naturalKey,
			);
		case "period": {
			const { from, to } = monthPeriod(key.month);
			return where.add(
				`c.ledger_date between ?::date and ?::date and c.connection_id in
					(select x.id from connections x where x.tenant_id = c.tenant_id and x.entity_id = ?::uuid)`,
				from,
				to,
				key.entityId,
			);
		}
		case "connection":
			return where.add("c.connection_id = ?::uuid and c.ledger_date between ?::date and ?::date", key.connectionId, key.from, key.to);
	}
}

/** The reconciliations that say something about it; alias `r`. Null: a key that reconciliations don't know. */
function runsWhere(tenantId: string, key: BusinessKey): Conditions | null {
	const where = new Conditions().add("r.tenant_id = ?::uuid", tenantId);
	switch (key.by) {
		case "payout":
			return where.add(
				"exists (select from payout_proofs x where x.tenant_id = r.tenant_id and x.run_id = r.id and x.payout_key = ?)",
				key.payout,
			);
		case "record":
			return where.add(
				`exists (select from canonical_rows c join match_members m on m.tenant_id = c.tenant_id and m.canonical_id = c.id and m.run_id = r.id
					where c.tenant_id = r.tenant_id and c.natural_key = ?)`,
				key.naturalKey,
			);
		case "period":
			return where.add("r.entity_id = ?::uuid and r.period_from = ?::date", key.entityId, `${key.month}-01`);
		case "connection":
			return null;
	}
}

const mostJobs = 200;

/** Newest first, at most 200. */
export async function jobsTouching(
	em: ScopedEm,
	{ tenantId, key }: { readonly tenantId: string; readonly key: BusinessKey },
): Promise<TouchingJob[]> {
	const rows = rowsWhere(tenantId, key);
	const runs = runsWhere(tenantId, key);
	const found = await em.execute<{ id: string; touched: number }[]>(
		`select coalesce(j.parent_job_id, j.id)::text as "id", sum(t.touched)::int as "touched" from (
			select p.job_id, count(*) as touched from canonical_rows c
			join pages p on p.tenant_id = c.tenant_id and p.connection_id = c.connection_id and p.stream = c.stream and p.seq = c.from_seq
			where ${rows.sql} group by p.job_id
			union all select p.job_id, count(*) from canonical_rows c
			join pages p on p.tenant_id = c.tenant_id and p.connection_id = c.connection_id and p.stream = c.stream and p.seq = c.to_seq
			where ${rows.sql} and not exists
				(select from canonical_rows n where n.tenant_id = c.tenant_id and n.id = c.id and n.from_seq = c.to_seq) group by p.job_id
			${runs === null ? "" : `union all select r.job_id, count(*) from reconciliation_runs r where ${runs.sql} group by r.job_id`}
		) t join jobs j on j.tenant_id = ?::uuid and j.id = t.job_id
		group by coalesce(j.parent_job_id, j.id) order by max(j.requested_at) desc limit ?`,
		[...rows.values, ...rows.values, ...(runs?.values ?? []), tenantId, mostJobs],
	);
	const touched = new Map(found.map((each) => [each.id, each.touched]));
	const jobs = await jobsById(em, tenantId, [...touched.keys()]);
	return jobs.map((job) => ({ ...job, touched: touched.get(job.id) ?? 0 }));
}

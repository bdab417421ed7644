// Runs as people see them: the list, one run with its totals and roll-forwards, and its counts.
import type { SourceTotal } from "../../domain/reconciliation/source-totals.ts";
import type { PageOf } from "../../domain/core/page.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import type { FrozenStream } from "./freeze-inputs.store.ts";
import { Conditions } from "./conditions.ts";
import { decodeKey, encodeKey } from "./keyset.ts";

interface OfRun {
	readonly tenantId: string;
	readonly runId: string;
}

export interface RunCounts {
	readonly payouts: number;
	readonly matchedPayouts: number;
	readonly matches: number;
	readonly exceptions: number;
	/** Currencies whose books or bank have an unexplained difference. */
	readonly unexplained: number;
}

const countColumns = `(select count(*)::int from payout_proofs x where x.tenant_id = r.tenant_id and x.run_id = r.id) as "payouts",
	(select count(*)::int from payout_proofs x where x.tenant_id = r.tenant_id and x.run_id = r.id and x.status = 'matched') as "matchedPayouts",
	(select count(*)::int from matches x where x.tenant_id = r.tenant_id and x.run_id = r.id) as "matches",
	(select count(*)::int from exceptions x where x.tenant_id = r.tenant_id and x.run_id = r.id) as "exceptions",
	(select count(*)::int from reconciliation_totals x where x.tenant_id = r.tenant_id and x.run_id = r.id
		and x.line in ('books.unexplained', 'bank.unexplained') and x.difference_minor <> 0) as "unexplained"`;

export async function runCounts(em: ScopedEm, { tenantId, runId }: OfRun): Promise<RunCounts> {
	const [row] = await em.execute<RunCounts[]>(
		`select ${countColumns} from reconciliation_runs r where r.tenant_id = ?::uuid and r.id = ?::uuid`,
		[tenantId, runId],
	);
	return row ?? { payouts: 0, matchedPayouts: 0, matches: 0, exceptions: 0, unexplained: 0 };
}

export interface RunRow extends RunCounts {
	readonly id: string;
	readonly jobId: string;
	readonly entityId: string;
	readonly entityName: string;
	readonly timeZone: string;
	/** "2026-10" */
	readonly month: string;
	readonly periodFrom: string;
	readonly periodTo: string;
	readonly asOf: string;
	readonly createdAt: string;
	readonly status: string;
	readonly rulesVersion: string;
	readonly engineVersion: string;
	readonly inputHash: string | null;
	readonly resultHash: string | null;
}

const runColumns = `r.id::text as "id", r.job_id::text as "jobId", r.entity_id::text as "entityId", e.name as "entityName",
	e.time_zone as "timeZone", to_char(r.period_from, 'YYYY-MM') as "month", r.period_from::text as "periodFrom", r.period_to::text as "periodTo",
	${instantText("r.as_of")} as "asOf", ${instantText("r.created_at")} as "createdAt", r.status, r.rules_version as "rulesVersion",
	r.engine_version as "engineVersion", r.input_hash as "inputHash", r.result_hash as "resultHash", ${countColumns}`;

const from = `from reconciliation_runs r join entities e on e.tenant_id = r.tenant_id and e.id = r.entity_id`;

export interface RunFilter {
	readonly tenantId: string;
	readonly entityId?: string | undefined;
	readonly month?: string | undefined;
	readonly after: string | null;
	readonly limit: number;
}

/** Newest first. */
export async function runsOf(em: ScopedEm, { tenantId, entityId, month, after, limit }: RunFilter): Promise<PageOf<RunRow>> {
	const where = new Conditions().add("r.tenant_id = ?::uuid", tenantId);
	where.addIf("r.entity_id = ?::uuid", entityId);
	if (month !== undefined) where.add("r.period_from = ?::date", `${month}-01`);
	const [{ total } = { total: 0 }] = await em.execute<{ total: number }[]>(
		`select count(*)::int as "total" from reconciliation_runs r where ${where.sql}`,
		where.values,
	);
	const key = decodeKey(after, 2);
	if (key !== null) where.add("(r.created_at, r.id) < (?::timestamptz, ?::uuid)", ...key);
	const rows = await em.execute<(RunRow & { readonly sortAt: string })[]>(
		`select ${runColumns}, r.created_at::text as "sortAt" ${from} where ${where.sql} order by r.created_at desc, r.id desc limit ?`,
		[...where.values, limit + 1],
	);
	const last = rows.length > limit ? rows[limit - 1] : undefined;
	return {
		rows: rows.slice(0, limit).map(({ sortAt: _sortAt, ...row }) => row),
		next: last === undefined ? null : encodeKey([last.sortAt, last.id]),
		total,
	};
}

export interface TotalRow {
	readonly line: string;
	readonly currency: string;
	readonly aCount: number;
	readonly aMinor: string;
	readonly bCount: number;
	readonly bMinor: string;
	readonly differenceMinor: string;
	readonly position: number;
}

export interface RollForwardRow {
	readonly currency: string;
	readonly position: number;
	readonly line: string;
	readonly minor: string;
	readonly tieMinor: string | null;
}

export interface RunDetail extends RunRow {
	readonly inputs: readonly FrozenStream[];
	readonly rules: unknown;
	readonly totals: readonly TotalRow[];
	readonly rollForwards: readonly RollForwardRow[];
	/** What the sources themselves stated, of the sync that belongs to the inputs. */
	readonly sourceTotals: readonly SourceTotal[];
}

export async function runDetail(em: ScopedEm, { tenantId, runId }: OfRun): Promise<RunDetail | null> {
	const [run] = await em.execute<(RunRow & Pick<RunDetail, "inputs" | "rules">)[]>(
		`select ${runColumns}, r.inputs, r.rules ${from} where r.tenant_id = ?::uuid and r.id = ?::uuid`,
		[tenantId, runId],
	);
	if (run === undefined) return null;
	const totals = await em.execute<TotalRow[]>(
		`select line, currency, a_count::int as "aCount", a_minor::text as "aMinor", b_count::int as "bCount", b_minor::text as "bMinor",
			difference_minor::text as "differenceMinor", position from reconciliation_totals where tenant_id = ?::uuid and run_id = ?::uuid order by position`,
		[tenantId, runId],
	);
	const rollForwards = await em.execute<RollForwardRow[]>(
		`select currency, position, line, minor::text as "minor", tie_minor::text as "tieMinor" from roll_forwards
		where tenant_id = ?::uuid and run_id = ?::uuid order by position`,
		[tenantId, runId],
	);
	const sourceTotals = await em.execute<SourceTotal[]>(
		`select t.id::text as "id", t.connection_id::text as "connectionId", t.stream, t.name, t.currency, t.ours_minor::text as "oursMinor",
			t.theirs_minor::text as "theirsMinor", t.ours_count::int as "oursCount", t.theirs_count::int as "theirsCount", t.verdict, t.note,
			${instantText("t.as_of")} as "asOf"
		from reconciliation_runs r
		join control_totals t on t.tenant_id = r.tenant_id and t.id in (select value::uuid from jsonb_array_elements_text(r.control_totals))
		where r.tenant_id = ?::uuid and r.id = ?::uuid order by t.stream, t.name, t.currency`,
		[tenantId, runId],
	);
	return { ...run, totals, rollForwards, sourceTotals };
}

// Exceptions of a run: the list, paged by key, and those of one payout with the rows they point to.
import type { PageOf } from "../../domain/core/page.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { Conditions } from "./conditions.ts";
import { decodeKey, encodeKey } from "./keyset.ts";

/** The row on a side of an exception. */
export interface ExceptionRow {
	readonly id: string;
	readonly type: string;
	readonly leaf: string;
	readonly payoutKey: string | null;
	readonly currency: string;
	readonly amountMinor: string;
	readonly differenceMinor: string;
	readonly ledgerDate: string | null;
	readonly sentence: string;
	readonly aCanonicalId: string | null;
	readonly aCanonicalVersion: number | null;
	readonly aCategory: string | null;
	readonly bCanonicalId: string | null;
	readonly bCanonicalVersion: number | null;
	readonly bCategory: string | null;
	readonly bDocument: string | null;
	readonly bAmountMinor: string | null;
	readonly bReference: string | null;
	readonly losers: readonly {
		readonly canonicalId: string;
		readonly canonicalVersion: number;
		readonly naturalKey: string;
		readonly reason: string;
	}[];
}

const columns = `x.id::text as "id", x.type, x.leaf, x.payout_key as "payoutKey", x.currency, x.amount_minor::text as "amountMinor",
	x.difference_minor::text as "differenceMinor", x.ledger_date::text as "ledgerDate", x.sentence,
	x.a_canonical_id::text as "aCanonicalId", x.a_canonical_version as "aCanonicalVersion", a.category as "aCategory",
	x.b_canonical_id::text as "bCanonicalId", x.b_canonical_version as "bCanonicalVersion", b.category as "bCategory", b.document as "bDocument",
	b.amount_minor::text as "bAmountMinor", b.reference as "bReference", x.losers`;

const from = `from exceptions x
	left join canonical_rows a on a.tenant_id = x.tenant_id and a.id = x.a_canonical_id and a.version = x.a_canonical_version
	left join canonical_rows b on b.tenant_id = x.tenant_id and b.id = x.b_canonical_id and b.version = x.b_canonical_version`;

export interface ExceptionFilter {
	readonly tenantId: string;
	readonly runId: string;
	readonly type?: string | undefined;
	readonly currency?: string | undefined;
	readonly payoutKey?: string | undefined;
	/** The row of the list under which they stand. */
	readonly rowKey?: string | undefined;
	readonly after: string | null;
	readonly limit: number;
}

const conditionsOf = (filter: Omit<ExceptionFilter, "after" | "limit">): Conditions =>
	new Conditions()
		.add("x.tenant_id = ?::uuid", filter.tenantId)
		.add("x.run_id = ?::uuid", filter.runId)
		.addIf("x.type = ?", filter.type)
		.addIf("x.currency = ?", filter.currency)
		.addIf("x.payout_key = ?", filter.payoutKey)
		.addIf("x.row_key = ?", filter.rowKey);

/** By type, then leaf. */
export async function exceptionsOf(em: ScopedEm, filter: ExceptionFilter): Promise<PageOf<ExceptionRow>> {
	const where = conditionsOf(filter);
	const [{ total } = { total: 0 }] = await em.execute<{ total: number }[]>(
		`select count(*)::int as "total" from exceptions x where ${where.sql}`,
		where.values,
	);
	const key = decodeKey(filter.after, 3);
	if (key !== null) where.add("(x.type, x.leaf, x.id) > (?, ?, ?::uuid)", ...key);
	const rows = await em.execute<ExceptionRow[]>(`select ${columns} ${from} where ${where.sql} order by x.type, x.leaf, x.id limit ?`, [
		...where.values,
		filter.limit + 1,
	]);
	const last = rows.length > filter.limit ? rows[filter.limit - 1] : undefined;
	return { rows: rows.slice(0, filter.limit), next: last === undefined ? null : encodeKey([last.type, last.leaf, last.id]), total };
}

export interface ExceptionSum {
	readonly currency: string;
	readonly count: number;
	readonly differenceMinor: string;
}

/** Everything that matches, by currency. */
export async function exceptionSums(em: ScopedEm, filter: Omit<ExceptionFilter, "after" | "limit">): Promise<ExceptionSum[]> {
	const where = conditionsOf(filter);
	return em.execute<ExceptionSum[]>(
		`select x.currency, count(*)::int as "count", sum(x.difference_minor)::bigint::text as "differenceMinor"
		from exceptions x where ${where.sql} group by x.currency order by x.currency`,
		where.values,
	);
}

export interface ExplainedRow {
	readonly type: string;
	readonly currency: string;
	readonly count: number;
	readonly differenceMinor: string;
	/** Of the exception with the largest difference. */
	readonly sentence: string;
	/** Its ledger date: where the ageing starts. */
	readonly since: string | null;
	readonly payoutKey: string | null;
}

/** What explains the open difference: exceptions summed by type and currency, the largest one's words beside them. */
export async function explainedBy(
	em: ScopedEm,
	{ tenantId, runId }: { readonly tenantId: string; readonly runId: string },
): Promise<ExplainedRow[]> {
	return em.execute<ExplainedRow[]>(
		`select x.type, x.currency, count(*)::int as "count", sum(x.difference_minor)::bigint::text as "differenceMinor",
			(array_agg(x.sentence order by abs(x.difference_minor) desc, x.leaf))[1] as "sentence",
			min(x.ledger_date)::text as "since", (array_agg(x.payout_key order by abs(x.difference_minor) desc, x.leaf))[1] as "payoutKey"
		from exceptions x where x.tenant_id = ?::uuid and x.run_id = ?::uuid
		group by x.type, x.currency order by x.currency, abs(sum(x.difference_minor)) desc, x.type`,
		[tenantId, runId],
	);
}

// The list of payouts of a run, paged by key, with sums over the whole filtered set: unfiltered they are the control total.
import type { PageOf } from "../../domain/core/page.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { Conditions } from "./conditions.ts";
import { decodeKey, encodeKey } from "./keyset.ts";

/** A section of the control totals; books are payouts and activity together. */
export const listViews = ["payouts", "activity", "books", "bank"] as const;
export type ListView = (typeof listViews)[number];

export interface RowRecord {
	readonly side: "a" | "b";
	readonly canonicalId: string;
	readonly canonicalVersion: number;
	readonly label: string;
	readonly ledgerDate: string;
	readonly amountMinor: string;
}

export interface PayoutListRow {
	readonly rowKey: string;
	readonly rowKind: "payout" | "other_period" | "returned" | "untied" | "activity";
	readonly status: "matched" | "break" | "timing" | "unproven" | "returned" | "untied";
	readonly label: string;
	readonly payoutKey: string | null;
	readonly currency: string;
	readonly ledgerDate: string;
	readonly sentence: string;
	readonly aCount: number;
	readonly aMinor: string;
	readonly bCount: number;
	readonly bMinor: string;
	/** a − b. */
	readonly differenceMinor: string;
	readonly records: readonly RowRecord[];
	/** Of the proof; null on a row that is not a payout of the period. */
	readonly kind: "itemised" | "balance_proven" | null;
	readonly canonicalId: string | null;
	readonly canonicalVersion: number | null;
	readonly payoutMinor: string | null;
	readonly itemsMinor: string | null;
	readonly bankMinor: string | null;
	readonly bookedMinor: string | null;
}

interface Figures {
	readonly status: string;
	readonly aCount: string;
	readonly a: string;
	readonly bCount: string;
	readonly b: string;
}

const books: Figures = { status: "x.status", aCount: "x.a_count", a: "x.a_minor", bCount: "x.b_count", b: "x.b_minor" };
// Beside the bank, a payout that only the books have wrong is matched.
const bank: Figures = {
	status: "case when x.status = 'break' and x.bank_stripe_minor = x.bank_minor then 'matched' else x.status end",
	aCount: "x.bank_stripe_count",
	a: "x.bank_stripe_minor",
	bCount: "x.bank_count",
	b: "x.bank_minor",
};
const figuresOf = (view: ListView): Figures => (view === "bank" ? bank : books);

export const payoutSorts = {
	ledgerDate: { sql: () => "x.ledger_date", type: "date" },
	payout: { sql: ({ a }: Figures) => a, type: "bigint" },
	booked: { sql: ({ b }: Figures) => b, type: "bigint" },
	difference: { sql: ({ a, b }: Figures) => `(${a} - ${b})`, type: "bigint" },
	status: { sql: ({ status }: Figures) => status, type: "text" },
	payoutKey: { sql: () => "x.label", type: "text" },
} as const;
export type PayoutSort = keyof typeof payoutSorts;

export interface PayoutFilter {
	readonly tenantId: string;
	readonly runId: string;
	readonly view: ListView;
	readonly status?: string | undefined;
	readonly kind?: string | undefined;
	readonly currency?: string | undefined;
	readonly rowKey?: string | undefined;
	/** Beginning of what a row is called, or of its payout's id. */
	readonly search?: string | undefined;
	readonly sort: PayoutSort;
	readonly direction: "asc" | "desc";
	readonly after: string | null;
	readonly limit: number;
}

export interface PayoutSum {
	readonly currency: string;
	/** Rows. */
	readonly count: number;
	readonly aCount: number;
	readonly aMinor: string;
	readonly bCount: number;
	readonly bMinor: string;
	readonly differenceMinor: string;
}

export interface PayoutPage extends PageOf<PayoutListRow> {
	readonly sums: readonly PayoutSum[];
}

const from = `from payout_rows x
	left join payout_proofs p on x.kind = 'payout' and p.tenant_id = x.tenant_id and p.run_id = x.run_id and p.payout_key = x.key`;

export async function payoutRows(em: ScopedEm, filter: PayoutFilter): Promise<PayoutPage> {
	const figures = figuresOf(filter.view);
	const { status, aCount, a, bCount, b } = figures;
	const where = new Conditions().add("x.tenant_id = ?::uuid", filter.tenantId).add("x.run_id = ?::uuid", filter.runId);
	if (filter.view === "payouts" || filter.view === "activity") where.add("x.section = ?", filter.view);
	// Payouts that count nowhere are listed all the same; a row of the other view is not.
	where.add(`((x.kind = 'payout') or ${aCount} + ${bCount} > 0 or ${a} <> 0 or ${b} <> 0)`);
	where.addIf(`${status} = ?`, filter.status);
	where.addIf("p.kind = ?", filter.kind);
	where.addIf("x.currency = ?", filter.currency);
	where.addIf("x.key = ?", filter.rowKey);
	if (filter.search !== undefined && filter.search !== "")
		where.add("(starts_with(x.label, ?) or starts_with(x.payout_key, ?))", filter.search, filter.search);
	const sums = await em.execute<PayoutSum[]>(
		`select x.currency, count(*)::int as "count", sum(${aCount})::int as "aCount", sum(${a})::bigint::text as "aMinor",
			sum(${bCount})::int as "bCount", sum(${b})::bigint::text as "bMinor", sum(${a} - ${b})::bigint::text as "differenceMinor"
		${from} where ${where.sql} group by x.currency order by x.currency`,
		where.values,
	);
	const { type } = payoutSorts[filter.sort];
	const sql = payoutSorts[filter.sort].sql(figures);
	const key = decodeKey(filter.after, 2);
	if (key !== null) where.add(`(${sql}, x.key) ${filter.direction === "asc" ? ">" : "<"} (?::${type}, ?)`, ...key);
	const rows = await em.execute<(PayoutListRow & { readonly sortBy: string })[]>(
		`select x.key as "rowKey", x.kind as "rowKind", ${status} as "status", x.label, x.payout_key as "payoutKey", x.currency,
			x.ledger_date::text as "ledgerDate", x.sentence, ${aCount}::int as "aCount", ${a}::text as "aMinor", ${bCount}::int as "bCount",
			${b}::text as "bMinor", (${a} - ${b})::text as "differenceMinor", x.records, p.kind, p.canonical_id::text as "canonicalId",
			p.canonical_version as "canonicalVersion", p.payout_minor::text as "payoutMinor", p.items_minor::text as "itemsMinor",
			p.bank_minor::text as "bankMinor", p.booked_minor::text as "bookedMinor", ${sql}::text as "sortBy"
		${from} where ${where.sql} order by ${sql} ${filter.direction}, x.key ${filter.direction} limit ?`,
		[...where.values, filter.limit + 1],
	);
	const last = rows.length > filter.limit ? rows[filter.limit - 1] : undefined;
	return {
		rows: rows.slice(0, filter.limit).map(({ sortBy: _sortBy, ...row }) => row),
		next: last === undefined ? null : encodeKey([last.sortBy, last.rowKey]),
		total: sums.reduce((count, sum) => count + sum.count, 0),
		sums,
	};
}

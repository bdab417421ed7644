// Payouts of a run with their verdicts, paged by key, and the proof of one of them.
import type { PageOf } from "../../domain/core/page.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { Conditions } from "./conditions.ts";
import { decodeKey, encodeKey } from "./keyset.ts";

export interface PayoutProofRow {
	readonly payoutKey: string;
	readonly canonicalId: string;
	readonly canonicalVersion: number;
	readonly ledgerDate: string;
	readonly currency: string;
	readonly kind: "itemised" | "balance_proven";
	readonly status: "matched" | "break" | "timing" | "unproven";
	readonly payoutMinor: string;
	readonly itemsMinor: string | null;
	readonly bankMinor: string | null;
	readonly bookedMinor: string | null;
	readonly differenceMinor: string;
	readonly sentence: string;
}

const columns = `p.payout_key as "payoutKey", p.canonical_id::text as "canonicalId", p.canonical_version as "canonicalVersion",
	p.ledger_date::text as "ledgerDate", p.currency, p.kind, p.status, p.payout_minor::text as "payoutMinor", p.items_minor::text as "itemsMinor",
	p.bank_minor::text as "bankMinor", p.booked_minor::text as "bookedMinor", p.difference_minor::text as "differenceMinor", p.sentence`;

export const payoutSorts = {
	ledgerDate: { sql: "p.ledger_date", type: "date" },
	payout: { sql: "p.payout_minor", type: "bigint" },
	difference: { sql: "p.difference_minor", type: "bigint" },
	status: { sql: "p.status", type: "text" },
	payoutKey: { sql: "p.payout_key", type: "text" },
} as const;
export type PayoutSort = keyof typeof payoutSorts;

export interface PayoutFilter {
	readonly tenantId: string;
	readonly runId: string;
	readonly status?: string | undefined;
	readonly kind?: string | undefined;
	readonly currency?: string | undefined;
	/** Beginning of the payout's id. */
	readonly search?: string | undefined;
	readonly sort: PayoutSort;
	readonly direction: "asc" | "desc";
	readonly after: string | null;
	readonly limit: number;
}

export interface PayoutPage extends PageOf<PayoutProofRow> {
	readonly sums: readonly {
		readonly currency: string;
		readonly count: number;
		readonly payoutMinor: string;
		readonly differenceMinor: string;
	}[];
}

export async function payoutProofs(em: ScopedEm, filter: PayoutFilter): Promise<PayoutPage> {
	const where = new Conditions().add("p.tenant_id = ?::uuid", filter.tenantId).add("p.run_id = ?::uuid", filter.runId);
	for (const column of ["status", "kind", "currency"] as const) {
		const value = filter[column];
		where.addIf(`p.${column} = ?`, value);
	}
	where.addIf("starts_with(p.payout_key, ?)", filter.search);
	const sums = await em.execute<PayoutPage["sums"][number][]>(
		`select p.currency, count(*)::int as "count", sum(p.payout_minor)::bigint::text as "payoutMinor", sum(p.difference_minor)::bigint::text as "differenceMinor"
		from payout_proofs p where ${where.sql} group by p.currency order by p.currency`,
		where.values,
	);
	const { sql, type } = payoutSorts[filter.sort];
	const key = decodeKey(filter.after, 2);
	if (key !== null) where.add(`(${sql}, p.payout_key) ${filter.direction === "asc" ? ">" : "<"} (?::${type}, ?)`, ...key);
	const rows = await em.execute<(PayoutProofRow & { readonly sortBy: string })[]>(
		`select ${columns}, ${sql}::text as "sortBy" from payout_proofs p where ${where.sql}
		order by ${sql} ${filter.direction}, p.payout_key ${filter.direction} limit ?`,
		[...where.values, filter.limit + 1],
	);
	const last = rows.length > filter.limit ? rows[filter.limit - 1] : undefined;
	return {
		rows: rows.slice(0, filter.limit).map(({ sortBy: _sortBy, ...row }) => row),
		next: last === undefined ? null : encodeKey([last.sortBy, last.payoutKey]),
		total: sums.reduce((count, sum) => count + sum.count, 0),
		sums,
	};
}

export interface ProofLineRow {
	readonly category: string;
	readonly position: number;
	readonly aCount: number;
	readonly aMinor: string;
	readonly bCount: number;
	readonly bMinor: string;
	readonly differenceMinor: string;
}

/** A row that a payout is tied to. */
export interface TiedRow {
	readonly level: "payout_bank" | "payout_ledger";
	readonly canonicalId: string;
	readonly canonicalVersion: number;
	readonly naturalKey: string;
	readonly document: string;
	readonly ledgerDate: string;
	readonly description: string;
	readonly account: string;
}

export interface PayoutProofDetail extends PayoutProofRow {
	readonly lines: readonly ProofLineRow[];
	readonly tied: readonly TiedRow[];
}

export interface OfPayout {
	readonly tenantId: string;
	readonly runId: string;
	readonly payoutKey: string;
}

export async function payoutProof(em: ScopedEm, { tenantId, runId, payoutKey }: OfPayout): Promise<PayoutProofDetail | null> {
	const of = [tenantId, runId, payoutKey];
	const [proof] = await em.execute<PayoutProofRow[]>(
		`select ${columns} from payout_proofs p where p.tenant_id = ?::uuid and p.run_id = ?::uuid and p.payout_key = ?`,
		of,
	);
	if (proof === undefined) return null;
	const lines = await em.execute<ProofLineRow[]>(
		`select category, position, a_count::int as "aCount", a_minor::text as "aMinor", b_count::int as "bCount", b_minor::text as "bMinor",
			difference_minor::text as "differenceMinor" from proof_lines where tenant_id = ?::uuid and run_id = ?::uuid and payout_key = ? order by position`,
		of,
	);
	// By its own row rather than by the match's payout: a bank line may have come for several.
	const tied = await em.execute<TiedRow[]>(
		`select m.level, r.id::text as "canonicalId", r.version as "canonicalVersion", r.natural_key as "naturalKey", r.document,
			r.ledger_date::text as "ledgerDate", r.description, r.account
		from match_members a
		join matches m on m.tenant_id = a.tenant_id and m.run_id = a.run_id and m.id = a.match_id and m.level <> 'item' and m.category = 'payout'
		join match_members b on b.tenant_id = a.tenant_id and b.run_id = a.run_id and b.match_id = a.match_id and b.side = 'b'
		join canonical_rows r on r.tenant_id = b.tenant_id and r.id = b.canonical_id and r.version = b.canonical_version
		where a.tenant_id = ?::uuid and a.canonical_id = ?::uuid and a.run_id = ?::uuid and a.side = 'a' order by m.level, r.natural_key`,
		[tenantId, proof.canonicalId, runId],
	);
	return { ...proof, lines, tied };
}

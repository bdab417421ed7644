// The proof of one payout of a run: its verdict, its lines, and what stands under them beside the matches.
import type { ScopedEm } from "../tenant-scope.ts";

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

export interface ProofLeafRow {
	readonly leaf: string;
	/** What people call the row: the document's number, else the description or the reference. */
	readonly label: string;
	readonly members: number;
	readonly exceptionType: string | null;
	readonly sentence: string | null;
	readonly aCanonicalId: string | null;
	readonly aCanonicalVersion: number | null;
	readonly aMinor: string | null;
	readonly bCanonicalId: string | null;
	readonly bCanonicalVersion: number | null;
	readonly bMinor: string | null;
}

export async function proofLeaves(
	em: ScopedEm,
	{ tenantId, runId, payoutKey, category }: OfPayout & { readonly category: string },
): Promise<ProofLeafRow[]> {
	return em.execute<ProofLeafRow[]>(
		`select x.leaf, coalesce(nullif(a.description, ''), nullif(b.description, ''), nullif(b.document, ''), x.leaf) as "label", x.members,
			x.exception_type as "exceptionType", x.sentence, x.a_row_id::text as "aCanonicalId", x.a_row_version as "aCanonicalVersion",
			x.a_minor::text as "aMinor", x.b_row_id::text as "bCanonicalId", x.b_row_version as "bCanonicalVersion", x.b_minor::text as "bMinor"
		from proof_leaves x
		left join canonical_rows a on a.tenant_id = x.tenant_id and a.id = x.a_row_id and a.version = x.a_row_version
		left join canonical_rows b on b.tenant_id = x.tenant_id and b.id = x.b_row_id and b.version = x.b_row_version
		where x.tenant_id = ?::uuid and x.run_id = ?::uuid and x.payout_key = ? and x.category = ?
		order by x.exception_type is null, x.position`,
		[tenantId, runId, payoutKey, category],
	);
}

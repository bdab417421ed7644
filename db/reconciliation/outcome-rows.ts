// What the engine found as rows of its tables: column names as keys, minor units as text, so that no figure passes through a double.
import type { MatchRow } from "../../domain/reconciliation/match-row.ts";
import type { Exception, ListRow, Match, PayoutProof, ProofLeaf } from "../../domain/reconciliation/outcome.ts";

export type JsonRow = Readonly<Record<string, unknown>>;

export const text = (minor: bigint | null): string | null => (minor === null ? null : minor.toString());
const orNull = (key: string): string | null => (key === "" ? null : key);
export const pointer = (row: MatchRow): JsonRow => ({ canonical_id: row.id, canonical_version: row.version });

interface Sides {
	readonly aCount: number;
	readonly aMinor: bigint;
	readonly bCount: number;
	readonly bMinor: bigint;
	readonly differenceMinor: bigint;
}

export const sidesOf = (line: Sides): JsonRow => ({
	a_count: line.aCount,
	a_minor: text(line.aMinor),
	b_count: line.bCount,
	b_minor: text(line.bMinor),
	difference_minor: text(line.differenceMinor),
});

export const proofRow = (proof: PayoutProof): JsonRow => ({
	payout_key: proof.payout.naturalKey,
	...pointer(proof.payout),
	ledger_date: proof.payout.ledgerDate,
	currency: proof.payout.currency,
	kind: proof.kind,
	status: proof.status,
	payout_minor: text(proof.payoutMinor),
	items_minor: text(proof.itemsMinor),
	bank_minor: text(proof.bankMinor),
	booked_minor: text(proof.bookedMinor),
	difference_minor: text(proof.differenceMinor),
	sentence: proof.sentence,
});

export const leafRow = ({ category, leaf, members, exception, a, b }: ProofLeaf): JsonRow => ({
	category,
	leaf,
	members,
	exception_type: exception?.type ?? null,
	sentence: exception?.sentence ?? null,
	a_row_id: a?.row.id ?? null,
	a_row_version: a?.row.version ?? null,
	a_minor: a === null ? null : text(a.minor),
	b_row_id: b?.row.id ?? null,
	b_row_version: b?.row.version ?? null,
	b_minor: b === null ? null : text(b.minor),
});

export const listRow = ({ books, bank, records, ...row }: ListRow): JsonRow => ({
	key: row.key,
	kind: row.kind,
	status: row.status,
	section: row.section,
	label: row.label,
	payout_key: orNull(row.payoutKey),
	currency: row.currency,
	ledger_date: row.ledgerDate,
	sentence: row.sentence,
	a_count: books.a.count,
	a_minor: text(books.a.minor),
	b_count: books.b.count,
	b_minor: text(books.b.minor),
	bank_stripe_count: bank.a.count,
	bank_stripe_minor: text(bank.a.minor),
	bank_count: bank.b.count,
	bank_minor: text(bank.b.minor),
	records: records.map(({ side, row: of, amountMinor }) => ({
		side,
		canonicalId: of.id,
		canonicalVersion: of.version,
		label: of.document || of.reference || of.description || of.naturalKey,
		ledgerDate: of.ledgerDate,
		amountMinor: text(amountMinor),
	})),
});

export const matchRow = (match: Match & { readonly id: string }): JsonRow => ({
	id: match.id,
	level: match.level,
	pass: match.pass,
	payout_key: orNull(match.payoutKey),
	leaf: match.leaf,
	category: match.category,
	currency: match.currency,
	a_minor: text(match.aMinor),
	b_minor: text(match.bMinor),
	residual_minor: text(match.residualMinor),
	reasons: match.reasons,
});

export const exceptionRow = (exception: Exception, id: string): JsonRow => ({
	id,
	type: exception.type,
	leaf: exception.leaf,
	payout_key: orNull(exception.payoutKey),
	row_key: exception.rowKey,
	currency: exception.currency,
	amount_minor: text(exception.amountMinor),
	difference_minor: text(exception.differenceMinor),
	ledger_date: exception.ledgerDate,
	sentence: exception.sentence,
	a_canonical_id: exception.a?.id ?? null,
	a_canonical_version: exception.a?.version ?? null,
	b_canonical_id: exception.b?.id ?? null,
	b_canonical_version: exception.b?.version ?? null,
	losers: exception.losers.map(({ row, reason }) => ({
		canonicalId: row.id,
		canonicalVersion: row.version,
		naturalKey: row.naturalKey,
		reason,
	})),
});

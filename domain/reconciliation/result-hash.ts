// The result hash: SHA-256 of RFC 8785 JSON over inputs, rules, engine and results by natural key. No generated id, no clock, no input order.
import { byCodeUnits, type Canonical, canonicalJson } from "../core/canonical-json.ts";
import type { BalanceRead, MatchRow } from "./match-row.ts";
import type { LeafPart, Outcome } from "./outcome.ts";
import type { Rules } from "./rules.ts";

/** Raised whenever the same inputs and rules could give another result. */
export const engineVersion = "3";

/** Text in, lower-case hex out. */
export type Sha256 = (text: string) => string;

const nameOf = (row: MatchRow): string => `${row.kind}|${row.naturalKey}`;

/** A hash over what the engine read, one line per row, lines sorted bytewise. */
export function inputHash(rows: readonly MatchRow[], balances: readonly BalanceRead[], sha256: Sha256): string {
	const lines = rows.map((row) =>
		[
			nameOf(row),
			row.ledgerDate,
			row.occurredAt ?? "",
			row.currency,
			row.amountMinor,
			row.feeMinor,
			row.category,
			row.status,
			row.reference,
			row.groupKey,
			row.groupReference,
			row.relatedKey,
			row.document,
			row.documentKind,
			row.account,
			row.description,
		].join("\u001f"),
	);
	const read = balances.map((balance) => `balance|${balance.currency}|${balance.minor}`);
	return sha256([...lines, ...read].sort(byCodeUnits).join("\u001e"));
}

export interface HashedRun {
	readonly period: { readonly from: string; readonly to: string };
	readonly zone: string;
	readonly asOf: string;
	readonly rules: Rules;
}

export function resultHash(run: HashedRun, outcome: Omit<Outcome, "resultHash">, sha256: Sha256): string {
	const results: Canonical = {
		engine: engineVersion,
		inputs: outcome.inputHash,
		period: { from: run.period.from, to: run.period.to },
		zone: run.zone,
		asOf: run.asOf,
		rules: rulesText(run.rules),
		proofs: sorted(
			outcome.proofs.map(({ payout, lines, leaves, ...proof }) => ({
				...proof,
				payout: payout.naturalKey,
				lines: lines.map((line) => ({ ...line })),
				leaves: leaves.map(({ exception, ...leaf }) => ({ ...partText(leaf), members: leaf.members, exception: exception?.leaf ?? null })),
			})),
		),
		rows: sorted(
			outcome.rows.map(({ key: _key, books, bank, records, ...row }) => ({
				...row,
				books: { a: { ...books.a }, b: { ...books.b } },
				bank: { a: { ...bank.a }, b: { ...bank.b } },
				records: records.map(({ side, row: of, amountMinor }) => ({ side, row: nameOf(of), amountMinor })),
			})),
		),
		matches: sorted(
			outcome.matches.map(({ members, losers, reasons, ...match }) => ({
				...match,
				reasons,
				members: members.map(({ side, row, amountMinor }) => ({ side, row: nameOf(row), amountMinor })),
				losers: losers.map(({ row, reason }) => ({ row: nameOf(row), reason })),
			})),
		),
		exceptions: sorted(
			outcome.exceptions.map(({ a, b, losers, parts, rowKey: _rowKey, ...exception }) => ({
				...exception,
				a: a === null ? null : nameOf(a),
				b: b === null ? null : nameOf(b),
				parts: parts.map(partText),
				losers: losers.map(({ row, reason }) => ({ row: nameOf(row), reason })),
			})),
		),
		totals: outcome.totals.map((line) => ({ ...line })),
		rollForwards: outcome.rollForwards.map((line) => ({ ...line })),
	};
	return sha256(canonicalJson(results));
}

const sideText = (side: LeafPart["a"]): Canonical => (side === null ? null : { row: nameOf(side.row), minor: side.minor });

const partText = ({ category, leaf, a, b }: LeafPart) => ({ category, leaf, a: sideText(a), b: sideText(b) });

const rulesText = ({ accounts, lineCategories, ...rules }: Rules): Canonical => ({
	...rules,
	accounts: { ...accounts },
	lineCategories: { ...lineCategories },
});

/** Results in bytewise order of their own text. */
const sorted = (results: readonly Canonical[]): Canonical[] =>
	results
		.map((result) => ({ result, text: canonicalJson(result) }))
		.sort((x, y) => byCodeUnits(x.text, y.text))
		.map(({ result }) => result);

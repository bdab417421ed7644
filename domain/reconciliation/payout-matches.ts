// The pairs of the two payout levels that stand inside one period; what crosses a period's end is an exception, not a match.
import { isInPeriod, type Period } from "../core/dates.ts";
import type { Deposit } from "./books.ts";
import type { LinkedPayout, Links } from "./link-payouts.ts";
import type { MatchRow } from "./match-row.ts";
import type { Level, Match } from "./outcome.ts";
import { type Pairing, sumOf } from "./side.ts";
import type { Movement } from "./sides.ts";

export function payoutMatches(links: Links, period: Period): Match[] {
	const voids = new Set(links.payouts.filter((link: LinkedPayout) => link.isVoid).map((link) => link.payout));
	const inPeriod = (pairing: Pairing<Movement, MatchRow>): boolean =>
		isInPeriod(pairing.b.of.ledgerDate, period) &&
		pairing.a.every(({ of }) => !voids.has(of.payout) && (of.part === "returned" || isInPeriod(of.payout.ledgerDate, period)));
	const deposits = links.ledger.pairings.filter(
		(pairing) => isInPeriod(pairing.b.of.date, period) && pairing.a.every(({ of }) => isInPeriod(of.payout.ledgerDate, period)),
	);
	return [
		...links.bank.pairings.filter(inPeriod).map((pairing) => matchOf(pairing, "payout_bank", "bank")),
		...links.bankReturns.pairings.filter(inPeriod).map((pairing) => matchOf(pairing, "payout_bank", "bank")),
		...deposits.map((pairing) => matchOf(pairing, "payout_ledger", null)),
		...links.ledgerReturns.pairings.filter(inPeriod).map((pairing) => matchOf(pairing, "payout_ledger", "payouts")),
	];
}

function matchOf(pairing: Pairing<Movement, MatchRow> | Pairing<Movement, Deposit>, level: Level, section: Match["section"]): Match {
	const { pass, a, b, residualMinor, reasons, losers } = pairing;
	const first = a[0]?.of as Movement;
	return {
		level,
		pass,
		payoutKey: first.payout.naturalKey,
		leaf: first.payout.naturalKey,
		category: first.part === "paid" ? "payout" : "payout_return",
		currency: b.row.currency,
		aMinor: sumOf(a.map((side) => side.amountMinor)),
		bMinor: b.amountMinor,
		residualMinor,
		reasons,
		members: [
			...a.map((side) => ({ side: "a" as const, row: side.row, amountMinor: side.amountMinor })),
			{ side: "b" as const, row: b.row, amountMinor: b.amountMinor },
		],
		losers,
		section,
	};
}

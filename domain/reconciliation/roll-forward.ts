// The Stripe balance of a period: opening + net by reporting category on available_on − payouts + failed payouts = closing, per currency.
// The opening comes forward from the start of history, the second closing backward from the balance that the sync read; they must tie.
import { byCodeUnits } from "../core/canonical-json.ts";
import type { Period } from "../core/dates.ts";
import type { BalanceRead, MatchRow } from "./match-row.ts";
import type { RollForwardLine } from "./outcome.ts";
import { push, sumOf } from "./side.ts";

const net = (rows: readonly MatchRow[]): bigint => sumOf(rows.map((row) => row.netMinor));

export function rollForward(balanceEntries: readonly MatchRow[], balances: readonly BalanceRead[], period: Period): RollForwardLine[] {
	const byCurrency = new Map<string, MatchRow[]>();
	for (const entry of balanceEntries) push(byCurrency, entry.currency, entry);
	return [...byCurrency.keys()].sort(byCodeUnits).flatMap((currency) => {
		const read = balances.find((balance) => balance.currency === currency) ?? null;
		return ofCurrency(currency, byCurrency.get(currency) ?? [], read, period);
	});
}

function ofCurrency(currency: string, entries: readonly MatchRow[], read: BalanceRead | null, period: Period): RollForwardLine[] {
	const within = entries.filter((entry) => entry.ledgerDate >= period.from && entry.ledgerDate <= period.to);
	const opening = net(entries.filter((entry) => entry.ledgerDate < period.from));
	const categories = new Map<string, MatchRow[]>();
	for (const entry of within) push(categories, entry.category, entry);
	const line = (name: string, minor: bigint): RollForwardLine => ({ currency, line: name, minor, tieMinor: null });
	const payouts = categories.get("payout") ?? [];
	const failed = categories.get("payout_reversal") ?? [];
	const payoutFees = -sumOf([...payouts, ...failed].map((entry) => entry.feeMinor));
	const closing = opening + net(within);
	const backward = read === null ? null : read.minor - net(entries.filter((entry) => entry.ledgerDate > period.to));
	return [
		line("opening", opening),
		...[...categories.keys()]
			.filter((category) => category !== "payout" && category !== "payout_reversal")
			.sort(byCodeUnits)
			.map((category) => line(category, net(categories.get(category) ?? []))),
		...(payoutFees === 0n ? [] : [line("payout_fees", payoutFees)]),
		line("payouts", sumOf(payouts.map((entry) => entry.amountMinor))),
		line("failed_payouts", sumOf(failed.map((entry) => entry.amountMinor))),
		{ ...line("closing", closing), tieMinor: backward === null ? null : closing - backward },
		...(backward === null ? [] : [line("closing_from_balance", backward)]),
	];
}

/** Currencies whose roll-forward ties: only their by-hand payouts are balance-proven. */
export const tiedCurrencies = (lines: readonly RollForwardLine[]): ReadonlySet<string> =>
	new Set(lines.filter((line) => line.line === "closing" && line.tieMinor === 0n).map((line) => line.currency));

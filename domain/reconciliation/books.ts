// The booked side, read from canonical ledger lines: deposits with their lines, returns of failed payouts, and lines of by-hand activity.
import type { LedgerDate } from "../core/dates.ts";
import { type MatchRow } from "./match-row.ts";
import type { Rules } from "./rules.ts";
import { push, sumOf } from "./side.ts";

export interface Deposit {
	/** The transaction's own id, the leaf of an exception about the whole deposit. */
	readonly key: string;
	/** What people call it, "DEP-4471". */
	readonly document: string;
	readonly date: LedgerDate;
	readonly currency: string;
	/** The bank line of the deposit. */
	readonly totalMinor: bigint;
	readonly main: MatchRow;
	/** Lines to be compared with items: without the bank line and roundings. */
	readonly lines: readonly MatchRow[];
	readonly roundings: readonly MatchRow[];
}

export interface Books {
	readonly deposits: readonly Deposit[];
	/** `payout_return` lines: the bank took a failed payout back. */
	readonly returns: readonly MatchRow[];
	/** Item lines of journals. */
	readonly activity: readonly MatchRow[];
	/** Rounding lines of journals. */
	readonly activityRoundings: readonly MatchRow[];
}

export function booksOf(ledgerLines: readonly MatchRow[], rules: Rules): Books {
	const deposits = new Map<string, MatchRow[]>();
	const returns: MatchRow[] = [];
	const activity: MatchRow[] = [];
	const activityRoundings: MatchRow[] = [];
	for (const line of ledgerLines) {
		if (line.documentKind === "deposit") push(deposits, `${line.connectionId}|${line.groupKey}`, line);
		else if (line.documentKind !== "journal") continue;
		else if (line.category === "payout_return") returns.push(line);
		else if (line.category === "rounding") activityRoundings.push(line);
		else if (!rules.ledgerOwn.includes(line.category)) activity.push(line);
	}
	return { deposits: [...deposits.values()].map((lines) => depositOf(lines, rules)), returns, activity, activityRoundings };
}

function depositOf(all: readonly MatchRow[], rules: Rules): Deposit {
	const bank = all.filter((line) => line.category === "bank");
	const lines = all.filter((line) => !rules.ledgerOwn.includes(line.category));
	const main = bank[0] ?? (all[0] as MatchRow);
	return {
		key: main.groupKey,
		document: main.document === "" ? main.groupKey : main.document,
		date: main.ledgerDate,
		currency: main.currency,
		totalMinor: sumOf((bank.length > 0 ? bank : all).map((line) => line.amountMinor)),
		main,
		lines,
		roundings: all.filter((line) => line.category === "rounding"),
	};
}

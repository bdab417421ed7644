// The as-of day: how far the inputs themselves speak. A clock would call a payout missing because the statement is old.
import type { LedgerDate } from "../core/dates.ts";
import type { MatchRow } from "./match-row.ts";

/** The last booking day among the bank's lines; without any, `read`: the day on which the inputs were read. */
export function asOfDay(rows: readonly MatchRow[], read: LedgerDate): LedgerDate {
	let last = "";
	for (const row of rows) if (row.kind === "bank_line" && row.ledgerDate > last) last = row.ledgerDate;
	return last === "" ? read : last;
}

// The canonical row as the engine sees it: with the id and version that a result points to, and days as numbers.
import type { LedgerDate } from "../core/dates.ts";
import type { CanonicalRow } from "../sync/canonical.ts";

export interface MatchRow extends CanonicalRow {
	readonly id: string;
	readonly version: number;
	readonly connectionId: string;
}

/** What the run was asked and what was frozen for it. */
export interface BalanceRead {
	readonly currency: string;
	/** Available + pending, as the source stated it, brought to the frozen rows. */
	readonly minor: bigint;
}

/** Days since 1970-01-01 of an ISO date, by Hinnant's days_from_civil: exact, and cheap enough for every row. */
export function dayNumber(date: LedgerDate): number {
	const month = Number(date.slice(5, 7));
	const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0);
	const era = Math.floor(year / 400);
	const yearOfEra = year - era * 400;
	const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(date.slice(8, 10)) - 1;
	return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

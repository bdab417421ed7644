// The last months as periods, newest first, for filters and for choosing what to reconcile.
import { monthPeriod, type Period } from "../../../../domain/core/dates.ts";

export interface MonthChoice {
	readonly month: string;
	readonly period: Period;
}

/** `newest` and the months before it: ("2026-11", 3) → 2026-11, 2026-10, 2026-09. */
export function recentMonths(newest: string, count: number): readonly MonthChoice[] {
	const [year = 0, month = 1] = newest.split("-").map(Number);
	return Array.from({ length: count }, (_, back) => {
		const index = year * 12 + (month - 1) - back;
		const text = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
		return { month: text, period: monthPeriod(text) };
	});
}

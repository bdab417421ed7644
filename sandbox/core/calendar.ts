// Days and seconds of the sandbox: its clock is given, the wall clock is never read. Instants are Unix seconds, as Stripe sends them.
import { addDays, type Instant, type LedgerDate, startOfDay } from "../../domain/core/dates.ts";

export const daySeconds = 86_400;

export const unixOf = (instant: Instant): number => Math.floor(Date.parse(instant) / 1000);

/** Midnight UTC of a value date. */
export const unixOfValueDate = (date: LedgerDate): number => Date.parse(`${date}T00:00:00Z`) / 1000;

/** The UTC calendar day of an instant. */
export const utcDayOf = (unix: number): LedgerDate => new Date(unix * 1000).toISOString().slice(0, 10);

// 0 = Sunday
export const weekdayOf = (date: LedgerDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();

export const isBusinessDay = (date: LedgerDate): boolean => weekdayOf(date) % 6 !== 0;

/** The business day `count` business days after `date` (count >= 1). */
export function businessDayAfter(date: LedgerDate, count = 1): LedgerDate {
	let day = date;
	for (let left = count; left > 0; ) {
		day = addDays(day, 1);
		if (isBusinessDay(day)) left--;
	}
	return day;
}

/** Every calendar day from `from` to `to`, both inclusive. */
export function daysFromTo(from: LedgerDate, to: LedgerDate): LedgerDate[] {
	const days: LedgerDate[] = [];
	for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
	return days;
}

export interface ZoneCalendar {
	/** First second of a ledger date in the zone. */
	readonly startOf: (date: LedgerDate) => number;
	/** Ledger date of an instant in the zone. */
	readonly dayOf: (unix: number) => LedgerDate;
}

/** Ledger days of one zone; each day's first second is worked out once. */
export function zoneCalendar(zone: string): ZoneCalendar {
	const starts = new Map<LedgerDate, number>();
	const startOf = (date: LedgerDate): number => {
		const known = starts.get(date);
		if (known !== undefined) return known;
		const start = unixOf(startOfDay(date, zone));
		starts.set(date, start);
		return start;
	};
	const dayOf = (unix: number): LedgerDate => {
		// Zones lie within 14 hours of UTC, so the ledger day is the UTC day or a neighbour.
		const utc = utcDayOf(unix);
		for (const day of [addDays(utc, 1), utc]) if (startOf(day) <= unix) return day;
		return addDays(utc, -1);
	};
	return { startOf, dayOf };
}

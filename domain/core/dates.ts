// Ledger dates and periods. A ledger date is a calendar day without a zone; an instant becomes one only in a named zone.
import { Temporal } from "temporal-polyfill";

/** ISO calendar date, "2026-10-31". Compares correctly as text. */
export type LedgerDate = string;
/** ISO instant in UTC, "2026-10-31T03:59:59Z". */
export type Instant = string;

/** First and last ledger date, both inclusive. */
export interface Period {
	readonly from: LedgerDate;
	readonly to: LedgerDate;
}

/** The ledger date on which `instant` falls in `zone` (an IANA name). */
export const ledgerDateOf = (instant: Instant, zone: string): LedgerDate =>
	Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();

/** The first instant of `date` in `zone` (after a skipped midnight: the first that exists). */
export const startOfDay = (date: LedgerDate, zone: string): Instant =>
	Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant().toString();

export const addDays = (date: LedgerDate, days: number): LedgerDate => Temporal.PlainDate.from(date).add({ days }).toString();

/** Calendar days from `a` to `b`; negative when `b` is earlier. */
export const daysBetween = (a: LedgerDate, b: LedgerDate): number =>
	Temporal.PlainDate.from(a).until(Temporal.PlainDate.from(b), { largestUnit: "days" }).days;

/** The calendar month "2026-10" as a period. */
export function monthPeriod(month: string): Period {
	const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
	return { from: first.toString(), to: first.add({ months: 1 }).subtract({ days: 1 }).toString() };
}

export const isInPeriod = (date: LedgerDate, period: Period): boolean => date >= period.from && date <= period.to;

/** Unix seconds, as Stripe sends them, as an instant. */
export const instantOfUnix = (seconds: number): Instant => Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toString();

/** True for a real calendar date in ISO form: "2026-02-30" is not one. */
export function isLedgerDate(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	try {
		return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
	} catch {
		return false;
	}
}

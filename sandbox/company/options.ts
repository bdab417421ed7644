// What a seeded company is made from. Equal options give equal bytes; nothing else goes in.
import type { Instant, LedgerDate } from "../../domain/core/dates.ts";
import { addDays, monthPeriod } from "../../domain/core/dates.ts";
import { unixOf, utcDayOf } from "../core/calendar.ts";

export type BreakPlan = "planted" | "none";

export interface CompanyOptions {
	/** Short name, part of keys and of the statement's address: "larkfield". */
	readonly slug: string;
	readonly seed: string;
	/** Orders placed between `from` and the default `now`; later days keep the daily rate. 400 to 100,000. */
	readonly orders: number;
	readonly breaks: BreakPlan;
	/** First ledger day of the history. */
	readonly from: LedgerDate;
	/** The sandbox clock at the start. */
	readonly now: Instant;
	/** The month that breaks and scripted decoys lie in, "2026-10". */
	readonly month: string;
	/** The entity's ledger zone. */
	readonly zone: string;
}

export const defaultOptions: CompanyOptions = {
	slug: "larkfield",
	seed: "tieout",
	orders: 2_000,
	breaks: "planted",
	from: "2026-08-24",
	now: "2026-11-09T17:00:00Z",
	month: "2026-10",
	zone: "America/New_York",
};

/** @throws RangeError with the bound that is missed: the month needs a month of history before it and five days after it. */
export function checkedOptions(given: Partial<CompanyOptions>): CompanyOptions {
	const options = { ...defaultOptions, ...given };
	if (!Number.isInteger(options.orders) || options.orders < 400 || options.orders > 100_000)
		throw new RangeError(`orders must be a whole number from 400 to 100,000, not ${options.orders}`);
	const month = monthPeriod(options.month);
	if (addDays(options.from, 30) > month.from)
		throw new RangeError(`the history must begin at least 30 days before ${month.from}: from is ${options.from}`);
	if (utcDayOf(unixOf(options.now)) < addDays(month.to, 6))
		throw new RangeError(`now must lie at least six days after ${month.to}: it is ${options.now}`);
	return options;
}

// What must happen in the month under test, whatever the seed: the events behind the decoys and behind some breaks.
import { addDays, type LedgerDate, monthPeriod } from "../../domain/core/dates.ts";
import { businessDayAfter, daysFromTo, isBusinessDay, weekdayOf } from "../core/calendar.ts";
import { type Random, randomOf, shuffled } from "../core/random.ts";
import type { CompanyOptions } from "./options.ts";

export interface Script {
	readonly firstDay: LedgerDate;
	readonly lastDay: LedgerDate;
	/** Day of the bulk order, in the month before; refunded whole on `bulkRefundDay`, which makes a payout negative. */
	readonly bulkOrderDay: LedgerDate;
	readonly bulkRefundDay: LedgerDate;
	/** Creation day of the payout that the bank sends back. */
	readonly failingPayoutDay: LedgerDate;
	/** Creation day of the payout that arrives a day late, together with the next one. */
	readonly joinedPayoutDay: LedgerDate;
	/** Days with two orders of one amount. */
	readonly twinDays: readonly LedgerDate[];
	/** Days on which a charge of the month before is refunded whole. */
	readonly earlierRefundDays: readonly LedgerDate[];
	readonly partialRefundDays: readonly LedgerDate[];
	readonly disputeDays: readonly LedgerDate[];
	readonly adjustmentDays: readonly LedgerDate[];
	/** Day of a EUR order that leaves something to pay out at the month's last minute. */
	readonly euroOrderDay: LedgerDate;
}

function spread(days: readonly LedgerDate[], count: number, random: Random): LedgerDate[] {
	return shuffled(days, random).slice(0, count).sort();
}

/** The script of `options.month`. A payout created on a business day arrives on the next one. */
export function scriptOf(options: CompanyOptions): Script {
	const { from, to } = monthPeriod(options.month);
	const random = randomOf(options.seed, `${options.slug}:script`);
	const arrivals = daysFromTo(from, to).filter(isBusinessDay);
	const at = (index: number): LedgerDate => {
		const day = arrivals[index];
		if (day === undefined) throw new RangeError(`${options.month} has no business day ${index}`);
		return day;
	};
	// Failed payout, its return two business days later and the payout that pays again, then the joined pair, then the negative one:
	// disjoint by construction.
	const failing = random.int(2, 4);
	const joined = failing + random.int(6, 7);
	const negative = random.pick(arrivals.slice(joined + 1, arrivals.length - 3).filter((day) => weekdayOf(day) >= 3));
	const negativeCreated = arrivals[arrivals.indexOf(negative) - 1] ?? at(joined + 1);
	const middle = daysFromTo(addDays(from, 3), addDays(to, -6));
	const before = daysFromTo(addDays(from, -16), addDays(from, -4));
	// A reversal of day d is paid out by the payout created on the next business day; these payouts are already spoken for.
	const special = [at(failing - 1), at(failing + 3), at(joined - 2), at(joined - 1), negativeCreated, at(arrivals.length - 2)];
	const free = middle.filter((day) => !special.includes(businessDayAfter(day)));
	return {
		firstDay: from,
		lastDay: to,
		bulkOrderDay: random.pick(before),
		bulkRefundDay: addDays(negativeCreated, -1),
		failingPayoutDay: at(failing - 1),
		joinedPayoutDay: at(joined - 2),
		twinDays: spread(free, 4, random),
		earlierRefundDays: spread(free, 3, random),
		partialRefundDays: spread(free, 5, random),
		disputeDays: spread(free, 4, random),
		adjustmentDays: spread(free, 2, random),
		euroOrderDay: addDays(to, -2),
	};
}

/** The day a payout created on `day` reaches the bank. */
export const arrivalOf = (day: LedgerDate, script: Script): LedgerDate => businessDayAfter(day, day === script.joinedPayoutDay ? 2 : 1);

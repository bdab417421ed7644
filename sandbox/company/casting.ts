// Deals the month's automatic payouts out to roles, so that no two breaks or decoys meet on one payout where the truth would blur.
import { addDays, type LedgerDate } from "../../domain/core/dates.ts";
import { weekdayOf } from "../core/calendar.ts";
import { type Random, shuffled } from "../core/random.ts";
import type { Payout, ProcessorHistory } from "./processor.ts";
import type { Script } from "./script.ts";

export interface Cast {
	readonly joined: readonly [Payout, Payout];
	readonly failed: Payout;
	readonly negative: readonly Payout[];
	/** The month's last arrival. */
	readonly last: Payout;
	readonly wrongPeriod: Payout;
	readonly lateDeposits: readonly Payout[];
	readonly depositWithoutId: Payout;
	readonly bankWithoutId: Payout;
	readonly idInMemo: Payout;
	readonly idInNarration: Payout;
	readonly feesInOneLine: Payout;
	readonly missingDeposit: Payout;
	readonly missingBank: Payout;
	readonly secondDeposit: Payout;
	/** Booked and banked under their ids: single lines inside them may be wrong. */
	readonly hosts: readonly Payout[];
	/** A host with a partial refund, and one with a dispute. */
	readonly refundHost: Payout;
	readonly disputeHost: Payout;
}

function only<T>(item: T | undefined, what: string): T {
	if (item === undefined) throw new RangeError(`this month offers no ${what}: give the company more orders or another month`);
	return item;
}

export function isPartial(history: ProcessorHistory, source: string | null): boolean {
	const refund = history.refunds.find(({ id }) => id === source);
	return refund !== undefined && -refund.entry.amount < refund.charge.entry.amount;
}

/** @throws RangeError when the month has too few ordinary payouts for all roles. */
export function castOf(history: ProcessorHistory, script: Script, random: Random): Cast {
	const inMonth = (day: LedgerDate): boolean => day >= script.firstDay && day <= script.lastDay;
	const month = history.payouts.filter((payout) => payout.kind === "automatic" && inMonth(payout.arrivalDay));
	const failed = only(
		month.find(({ failure }) => failure !== null),
		"failed payout",
	);
	const negative = month.filter(({ amount }) => amount < 0);
	const last = only(month.at(-1), "payout");
	const pair = month.filter((payout, _, all) => all.some((other) => other !== payout && other.arrivalDay === payout.arrivalDay));
	const joined = [only(pair[0], "pair of payouts"), only(pair[1], "pair of payouts")] as const;
	const paysAgain = month.filter(({ items }) => items.some(({ type }) => type === "payout_failure"));
	const special = new Set([failed, last, ...negative, ...pair, ...paysAgain]);

	const free = shuffled(
		month.filter((payout) => !special.has(payout)),
		random,
	);
	const take = (what: string, fits: (payout: Payout) => boolean = () => true): Payout => {
		const payout = only(free.find(fits), what);
		free.splice(free.indexOf(payout), 1);
		return payout;
	};
	const amounts = history.payouts.map(({ amount }) => amount);
	const alone = ({ amount }: Payout): boolean => amounts.filter((other) => other === amount).length === 1;
	const daysLeft = (payout: Payout, days: number): boolean => addDays(payout.arrivalDay, days) <= script.lastDay;
	const charges = ({ items }: Payout): number => items.filter(({ type }) => type === "charge").length;
	const weekday = (payout: Payout): boolean => alone(payout) && weekdayOf(payout.arrivalDay) < 5 && daysLeft(payout, 1);

	const refundHost = take("payout with a partial refund", ({ items }) => items.some(({ source }) => isPartial(history, source)));
	const disputeHost =
		[refundHost].find(({ items }) => items.some(({ reportingCategory }) => reportingCategory === "dispute")) ??
		take("payout with a dispute", ({ items }) => items.some(({ reportingCategory }) => reportingCategory === "dispute"));
	const latest = free.reduce((a, b) => (a.arrivalDay > b.arrivalDay ? a : b), only(free[0], "ordinary payout"));
	const wrongPeriod = take("late payout", (payout) => payout === latest);
	const secondDeposit = take("payout to book twice", (payout) => daysLeft(payout, 3));
	const depositWithoutId = take("payout of a unique amount", weekday);
	const bankWithoutId = take("payout of a unique amount", weekday);
	const feesInOneLine = take("payout of several charges", (payout) => charges(payout) >= 2);
	const idInMemo = take("payout");
	const missingDeposit = take("payout");
	const missingBank = take("payout", (payout) => payout.arrivalDay <= addDays(script.lastDay, -7));
	const idInNarration = take("payout");
	const lateDeposits = [take("payout", (payout) => daysLeft(payout, 3)), take("payout", (payout) => daysLeft(payout, 3))];
	const hosts = [...new Set([refundHost, disputeHost, ...free, ...lateDeposits, idInNarration, bankWithoutId])];
	return {
		joined,
		failed,
		negative,
		last,
		wrongPeriod,
		lateDeposits,
		depositWithoutId,
		bankWithoutId,
		idInMemo,
		idInNarration,
		feesInOneLine,
		missingDeposit,
		missingBank,
		secondDeposit,
		hosts,
		refundHost,
		disputeHost,
	};
}

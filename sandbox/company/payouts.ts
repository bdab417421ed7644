// Payouts: USD automatic on business days (the processor lists their items), EUR by hand on Fridays and instantly in between.
import { addDays, type LedgerDate } from "../../domain/core/dates.ts";
import { daysFromTo, isBusinessDay, unixOfValueDate, utcDayOf, weekdayOf, businessDayAfter, type ZoneCalendar } from "../core/calendar.ts";
import { type Random, randomOf } from "../core/random.ts";
import type { CompanyOptions } from "./options.ts";
import { instantPayoutFee } from "./pricing.ts";
import { type BalanceEntry, net, type Payout, type SettlementCurrency } from "./processor.ts";
import { arrivalOf, type Script } from "./script.ts";

interface Draft {
	readonly kind: Payout["kind"];
	readonly amount: number;
	readonly fee: number;
	readonly currency: SettlementCurrency;
	readonly created: number;
	readonly arrival: number;
	readonly arrivalDay: LedgerDate;
	readonly items: readonly BalanceEntry[];
	/** When the bank sent it back; null for all but one. */
	readonly failedAt: number | null;
}

const total = (entries: readonly BalanceEntry[]): number => entries.reduce((sum, entry) => sum + net(entry), 0);

function payoutOf(draft: Draft, random: Random): Payout {
	const { kind, amount, fee, currency, created, arrival, arrivalDay, items, failedAt } = draft;
	const id = `po_1${random.token(23)}`;
	const base = { currency, source: id, feeDescription: fee === 0 ? "" : "Instant Payout fee" } as const;
	const entry: BalanceEntry = {
		...base,
		id: `txn_1${random.token(23)}`,
		type: "payout",
		reportingCategory: "payout",
		amount: -amount,
		fee,
		created,
		availableOn: arrival,
		visibleAt: created,
		description: "STRIPE PAYOUT",
	};
	const failureId = `txn_1${random.token(23)}`;
	const failure: BalanceEntry | null =
		failedAt === null
			? null
			: {
					...base,
					id: failureId,
					type: "payout_failure",
					reportingCategory: "payout_reversal",
					amount,
					fee: 0,
					created: failedAt,
					availableOn: unixOfValueDate(utcDayOf(failedAt)),
					visibleAt: failedAt,
					description: "REVERSAL OF PAYOUT",
				};
	const traceId = String(random.int(10_000_000, 99_999_999)).padStart(15, "0");
	return { id, entry, amount, currency, created, arrival, arrivalDay, kind, items, failure, traceId };
}

/** Automatic payouts in USD. `entries` are all other USD balance transactions; `failures` when the payout of a day came back. */
export function automaticPayouts(
	options: CompanyOptions,
	script: Script,
	entries: readonly BalanceEntry[],
	until: number,
	failures: ReadonlyMap<LedgerDate, number>,
): Payout[] {
	const payouts: Payout[] = [];
	let waiting = [...entries];
	for (const day of daysFromTo(options.from, utcDayOf(until)).filter(isBusinessDay)) {
		const midnight = unixOfValueDate(day);
		const created = midnight + 600;
		if (created > until) break;
		const items = waiting.filter((entry) => entry.availableOn <= midnight && entry.created < created);
		const amount = total(items);
		if (items.length === 0 || amount === 0) continue;
		const arrivalDay = arrivalOf(day, script);
		const arrival = unixOfValueDate(arrivalDay);
		const scripted = day === script.failingPayoutDay ? unixOfValueDate(businessDayAfter(arrivalDay, 2)) + 15 * 3_600 : null;
		const returned = scripted ?? failures.get(day) ?? null;
		const failedAt = returned !== null && returned <= until ? returned : null;
		const random = randomOf(options.seed, `${options.slug}:payout:${day}`);
		const payout = payoutOf({ kind: "automatic", amount, fee: 0, currency: "usd", created, arrival, arrivalDay, items, failedAt }, random);
		const settled = new Set(items);
		waiting = waiting.filter((entry) => !settled.has(entry));
		if (payout.failure !== null) waiting.push(payout.failure);
		payouts.push(payout);
	}
	return payouts;
}

/** Manual and instant payouts in EUR, never more than what is available at that moment. */
export function euroPayouts(
	options: CompanyOptions,
	script: Script,
	calendar: ZoneCalendar,
	entries: readonly BalanceEntry[],
	until: number,
): Payout[] {
	const payouts: Payout[] = [];
	const availableAt = (moment: number): number =>
		total(entries.filter((entry) => entry.availableOn <= moment && entry.created <= moment)) + total(payouts.map(({ entry }) => entry));
	const pay = (draft: Pick<Draft, "kind" | "amount" | "fee" | "created" | "arrival" | "arrivalDay">): void => {
		if (draft.created > until) return;
		const random = randomOf(options.seed, `${options.slug}:payout:${draft.kind}:${draft.created}`);
		payouts.push(payoutOf({ ...draft, currency: "eur", items: [], failedAt: null }, random));
	};
	const payInstantly = (created: number, share: number, least: number): void => {
		const amount = Math.floor((availableAt(created) * share) / 100) * 100;
		if (amount < least) return;
		const arrival = created + 40;
		pay({ kind: "instant", amount, fee: instantPayoutFee(amount), created, arrival, arrivalDay: calendar.dayOf(arrival) });
	};
	for (const day of daysFromTo(addDays(options.from, 10), utcDayOf(until))) {
		const weekday = weekdayOf(day);
		if (weekday === 5) {
			const created = unixOfValueDate(day) + 14 * 3_600;
			const amount = Math.floor((availableAt(created) * 0.8) / 100) * 100;
			const arrivalDay = businessDayAfter(day, 2);
			if (amount >= 3_000) pay({ kind: "manual", amount, fee: 0, created, arrival: unixOfValueDate(arrivalDay), arrivalDay });
		}
		const oddWeek = Math.floor(unixOfValueDate(day) / 604_800) % 2 === 1;
		if (weekday === 3 && oddWeek) payInstantly(calendar.startOf(day) + 15 * 3_600 + 30 * 60, 0.3, 2_000);
		// 23:50 in the ledger zone is the next day in UTC.
		if (day === script.lastDay) payInstantly(calendar.startOf(day) + 23 * 3_600 + 49 * 60 + 20, 0.5, 500);
	}
	return payouts;
}

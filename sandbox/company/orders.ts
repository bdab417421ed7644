// Orders and their card charges, day by day. A day's orders depend on the seed and the day alone, so a later clock only adds days.
import { addDays, type LedgerDate } from "../../domain/core/dates.ts";
import { daySeconds, daysFromTo, unixOf, unixOfValueDate, utcDayOf, weekdayOf, type ZoneCalendar } from "../core/calendar.ts";
import { type Random, randomOf } from "../core/random.ts";
import { type Customer, cardBrands, customerName, orderTotal } from "./catalog.ts";
import type { CompanyOptions } from "./options.ts";
import { chargeFee } from "./pricing.ts";
import type { Charge, SettlementCurrency } from "./processor.ts";
import type { Script } from "./script.ts";

// Sunday first: shops sell less at the weekend.
const weekdayWeight = [0.7, 1.1, 1.1, 1.05, 1.05, 1.15, 0.85];

interface Order {
	readonly created: number;
	readonly amount: number;
	readonly currency: SettlementCurrency;
	/** 0 for most; a charge that the processor publishes late carries the delay. */
	readonly delaySeconds: number;
}

export function customersOf(options: CompanyOptions): Customer[] {
	const random = randomOf(options.seed, `${options.slug}:customers`);
	const count = Math.max(40, Math.round(options.orders / 6));
	return Array.from({ length: count }, () => ({ id: `cus_${random.token(14)}`, name: customerName(random) }));
}

function ordinaryOrders(day: LedgerDate, rate: number, calendar: ZoneCalendar, random: Random): Order[] {
	const count = Math.max(1, Math.round(rate * (weekdayWeight[weekdayOf(day)] ?? 1) * (0.85 + 0.3 * random.next())));
	return Array.from({ length: count }, (_, index) => ({
		// The day's first order is in USD and in daylight, so that every business day has something to pay out.
		created: calendar.startOf(day) + (index === 0 ? random.int(9 * 3600, 15 * 3600) : random.int(7 * 3600, 23 * 3600 - 1)),
		amount: orderTotal(random),
		currency: index > 0 && random.chance(0.15) ? "eur" : "usd",
		delaySeconds: random.chance(0.01) ? random.int(3_600, 20 * 3_600) : 0,
	}));
}

interface OrderDay {
	readonly day: LedgerDate;
	readonly rate: number;
	/** The sandbox clock at the start, Unix seconds. */
	readonly clock: number;
}

function scriptedOrders({ day, rate, clock }: OrderDay, script: Script, calendar: ZoneCalendar, random: Random): Order[] {
	const orders: Order[] = [];
	const add = (seconds: number, amount: number, currency: SettlementCurrency): void => {
		orders.push({ created: calendar.startOf(day) + seconds, amount, currency, delaySeconds: 0 });
	};
	// Three days' sales and more, so that its refund outweighs any one day.
	if (day === script.bulkOrderDay) add(10 * 3600, Math.round(rate * 3.5) * 11_000 + 250_000 + random.int(1, 99), "usd");
	if (script.twinDays.includes(day)) {
		const amount = orderTotal(random) + 1_000;
		const first = random.int(11 * 3600, 15 * 3600);
		add(first, amount, "usd");
		add(first + random.int(120, 900), amount, "usd");
	}
	if (day === script.euroOrderDay) add(9 * 3600, 60_000 + random.int(1, 99), "eur");
	// Placed two hours before the clock's time of day and published eight hours after it: each move of the clock brings a late row.
	if (day >= utcDayOf(clock)) {
		const created = unixOfValueDate(day) + (clock % daySeconds) - 2 * 3_600;
		orders.push({ created, amount: orderTotal(random), currency: "usd", delaySeconds: 10 * 3_600 });
	}
	if (day === script.lastDay) add(23 * 3600 + 30 * 60, orderTotal(random), "eur");
	return orders;
}

/** All charges placed up to `until` (Unix seconds), oldest first; order numbers run with time. */
export function chargesOf(
	options: CompanyOptions,
	script: Script,
	calendar: ZoneCalendar,
	customers: readonly Customer[],
	until: number,
): Charge[] {
	const historyDays = daysFromTo(options.from, utcDayOf(unixOf(options.now))).length;
	const rate = options.orders / historyDays;
	const charges: Charge[] = [];
	for (const day of daysFromTo(options.from, addDays(utcDayOf(until), 1))) {
		const random = randomOf(options.seed, `${options.slug}:orders:${day}`);
		const orders = [
			...ordinaryOrders(day, rate, calendar, random),
			...scriptedOrders({ day, rate, clock: unixOf(options.now) }, script, calendar, random),
		];
		orders.sort((a, b) => a.created - b.created);
		for (const order of orders) {
			const orderNumber = 10_001 + charges.length;
			const charge = chargeOf(order, orderNumber, random.pick(customers), random);
			if (order.created <= until) charges.push(charge);
		}
	}
	return charges;
}

function chargeOf(order: Order, orderNumber: number, customer: Customer, random: Random): Charge {
	const { amount, currency, created } = order;
	const id = `ch_3${random.token(23)}`;
	return {
		id,
		orderNumber,
		customer,
		brand: random.pick(cardBrands),
		last4: String(random.int(0, 9_999)).padStart(4, "0"),
		entry: {
			id: `txn_3${random.token(23)}`,
			type: "charge",
			reportingCategory: "charge",
			amount,
			fee: chargeFee(amount),
			currency,
			created,
			availableOn: unixOfValueDate(addDays(utcDayOf(created), 2)),
			visibleAt: created + order.delaySeconds,
			source: id,
			description: `Order #${orderNumber}`,
			feeDescription: "Stripe processing fees",
		},
	};
}

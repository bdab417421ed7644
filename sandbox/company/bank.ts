// The bank's view: one account per currency, what Stripe paid in (as the plan has it) and the company's other movements.
import { addDays, type LedgerDate } from "../../domain/core/dates.ts";
import { isBusinessDay, utcDayOf, weekdayOf, daysFromTo } from "../core/calendar.ts";
import { randomOf } from "../core/random.ts";
import type { CompanyOptions } from "./options.ts";
import type { Payout, ProcessorHistory } from "./processor.ts";
import { plainTreatment, type Treatments } from "./treatment.ts";

export type BankAccount = "USD-4471" | "EUR-9020";

export interface BankLine {
	readonly account: BankAccount;
	readonly currency: "USD" | "EUR";
	readonly day: LedgerDate;
	readonly description: string;
	readonly reference: string;
	readonly amount: number;
	/** The payouts it credits or returns; known to the sandbox only. */
	readonly payouts: readonly string[];
	readonly role: "credit" | "return" | "other" | "stray";
}

/** Minor units on the day before the history begins. */
export const openingBalance: Readonly<Record<BankAccount, number>> = { "USD-4471": 184_250_000, "EUR-9020": 3_120_000 };

const accountOf = (payout: Payout): Pick<BankLine, "account" | "currency"> =>
	payout.currency === "usd" ? { account: "USD-4471", currency: "USD" } : { account: "EUR-9020", currency: "EUR" };

function creditOf(payout: Payout, treatments: Treatments, transfer: string): BankLine | null {
	const { bankDay, bankReference } = treatments.payouts.get(payout.id) ?? plainTreatment(payout);
	if (bankDay === null) return null;
	const kind = payout.kind === "instant" ? "STRIPE INSTANT PAYOUT" : "STRIPE TRANSFER";
	const description = bankReference === "text" ? `${kind} ${payout.id}` : `${kind} ${transfer}`;
	const reference = bankReference === "field" ? payout.id : "";
	return { ...accountOf(payout), day: bankDay, description, reference, amount: payout.amount, payouts: [payout.id], role: "credit" };
}

function returnOf(payout: Payout, failedAt: number): BankLine {
	const description = "STRIPE PAYOUT RETURN";
	const day = utcDayOf(failedAt);
	return { ...accountOf(payout), day, description, reference: payout.id, amount: -payout.amount, payouts: [payout.id], role: "return" };
}

// Wages every second Friday, rent on the first business day, suppliers now and then: nothing that names Stripe.
function otherLines(options: CompanyOptions, until: LedgerDate): BankLine[] {
	const lines: BankLine[] = [];
	const add = (day: LedgerDate, description: string, reference: string, amount: number, account: BankAccount = "USD-4471"): void => {
		const currency = account === "USD-4471" ? "USD" : "EUR";
		lines.push({ account, currency, day, description, reference, amount, payouts: [], role: "other" });
	};
	for (const day of daysFromTo(options.from, until).filter(isBusinessDay)) {
		const random = randomOf(options.seed, `${options.slug}:bank:${day}`);
		const number = random.int(2_100, 9_800);
		const cents = random.int(1, 99);
		if (weekdayOf(day) === 5 && random.chance(0.5)) add(day, "PAYROLL ACH DEBIT", "", -(2_310_000 + random.int(0, 9_000) * 10 + cents));
		if (day.slice(8) <= "03" && !isBusinessDay(addDays(day, -1))) add(day, "OFFICE RENT", `RENT ${day.slice(0, 7)}`, -420_000);
		if (random.chance(0.3)) add(day, "OUTGOING WIRE SUPPLIER", `INV-${number}`, -(random.int(40, 900) * 100 + cents));
		if (random.chance(0.08)) add(day, "SEPA OUT SUPPLIER", `INV-${number}`, -(random.int(10, 90) * 100 + cents), "EUR-9020");
		if (random.chance(0.06)) add(day, "CARD PURCHASE OFFICE SUPPLIES", "", -(random.int(10, 90) * 100 + cents));
	}
	return lines;
}

/** Every line up to the clock, per account by day. */
export function bankLinesOf(options: CompanyOptions, history: ProcessorHistory, treatments: Treatments, now: number): BankLine[] {
	const today = utcDayOf(now);
	const lines: BankLine[] = [];
	const joined = treatments.joined === null ? [] : history.payouts.filter(({ id }) => treatments.joined?.includes(id));
	const transferOf = (payout: Payout): string =>
		`ST-${randomOf(options.seed, `${options.slug}:transfer:${payout.id}`).token(8).toUpperCase()}`;
	for (const payout of history.payouts) {
		if (payout.failure !== null) lines.push(returnOf(payout, payout.failure.created));
		if (joined.includes(payout)) continue;
		const credit = creditOf(payout, treatments, transferOf(payout));
		if (credit !== null) lines.push(credit);
	}
	const [first] = joined;
	if (first !== undefined) {
		const amount = joined.reduce((sum, payout) => sum + payout.amount, 0);
		const description = `STRIPE TRANSFER ${transferOf(first)}`;
		lines.push({
			...accountOf(first),
			day: first.arrivalDay,
			description,
			reference: "",
			amount,
			payouts: joined.map(({ id }) => id),
			role: "credit",
		});
	}
	const stray = treatments.strays.bankLine;
	if (stray !== null) {
		const description = `STRIPE TRANSFER ST-${randomOf(options.seed, `${options.slug}:stray`).token(8).toUpperCase()}`;
		lines.push({
			account: "USD-4471",
			currency: "USD",
			day: stray.day,
			description,
			reference: "",
			amount: stray.amount,
			payouts: [],
			role: "stray",
		});
	}
	lines.push(...otherLines(options, today));
	const order = (line: BankLine): string => `${line.currency === "USD" ? 0 : 1}${line.day}`;
	return lines.filter(({ day }) => day <= today).sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

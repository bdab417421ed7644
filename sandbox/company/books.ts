// Keeps the company's books by the booking model of docs/adr/0002: deposits per payout, journals for the rest, customer payments.
import { addDays, type LedgerDate } from "../../domain/core/dates.ts";
import { unixOfValueDate, type ZoneCalendar } from "../core/calendar.ts";
import { randomOf } from "../core/random.ts";
import { itemLines, linesOf, stripeLine } from "./item-lines.ts";
import { accountOf, componentsOf } from "./leaves.ts";
import { balancing, type LedgerDraft, type LedgerLine } from "./ledger.ts";
import type { CompanyOptions } from "./options.ts";
import type { Charge, Payout, ProcessorHistory } from "./processor.ts";
import { plainTreatment, type Treatments } from "./treatment.ts";

export const bankAccountOf = { USD: "1010", EUR: "1020" } as const;
const receivables = "1200";

const currencyOf = (payout: Payout): "USD" | "EUR" => (payout.currency === "usd" ? "USD" : "EUR");

function mainLine(account: string, lines: readonly LedgerLine[], memo: string): LedgerLine {
	return { mainline: true, account, amount: balancing(lines), memo, stripeId: null, category: null, leaves: [] };
}

function depositOf(options: CompanyOptions, payout: Payout, treatments: Treatments, second: boolean): LedgerDraft {
	const treatment = treatments.payouts.get(payout.id) ?? plainTreatment(payout);
	const random = randomOf(options.seed, `${options.slug}:deposit:${payout.id}:${second}`);
	const day = second ? addDays(treatment.depositDay, 1) : treatment.depositDay;
	const bookedAt = unixOfValueDate(day) + 14 * 3_600 + random.int(0, 7_000);
	const memo = treatment.depositReference === "text" ? `Stripe payout ${payout.id}` : "Stripe payout";
	const currency = currencyOf(payout);
	const lines =
		payout.kind === "automatic"
			? itemLines(payout, treatments, treatment.fees === "one line")
			: [stripeLine({ leaf: payout.id, category: "payout", stripeId: payout.id, amount: payout.amount, description: "Stripe payout" })];
	return {
		type: "Deposit",
		day,
		bookedAt,
		editedAt: random.chance(0.08) ? bookedAt + 2 * 86_400 + random.int(0, 40_000) : null,
		memo,
		payoutField: treatment.depositReference === "field" ? payout.id : null,
		currency,
		customerId: null,
		lines: [mainLine(bankAccountOf[currency], lines, memo), ...lines],
		payout: payout.id,
		role: second ? "second deposit" : "deposit",
	};
}

/** The bank's return of a failed payout: out of the bank account, back into what the processor owes. */
function returnOf(payout: Payout, failedAt: number, calendar: ZoneCalendar): LedgerDraft {
	const memo = `Stripe payout returned ${payout.id}`;
	const line = (account: string, amount: number, mainline: boolean, category: "payout_return" | "bank"): LedgerLine => {
		const stripeId = mainline ? payout.id : null;
		return { mainline, account, amount, memo, stripeId, category, leaves: [] };
	};
	const currency = currencyOf(payout);
	return {
		type: "Journal",
		day: calendar.dayOf(failedAt),
		bookedAt: failedAt + 3_600,
		editedAt: null,
		memo,
		payoutField: payout.id,
		currency,
		customerId: null,
		lines: [
			line(bankAccountOf[currency], -payout.amount, true, "payout_return"),
			line(accountOf.payout_reversal, payout.amount, false, "bank"),
		],
		payout: payout.id,
		role: "return",
	};
}

/** One journal per ledger day with everything that moved the EUR balance, but the payouts themselves. */
function euroJournals(history: ProcessorHistory, treatments: Treatments, calendar: ZoneCalendar): LedgerDraft[] {
	const byDay = new Map<LedgerDate, LedgerLine[]>();
	for (const entry of history.entries) {
		if (entry.currency !== "eur") continue;
		const day = calendar.dayOf(entry.created);
		const lines = byDay.get(day) ?? [];
		for (const component of componentsOf(entry)) lines.push(...linesOf(component, treatments));
		byDay.set(day, lines);
	}
	return [...byDay].flatMap(([day, lines]) => {
		if (lines.length === 0) return [];
		const memo = `Stripe EUR activity ${day}`;
		const clearing = { mainline: false, account: accountOf.payout, amount: balancing(lines), memo, stripeId: null, leaves: [] };
		return {
			type: "Journal" as const,
			day,
			// Two mornings later: by then the processor has published its late rows.
			bookedAt: calendar.startOf(addDays(day, 2)) + 6 * 3_600,
			editedAt: null,
			memo,
			payoutField: null,
			currency: "EUR" as const,
			customerId: null,
			lines: [{ ...clearing, category: "bank" as const }, ...lines],
			payout: null,
			role: "activity" as const,
		};
	});
}

function paymentOf({ id, orderNumber, customer, entry }: Charge, calendar: ZoneCalendar): LedgerDraft {
	const memo = `Order #${orderNumber}`;
	const side = { memo, stripeId: id, category: null, leaves: [] };
	return {
		type: "CustPymt",
		day: calendar.dayOf(entry.created),
		bookedAt: entry.visibleAt + 300,
		editedAt: null,
		memo,
		payoutField: null,
		currency: entry.currency === "usd" ? "USD" : "EUR",
		customerId: customer.id,
		lines: [
			{ ...side, mainline: true, account: accountOf.charge, amount: entry.amount },
			{ ...side, mainline: false, account: receivables, amount: -entry.amount },
		],
		payout: null,
		role: "payment",
	};
}

function strayDeposit(treatments: Treatments): LedgerDraft[] {
	const { deposit } = treatments.strays;
	if (deposit === null) return [];
	const memo = "Stripe payout";
	const leaf = { leaf: "", category: "charge" as const, stripeId: "", amount: deposit.amount, description: "Web sales" };
	const line: LedgerLine = { ...stripeLine(leaf), stripeId: null, leaves: [] };
	return [
		{
			type: "Deposit",
			day: deposit.day,
			bookedAt: unixOfValueDate(deposit.day) + 16 * 3_600,
			editedAt: null,
			memo,
			payoutField: deposit.payoutId,
			currency: "USD",
			customerId: null,
			lines: [mainLine(bankAccountOf.USD, [line], memo), line],
			payout: null,
			role: "stray",
		},
	];
}

/** All transactions that follow from the history, whether or not the clock has reached their booking. */
export function booksOf(options: CompanyOptions, history: ProcessorHistory, treatments: Treatments, calendar: ZoneCalendar): LedgerDraft[] {
	const drafts: LedgerDraft[] = [];
	for (const payout of history.payouts) {
		const { deposits } = treatments.payouts.get(payout.id) ?? plainTreatment(payout);
		if (deposits !== "none") drafts.push(depositOf(options, payout, treatments, false));
		if (deposits === "two") drafts.push(depositOf(options, payout, treatments, true));
		if (payout.failure !== null) drafts.push(returnOf(payout, payout.failure.created, calendar));
	}
	drafts.push(...euroJournals(history, treatments, calendar), ...strayDeposit(treatments));
	for (const charge of history.charges) drafts.push(paymentOf(charge, calendar));
	return drafts;
}

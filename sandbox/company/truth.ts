// What is true of a period: the breaks that were planted and the pairs that belong together. Only tests and the control API see it.
import type { LedgerDate } from "../../domain/core/dates.ts";
import { zoneCalendar } from "../core/calendar.ts";
import { type BreakType, type Decoy, type PlantedBreak, strayLeaf } from "./break.ts";
import type { Company } from "./company.ts";
import { lineNumber } from "./edited-ledger.ts";
import { componentsOf } from "./leaves.ts";
import { bankLineKeys } from "./statement.ts";

export interface TrueException {
	readonly type: BreakType;
	readonly leaf: string;
	readonly amountMinor: bigint;
	readonly currency: string;
	readonly differenceMinor: bigint;
	readonly payout: string | null;
}

/** A payout and the bank line or the deposit that is really its own; `exception` is what is wrong with it all the same. */
export interface PayoutPair {
	readonly payout: string;
	/** Bank line key, or transaction id. */
	readonly partner: string;
	readonly exception: BreakType | null;
}

export interface LeafPair {
	readonly leaf: string;
	readonly payout: string | null;
	/** `<transaction id>:<line id>`; the first one for a line booked twice. */
	readonly line: string;
	readonly exception: BreakType | null;
}

export interface Truth {
	readonly exceptions: readonly TrueException[];
	readonly payoutBank: readonly PayoutPair[];
	/** The bank's returns of failed payouts. */
	readonly payoutReturns: readonly PayoutPair[];
	readonly payoutDeposit: readonly PayoutPair[];
	readonly leafLine: readonly LeafPair[];
	readonly decoys: readonly Decoy[];
}

interface LedgerKeys {
	readonly depositOf: ReadonlyMap<string, string>;
	readonly lineOf: ReadonlyMap<string, string>;
	readonly strays: ReadonlyMap<string, string>;
}

function ledgerKeys(company: Company): LedgerKeys {
	const depositOf = new Map<string, string>();
	const lineOf = new Map<string, string>();
	const strays = new Map<string, string>();
	for (const transaction of company.ledger) {
		if (transaction.role === "payment" || transaction.role === "second deposit") continue;
		if (transaction.role === "stray") strays.set(strayLeaf.deposit, String(transaction.id));
		if (transaction.role === "deposit" && transaction.payout !== null) depositOf.set(transaction.payout, String(transaction.id));
		transaction.lines.forEach((line, index) => {
			const key = `${transaction.id}:${lineNumber(line, index)}`;
			for (const leaf of line.leaves) if (!lineOf.has(leaf)) lineOf.set(leaf, key);
			const unknown = transaction.role === "deposit" && line.category === "charge" && line.leaves.length === 0;
			if (unknown) strays.set(strayLeaf.line, key);
		});
	}
	return { depositOf, lineOf, strays };
}

/** The truth of `period` (both days inclusive): payouts by arrival, EUR movements by the ledger day they were made on. */
export function truthOf(company: Company, period: { readonly from: LedgerDate; readonly to: LedgerDate }): Truth {
	const within = (day: LedgerDate): boolean => day >= period.from && day <= period.to;
	const { depositOf, lineOf, strays } = ledgerKeys(company);
	const bankKeys = bankLineKeys(company.bank);
	const strayBank = company.bank.find(({ role }) => role === "stray");
	const named = (leaf: string): string =>
		strays.get(leaf) ?? (leaf === strayLeaf.bankLine && strayBank !== undefined ? (bankKeys.get(strayBank) ?? leaf) : leaf);
	const breaks = company.breaks.filter(({ day }) => within(day));
	const typeOf = (leaf: string): BreakType | null => breaks.find((planted) => planted.leaf === leaf)?.type ?? null;
	const payouts = company.history.payouts.filter(({ arrivalDay }) => within(arrivalDay));
	const inPeriod = new Set(payouts.map(({ id }) => id));
	const bankPairs = (role: "credit" | "return"): PayoutPair[] =>
		company.bank
			.filter((line) => line.role === role)
			.flatMap((line) => line.payouts.map((payout) => ({ payout, partner: bankKeys.get(line) ?? "", exception: typeOf(payout) })))
			.filter(({ payout }) => inPeriod.has(payout));
	return {
		exceptions: breaks.map(trueException(named)),
		payoutBank: bankPairs("credit"),
		payoutReturns: bankPairs("return"),
		payoutDeposit: payouts.flatMap(({ id }) => {
			const partner = depositOf.get(id);
			return partner === undefined ? [] : [{ payout: id, partner, exception: typeOf(id) }];
		}),
		leafLine: leavesOf(company, within).flatMap(({ leaf, payout }) => {
			const line = lineOf.get(leaf);
			if (line === undefined) return [];
			return [{ leaf, payout, line, exception: typeOf(leaf) ?? (payout === null ? null : typeOf(payout)) }];
		}),
		decoys: company.decoys,
	};
}

const trueException =
	(named: (leaf: string) => string) =>
	({ type, leaf, amount, difference, currency, payout }: PlantedBreak): TrueException => ({
		type,
		leaf: named(leaf),
		amountMinor: BigInt(amount),
		currency,
		differenceMinor: BigInt(difference),
		payout,
	});

function leavesOf(company: Company, within: (day: LedgerDate) => boolean): { leaf: string; payout: string | null }[] {
	const calendar = zoneCalendar(company.options.zone);
	const leaves: { leaf: string; payout: string | null }[] = [];
	for (const { id, items, arrivalDay } of company.history.payouts)
		if (within(arrivalDay)) for (const item of items) for (const { leaf } of componentsOf(item)) leaves.push({ leaf, payout: id });
	for (const entry of company.history.entries)
		if (entry.currency === "eur" && within(calendar.dayOf(entry.created)))
			for (const { leaf } of componentsOf(entry)) leaves.push({ leaf, payout: null });
	return leaves;
}

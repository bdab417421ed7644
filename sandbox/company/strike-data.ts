// Turns a data fault into edits of the company: which record it is about is drawn from what no planted break or decoy touches, so
// that the truth stays one sentence per leaf.
import type { LedgerDate } from "../../domain/core/dates.ts";
import { utcDayOf } from "../core/calendar.ts";
import { type Random, randomOf } from "../core/random.ts";
import type { PlantedBreak } from "./break.ts";
import type { Company } from "./company.ts";
import type { Edit } from "./edit.ts";
import { lineNumber } from "./edited-ledger.ts";
import type { LedgerLine, LedgerTransaction } from "./ledger.ts";
import type { Payout } from "./processor.ts";

export type DataFault =
	| { readonly kind: "late_record"; readonly vendor: "stripe"; readonly hours: number }
	| { readonly kind: "late_record"; readonly vendor: "netsuite"; readonly hours: number }
	| { readonly kind: "edited_record"; readonly vendor: "stripe"; readonly how: "payout_failed" | "description" }
	| { readonly kind: "edited_record"; readonly vendor: "netsuite"; readonly how: "amount" | "memo" }
	| { readonly kind: "deleted_record"; readonly vendor: "netsuite"; readonly how: "transaction" | "line"; readonly count: number };

export interface DataChange {
	readonly edits: readonly Edit[];
	/** What was done, for the person who asked for it. */
	readonly sentence: string;
	/** Stripe ids, `<transaction>` or `<transaction>:<line>`; empty where the record has no id before it is there. */
	readonly records: readonly string[];
}

interface Booked {
	readonly payout: Payout;
	readonly deposit: LedgerTransaction;
}

/** Automatic payouts that nothing planted is about, with their deposits; those of the month under test first. */
function plainDeposits(company: Company, random: Random): Booked[] {
	const touched = new Set([
		...company.breaks.flatMap(({ payout, leaf }) => [payout ?? "", leaf]),
		...company.decoys.map(({ about }) => about),
	]);
	const deposits = new Map(company.ledger.filter(({ role }) => role === "deposit").map((deposit) => [deposit.payout, deposit]));
	const found = company.history.payouts.flatMap((payout) => {
		const deposit = deposits.get(payout.id);
		const plain = payout.kind === "automatic" && payout.failure === null && payout.amount > 0 && !touched.has(payout.id);
		return plain && deposit !== undefined ? [{ payout, deposit, draw: random.next() }] : [];
	});
	const rank = ({ payout, draw }: { payout: Payout; draw: number }): number =>
		(payout.arrivalDay.startsWith(company.options.month) ? 0 : 1) + draw;
	return found.sort((a, b) => rank(a) - rank(b));
}

/** A charge's line in `deposit` that nothing planted is about. */
function plainLine(company: Company, { payout, deposit }: Booked, random: Random): { line: LedgerLine; number: number; charge: Charge } {
	const touched = new Set([...company.breaks.map(({ leaf }) => leaf), ...company.decoys.map(({ about }) => about)]);
	const lines = deposit.lines.flatMap((line, index) => {
		const charge = payout.items.find(({ source, type }) => type === "charge" && `${source}:gross` === line.leaves[0]);
		const source = charge?.source ?? "";
		const plain = charge !== undefined && charge.amount > 1_000 && !touched.has(`${source}:gross`) && !touched.has(`${source}:fee`);
		return plain ? [{ line, number: lineNumber(line, index), charge }] : [];
	});
	if (lines.length === 0) throw new RangeError("no charge is left whose booking nothing else is about: reset the sandbox first");
	return random.pick(lines);
}

type Charge = Payout["items"][number];

const brokenLeaf = (type: PlantedBreak["type"], { payout }: Booked, leaf: string, difference: number): PlantedBreak => ({
	type,
	leaf,
	amount: difference,
	difference,
	currency: "USD",
	payout: payout.id,
	day: payout.arrivalDay,
});

function first(booked: readonly Booked[]): Booked {
	const [one] = booked;
	if (one === undefined) throw new RangeError("no deposit is left that nothing else is about: reset the sandbox first");
	return one;
}

const wrongBy = [900, -900, 450, -450];

function inTheBooks(company: Company, fault: Extract<DataFault, { vendor: "netsuite" }>, number: number): DataChange {
	const at = company.now;
	const random = randomOf(company.options.seed, `${company.options.slug}:edit:${number}`);
	if (fault.kind === "late_record") {
		const modified = at - fault.hours * 3_600;
		return {
			edits: [{ kind: "late_journal", at, modified, number }],
			sentence: `A journal of two lines was entered with a modification time ${fault.hours} h back.`,
			records: [],
		};
	}
	const booked = plainDeposits(company, random);
	if (fault.kind === "deleted_record" && fault.how === "transaction") {
		const chosen = booked.slice(0, fault.count);
		if (chosen.length < fault.count) throw new RangeError(`only ${chosen.length} deposits are left that nothing else is about`);
		return {
			edits: chosen.map((one) => {
				const breaks = [brokenLeaf("missing_in_ledger", one, one.payout.id, one.payout.amount)];
				return { kind: "transaction_deleted", at, transaction: one.deposit.id, breaks } as const;
			}),
			sentence: `Deposits deleted: ${chosen.map(({ deposit }) => `${deposit.tranid} (${deposit.lines.length} lines)`).join(", ")}.`,
			records: chosen.map(({ deposit }) => String(deposit.id)),
		};
	}
	const one = first(booked);
	const { id: transaction, tranid } = one.deposit;
	if (fault.kind === "edited_record" && fault.how === "memo") {
		const text = `${one.deposit.memo} (reviewed ${utcDayOf(at)})`;
		return {
			edits: [{ kind: "memo", at, transaction, text }],
			sentence: `The memo of deposit ${tranid} was changed.`,
			records: [String(transaction)],
		};
	}
	const { line, number: lineNo, charge } = plainLine(company, one, random);
	const leaf = `${charge.source}:gross`;
	const records = [`${transaction}:${lineNo}`];
	if (fault.kind === "deleted_record") {
		const breaks = [brokenLeaf("missing_in_ledger", one, leaf, charge.amount)];
		return {
			edits: [{ kind: "line_removed", at, transaction, line: lineNo, breaks }],
			sentence: `Line ${lineNo} of deposit ${tranid} was removed; the transaction's modification time moved.`,
			records,
		};
	}
	const delta = random.pick(wrongBy.filter((cents) => Math.abs(cents) !== charge.fee));
	// An item line is a credit: raw amount = −component.
	const amount = line.amount - delta;
	return {
		edits: [
			{
				kind: "line_amount",
				at,
				transaction,
				line: lineNo,
				amount,
				breaks: [brokenLeaf("wrong_amount", one, leaf, -delta)],
			},
		],
		sentence: `Line ${lineNo} of deposit ${tranid} was changed by ${(delta / 100).toFixed(2)} USD.`,
		records,
	};
}

// Stripe's promise: a paid payout may still turn to failed for some business days after its arrival.
const mayFailSeconds = 9 * 86_400;

function failedPayout(company: Company): DataChange {
	const random = randomOf(company.options.seed, `${company.options.slug}:edit`);
	const at = company.now;
	const recent = plainDeposits(company, random)
		.map(({ payout }) => payout)
		.filter(({ arrival, created }) => arrival <= at && arrival > at - mayFailSeconds && utcDayOf(created) < utcDayOf(at))
		.sort((a, b) => a.created - b.created);
	const [payout] = recent;
	if (payout === undefined)
		throw new RangeError("no paid payout of the last nine days is left that nothing else is about: advance the clock");
	const day: LedgerDate = utcDayOf(payout.created);
	return {
		edits: [{ kind: "payout_failed", at, day }],
		sentence: `Payout ${payout.id} turned from paid to failed, and the bank took its money back.`,
		records: [payout.id],
	};
}

function atStripe(company: Company, fault: Extract<DataFault, { vendor: "stripe" }>, number: number): DataChange {
	const at = company.now;
	if (fault.kind === "late_record") {
		const created = at - fault.hours * 3_600;
		return {
			edits: [{ kind: "late_charge", at, created, number }],
			sentence: `A charge made ${fault.hours} h ago was published only now.`,
			records: [],
		};
	}
	if (fault.how === "payout_failed") return failedPayout(company);
	const { entries } = company.history;
	const old = entries.filter(({ type, created }) => type === "charge" && created < at - 20 * 86_400);
	if (old.length === 0) throw new RangeError("the company has no charge that is twenty days old");
	const entry = randomOf(company.options.seed, `${company.options.slug}:edit:${number}`).pick(old);
	return {
		edits: [{ kind: "description", at, record: entry.id, text: `${entry.description} (amended ${number + 1})` }],
		sentence: `The description of ${entry.id} was changed.`,
		records: [entry.id],
	};
}

/** @param number how many edits the company has had @throws RangeError when nothing is left that the fault could be about */
export function dataChange(company: Company, fault: DataFault, number: number): DataChange {
	return fault.vendor === "stripe" ? atStripe(company, fault, number) : inTheBooks(company, fault, number);
}

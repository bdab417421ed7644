// Plants the decoys always, and the breaks when the company is to have any. What is planted is written down as truth at the same place.
import { addDays } from "../../domain/core/dates.ts";
import { businessDayAfter, utcDayOf, zoneCalendar } from "../core/calendar.ts";
import { type Random, randomOf } from "../core/random.ts";
import { type Decoy, type DecoyKind, type PlantedBreak, strayLeaf } from "./break.ts";
import { type Cast, castOf, isPartial } from "./casting.ts";
import type { CompanyOptions } from "./options.ts";
import { type BalanceEntry, net, type Payout, type ProcessorHistory } from "./processor.ts";
import type { Script } from "./script.ts";
import { type LeafTreatment, type PayoutTreatment, plainTreatment, type Strays, type Treatments } from "./treatment.ts";

export interface Plan {
	readonly treatments: Treatments;
	readonly breaks: readonly PlantedBreak[];
	readonly decoys: readonly Decoy[];
}

interface Desk {
	readonly history: ProcessorHistory;
	readonly script: Script;
	readonly cast: Cast;
	readonly random: Random;
	readonly payouts: Map<string, PayoutTreatment>;
	readonly leaves: Map<string, LeafTreatment>;
	readonly breaks: PlantedBreak[];
	readonly decoys: Decoy[];
	/** A component that no other break or decoy has touched. */
	readonly takeCharge: (from: readonly BalanceEntry[], fits?: (entry: BalanceEntry) => boolean) => BalanceEntry;
}

function treat(desk: Desk, payout: Payout, change: Partial<PayoutTreatment>): void {
	desk.payouts.set(payout.id, { ...(desk.payouts.get(payout.id) ?? plainTreatment(payout)), ...change });
}

const source = (entry: BalanceEntry): string => entry.source ?? entry.id;

function plantDecoys(desk: Desk): void {
	const { cast, history, script, random } = desk;
	const decoy = (kind: DecoyKind, about: string): void => {
		desk.decoys.push({ kind, about });
	};
	const next = (payout: Payout): string => addDays(payout.arrivalDay, 1);
	treat(desk, cast.depositWithoutId, { depositReference: "nowhere", depositDay: next(cast.depositWithoutId) });
	decoy("deposit_without_id", cast.depositWithoutId.id);
	treat(desk, cast.bankWithoutId, { bankReference: "nowhere", bankDay: next(cast.bankWithoutId) });
	decoy("bank_line_without_id", cast.bankWithoutId.id);
	treat(desk, cast.idInMemo, { depositReference: "text" });
	decoy("id_only_in_memo", cast.idInMemo.id);
	treat(desk, cast.idInNarration, { bankReference: "text" });
	decoy("id_only_in_narration", cast.idInNarration.id);
	treat(desk, cast.feesInOneLine, { fees: "one line" });
	decoy("fees_in_one_line", cast.feesInOneLine.id);
	for (const payout of cast.lateDeposits) {
		treat(desk, payout, { depositDay: addDays(payout.arrivalDay, random.int(1, 3)) });
		decoy("late_deposit", payout.id);
	}
	for (const payout of cast.joined) decoy("one_bank_line_for_two_payouts", payout.id);
	decoy("failed_payout_paid_again", cast.failed.id);
	for (const payout of cast.negative) decoy("negative_payout", payout.id);
	for (let count = 0; count < 6; count++) {
		const entry = desk.takeCharge(chargesIn(cast.hosts));
		desk.leaves.set(`${source(entry)}:fee`, { kind: "rounded", cents: random.chance(0.5) ? 1 : -1 });
		decoy("fee_a_cent_off", `${source(entry)}:fee`);
	}
	for (const [first, second] of twins(history, script)) {
		decoy("twin_charges", `${source(first)}:gross`);
		decoy("twin_charges", `${source(second)}:gross`);
	}
	for (const { id, charge, entry } of history.refunds) {
		const earlier = utcDayOf(charge.entry.created) < addDays(script.firstDay, -1) && entry.currency === "usd";
		if (earlier && utcDayOf(entry.created) >= script.firstDay && utcDayOf(entry.created) <= script.lastDay)
			decoy("refund_of_earlier_month", `${id}:gross`);
	}
}

const chargesIn = (payouts: readonly Payout[]): BalanceEntry[] =>
	payouts.flatMap(({ items }) => items.filter(({ type }) => type === "charge"));

function twins(history: ProcessorHistory, script: Script): [BalanceEntry, BalanceEntry][] {
	const byDay = new Map<string, BalanceEntry>();
	const pairs: [BalanceEntry, BalanceEntry][] = [];
	for (const { entry } of history.charges) {
		const day = utcDayOf(entry.created);
		if (day < script.firstDay || day > script.lastDay || entry.currency !== "usd") continue;
		const twin = byDay.get(`${day}:${entry.amount}`);
		if (twin !== undefined) pairs.push([twin, entry]);
		byDay.set(`${day}:${entry.amount}`, entry);
	}
	// Large companies have hundreds by nature; a dozen pairs are enough to name.
	return pairs.slice(0, 12);
}

function plantPayoutBreaks(desk: Desk): void {
	const { cast, script } = desk;
	const note = (type: PlantedBreak["type"], payout: Payout, difference: number, day: string): void => {
		desk.breaks.push({ type, leaf: payout.id, amount: payout.amount, difference, currency: "USD", payout: payout.id, day });
	};
	const { missingDeposit, missingBank, secondDeposit, wrongPeriod, last } = cast;
	treat(desk, missingDeposit, { deposits: "none" });
	note("missing_in_ledger", missingDeposit, missingDeposit.amount, missingDeposit.arrivalDay);
	treat(desk, missingBank, { bankDay: null });
	note("missing_in_bank", missingBank, 0, missingBank.arrivalDay);
	treat(desk, secondDeposit, { deposits: "two" });
	note("duplicate", secondDeposit, -secondDeposit.amount, secondDeposit.arrivalDay);
	// Booked on the second business day of the next month, though the bank credited it in time.
	const nextMonth = businessDayAfter(script.lastDay, 1);
	const bookedLate = businessDayAfter(nextMonth, 1);
	treat(desk, wrongPeriod, { depositDay: bookedLate });
	note("wrong_period", wrongPeriod, wrongPeriod.amount, wrongPeriod.arrivalDay);
	note("wrong_period", wrongPeriod, -wrongPeriod.amount, bookedLate);
	treat(desk, last, { depositDay: nextMonth, bankDay: nextMonth });
	note("timing", last, last.amount, last.arrivalDay);
	note("timing", last, -last.amount, nextMonth);
}

const wrongDeltas = [900, -900, 450, 1_800, 2_700, -450];

function plantLeafBreaks(desk: Desk, euroCharges: readonly BalanceEntry[], dayOf: (entry: BalanceEntry) => string): void {
	const { cast, history, random } = desk;
	const hosted = chargesIn(cast.hosts);
	const payoutOf = (entry: BalanceEntry): Payout | null => cast.hosts.find(({ items }) => items.includes(entry)) ?? null;
	const note = (type: PlantedBreak["type"], entry: BalanceEntry, part: "gross" | "fee", amount: number, difference: number): string => {
		const payout = payoutOf(entry);
		const leaf = `${source(entry)}:${part}`;
		const currency = entry.currency === "usd" ? "USD" : "EUR";
		desk.breaks.push({ type, leaf, amount, difference, currency, payout: payout?.id ?? null, day: payout?.arrivalDay ?? dayOf(entry) });
		return leaf;
	};
	const wrongAmount = (entry: BalanceEntry): void => {
		const delta = random.pick(wrongDeltas.filter((cents) => entry.amount + cents > 0 && Math.abs(cents) !== entry.fee));
		desk.leaves.set(note("wrong_amount", entry, "gross", -delta, -delta), { kind: "booked as", amount: entry.amount + delta });
	};
	for (const pool of [hosted, euroCharges]) {
		const missing = desk.takeCharge(pool);
		desk.leaves.set(note("missing_in_ledger", missing, "gross", missing.amount, missing.amount), { kind: "left out" });
		wrongAmount(desk.takeCharge(pool, ({ amount }) => amount > 2_000));
	}
	const feeMissing = desk.takeCharge(hosted);
	desk.leaves.set(note("missing_in_ledger", feeMissing, "fee", -feeMissing.fee, -feeMissing.fee), { kind: "left out" });
	const twice = desk.takeCharge(hosted);
	desk.leaves.set(note("duplicate", twice, "gross", twice.amount, -twice.amount), { kind: "booked twice" });
	const netted = desk.takeCharge(hosted);
	const nettedLeaf = note("netted_fee", netted, "gross", netted.fee, 0);
	desk.leaves.set(nettedLeaf, { kind: "booked as", amount: net(netted) });
	desk.leaves.set(`${source(netted)}:fee`, { kind: "left out" });
	const misplaced = desk.takeCharge(hosted);
	desk.leaves.set(note("wrong_account", misplaced, "gross", misplaced.amount, 0), { kind: "booked to", account: "4000" });
	const feeMisplaced = desk.takeCharge(hosted);
	desk.leaves.set(note("wrong_account", feeMisplaced, "fee", -feeMisplaced.fee, 0), { kind: "booked to", account: "6100" });

	const refunded = desk.takeCharge(cast.refundHost.items, ({ source }) => isPartial(history, source));
	const whole = history.refunds.find(({ id }) => id === refunded.source)?.charge.entry.amount ?? 0;
	const excess = refunded.amount + whole;
	desk.leaves.set(note("partial_refund", refunded, "gross", excess, excess), { kind: "booked as", amount: -whole });
	const disputed = desk.takeCharge(cast.disputeHost.items, ({ reportingCategory }) => reportingCategory === "dispute");
	desk.leaves.set(note("chargeback", disputed, "gross", net(disputed), net(disputed)), { kind: "left out" });
	desk.leaves.set(`${source(disputed)}:fee`, { kind: "left out" });
}

/** An amount that no payout, no two payouts and no component comes near by chance. */
function strayAmount(history: ProcessorHistory, random: Random): number {
	const amounts = history.payouts.map(({ amount }) => amount);
	const taken = new Set([
		...amounts,
		...amounts.flatMap((a) => amounts.map((b) => a + b)),
		...history.entries.flatMap((e) => [e.amount, e.fee]),
	]);
	for (;;) {
		const amount = random.int(12_000, 96_000);
		if (!taken.has(amount)) return amount;
	}
}

function plantStrays(desk: Desk): Strays {
	const { cast, script, history, random } = desk;
	const host = random.pick(cast.hosts);
	const line = { payout: host.id, chargeId: `ch_3${random.token(23)}`, amount: strayAmount(history, random) };
	const middle = businessDayAfter(addDays(script.firstDay, random.int(4, 20)));
	const deposit = { payoutId: `po_1${random.token(23)}`, day: middle, amount: strayAmount(history, random) };
	const bankLine = { day: businessDayAfter(addDays(script.firstDay, random.int(4, 20))), amount: strayAmount(history, random) };
	const usd = { currency: "USD" } as const;
	const ledger = { ...usd, type: "unexpected_in_ledger" } as const;
	desk.breaks.push(
		{ ...ledger, leaf: strayLeaf.line, amount: line.amount, difference: -line.amount, payout: host.id, day: host.arrivalDay },
		{ ...ledger, leaf: strayLeaf.deposit, amount: deposit.amount, difference: -deposit.amount, payout: null, day: deposit.day },
		{
			...usd,
			type: "unexpected_in_bank",
			leaf: strayLeaf.bankLine,
			amount: bankLine.amount,
			difference: 0,
			payout: null,
			day: bankLine.day,
		},
	);
	return { line, deposit, bankLine };
}

/** Decoys are drawn before breaks, so a company with breaks has the very decoys of its clean twin. */
export function planOf(options: CompanyOptions, script: Script, history: ProcessorHistory): Plan {
	const random = randomOf(options.seed, `${options.slug}:plan`);
	const calendar = zoneCalendar(options.zone);
	const dayOf = (entry: BalanceEntry): string => calendar.dayOf(entry.created);
	const cast = castOf(history, script, random);
	const touched = new Set<BalanceEntry>();
	const takeCharge: Desk["takeCharge"] = (from, fits = () => true) => {
		const entry = random.pick(from.filter((candidate) => !touched.has(candidate) && fits(candidate)));
		touched.add(entry);
		return entry;
	};
	const desk: Desk = { history, script, cast, random, takeCharge, payouts: new Map(), leaves: new Map(), breaks: [], decoys: [] };
	plantDecoys(desk);
	const euro = history.charges.map(({ entry }) => entry).filter(({ currency }) => currency === "eur");
	const lastDay = euro.filter((entry) => dayOf(entry) === script.lastDay);
	for (const entry of lastDay.filter(({ created }) => utcDayOf(created) > script.lastDay))
		desk.decoys.push({ kind: "late_evening_charge", about: `${source(entry)}:gross` });
	for (const { id, kind, arrivalDay } of history.payouts)
		if (kind === "instant" && arrivalDay === script.lastDay) desk.decoys.push({ kind: "instant_payout_at_month_end", about: id });
	let strays: Strays = { line: null, deposit: null, bankLine: null };
	if (options.breaks === "planted") {
		plantPayoutBreaks(desk);
		const euroMiddle = euro.filter((entry) => dayOf(entry) > script.firstDay && dayOf(entry) < script.lastDay);
		plantLeafBreaks(desk, euroMiddle, dayOf);
		strays = plantStrays(desk);
	}
	const joined = [cast.joined[0].id, cast.joined[1].id] as const;
	return { treatments: { payouts: desk.payouts, leaves: desk.leaves, joined, strays }, breaks: desk.breaks, decoys: desk.decoys };
}

// The seeded company agrees with itself whatever the seed: what Stripe holds, the bank got and the books say (sandbox/SPEC.md, F1-F9).
import { describe, expect, it } from "vitest";
import { bankAccountOf } from "../../sandbox/company/books.ts";
import { type Company, companyAt } from "../../sandbox/company/company.ts";
import { componentsOf } from "../../sandbox/company/leaves.ts";
import type { LedgerTransaction } from "../../sandbox/company/ledger.ts";
import { checkedOptions } from "../../sandbox/company/options.ts";
import { chargeFee } from "../../sandbox/company/pricing.ts";
import { net } from "../../sandbox/company/processor.ts";
import { truthOf } from "../../sandbox/company/truth.ts";
import { unixOf, zoneCalendar } from "../../sandbox/core/calendar.ts";
import { balanceObject } from "../../sandbox/stripe/objects.ts";

const october = { from: "2026-10-01", to: "2026-10-31" };
const seeds = Array.from({ length: 20 }, (_, index) => `seed-${index + 1}`);
const sizes = [400, 2_000, 700, 1_200];

const make = (seed: string, breaks: "planted" | "none", orders: number): Company => {
	const options = checkedOptions({ seed, breaks, orders });
	return companyAt(options, unixOf(options.now));
};
const within = (day: string): boolean => day >= october.from && day <= october.to;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const total = ({ lines }: LedgerTransaction): number => lines.find(({ mainline }) => mainline)?.amount ?? 0;
const deposits = (company: Company, currency: string): LedgerTransaction[] =>
	company.ledger.filter(({ type, currency: own, day }) => type === "Deposit" && own === currency && within(day));

describe.each(seeds.map((seed, index) => ({ seed, orders: sizes[index % sizes.length] ?? 400 })))(
	"$seed, $orders orders",
	({ seed, orders }) => {
		const planted = make(seed, "planted", orders);
		const clean = make(seed, "none", orders);
		const calendar = zoneCalendar(planted.options.zone);
		const truth = truthOf(planted, october);

		it("F1: the balance is the sum of all balance transactions, per currency", () => {
			const balance = balanceObject(planted) as Record<"available" | "pending", { amount: number; currency: string }[]>;
			for (const currency of ["usd", "eur"]) {
				const held = [...balance.available, ...balance.pending].filter((one) => one.currency === currency).map(({ amount }) => amount);
				expect(sum(held)).toBe(sum(planted.history.entries.filter((entry) => entry.currency === currency).map(net)));
			}
		});

		it("F2: an automatic payout is the sum of its items, and no item is paid out twice", () => {
			const paid = new Set<string>();
			for (const { kind, amount, items, entry } of planted.history.payouts) {
				expect(entry.amount).toBe(-amount);
				if (kind === "automatic") expect(sum(items.map(net))).toBe(amount);
				for (const { id } of items) {
					expect(paid.has(id)).toBe(false);
					paid.add(id);
				}
			}
		});

		it("F3: fees follow the published price, and EUR payouts never exceed what is available", () => {
			for (const { entry } of planted.history.charges) expect(entry.fee).toBe(chargeFee(entry.amount));
			for (const payout of planted.history.payouts.filter(({ currency }) => currency === "eur")) {
				const before = planted.history.entries.filter(({ currency, created }) => currency === "eur" && created <= payout.created);
				const left = sum(before.filter(({ availableOn, type }) => availableOn <= payout.created || type === "payout").map(net));
				expect(left).toBeGreaterThanOrEqual(0);
			}
		});

		it("F4: every transaction of the books balances", () => {
			for (const { lines } of [...planted.ledger, ...clean.ledger]) expect(sum(lines.map(({ amount }) => amount))).toBe(0);
		});

		it("F5: in a clean company bank line = payout = deposit, in the same period", () => {
			for (const payout of clean.history.payouts.filter(({ arrivalDay }) => within(arrivalDay))) {
				const lines = clean.bank.filter(({ payouts, role }) => role === "credit" && payouts.includes(payout.id));
				expect(lines).toHaveLength(1);
				const together = clean.history.payouts.filter(({ id }) => lines[0]?.payouts.includes(id));
				expect(lines[0]?.amount).toBe(sum(together.map(({ amount }) => amount)));
				const booked = clean.ledger.filter(({ payout: id, role }) => id === payout.id && role === "deposit");
				expect(booked).toHaveLength(1);
				expect(booked.map(total)).toEqual([payout.amount]);
				expect(within(booked[0]?.day ?? "") && within(lines[0]?.day ?? "")).toBe(true);
			}
			expect(truthOf(clean, { from: "2026-08-01", to: "2026-11-30" }).exceptions).toEqual([]);
		});

		it("F6: in a clean company every component of the month is booked once", () => {
			const booked = truthOf(clean, october).leafLine;
			const leaves = clean.history.payouts
				.filter(({ arrivalDay }) => within(arrivalDay))
				.flatMap(({ items }) => items.flatMap(componentsOf))
				.concat(
					clean.history.entries
						.filter(({ currency, created }) => currency === "eur" && within(calendar.dayOf(created)))
						.flatMap(componentsOf),
				);
			expect(booked.map(({ leaf }) => leaf).sort()).toEqual(leaves.map(({ leaf }) => leaf).sort());
			expect(booked.every(({ exception }) => exception === null)).toBe(true);
		});

		it("F7: the differences of the truth add up to Stripe less booked, in each currency", () => {
			const difference = (currency: string, eurLeaves: boolean): number =>
				Number(
					truth.exceptions
						.filter((one) => one.currency === currency && (one.payout === null && currency === "EUR") === eurLeaves)
						.reduce((all, { differenceMinor }) => all + differenceMinor, 0n),
				);
			const arrived = (currency: string): number[] =>
				planted.history.payouts.filter((one) => one.currency === currency && within(one.arrivalDay)).map(({ amount }) => amount);
			expect(difference("USD", false)).toBe(sum(arrived("usd")) - sum(deposits(planted, "USD").map(total)));
			expect(difference("EUR", false)).toBe(sum(arrived("eur")) - sum(deposits(planted, "EUR").map(total)));
			const moved = planted.history.entries
				.filter(({ currency, created }) => currency === "eur" && within(calendar.dayOf(created)))
				.flatMap((entry) => componentsOf(entry).map(({ amount }) => amount));
			const journals = planted.ledger.filter(({ role, day }) => role === "activity" && within(day));
			const booked = journals.flatMap(({ lines }) => lines.filter(({ category }) => category !== "bank").map(({ amount }) => -amount));
			expect(difference("EUR", true)).toBe(sum(moved) - sum(booked));
		});

		it("F8: every kind of break and decoy is there, decoys outnumber breaks, and none shares a leaf or a payout with another's truth", () => {
			const types = new Set(truth.exceptions.map(({ type }) => type));
			expect([...types].sort()).toEqual(
				[
					"chargeback",
					"duplicate",
					"missing_in_bank",
					"missing_in_ledger",
					"netted_fee",
					"partial_refund",
					"timing",
					"unexpected_in_bank",
					"unexpected_in_ledger",
					"wrong_account",
					"wrong_amount",
					"wrong_period",
				].sort(),
			);
			expect(new Set(truth.decoys.map(({ kind }) => kind)).size).toBe(14);
			expect(truth.decoys.length).toBeGreaterThanOrEqual(truth.exceptions.length);
			const leaves = truth.exceptions.map(({ leaf }) => leaf);
			expect(new Set(leaves).size).toBe(leaves.length);
			const whole = new Set(leaves.filter((leaf) => leaf.startsWith("po_")));
			for (const { leaf, payout } of truth.exceptions) if (!leaf.startsWith("po_")) expect(whole.has(payout ?? "")).toBe(false);
			const decoys = new Set(truth.decoys.map(({ about }) => about));
			for (const { leaf } of truth.exceptions.filter(({ leaf }) => leaf.startsWith("po_") || leaf.endsWith(":fee")))
				expect(decoys.has(leaf)).toBe(false);
			expect(clean.decoys).toEqual(planted.decoys);
			expect(clean.history).toEqual(planted.history);
		});

		it("F9: a payout whose pair has no id is alone with its amount", () => {
			const amounts = planted.history.payouts.map(({ amount }) => amount);
			for (const { kind, about } of truth.decoys.filter(({ kind }) => kind === "deposit_without_id" || kind === "bank_line_without_id")) {
				const payout = planted.history.payouts.find(({ id }) => id === about);
				expect(
					amounts.filter((amount) => amount === payout?.amount),
					kind,
				).toHaveLength(1);
			}
			const deposited = planted.ledger.filter(({ role }) => role === "deposit");
			expect(deposited.every(({ lines }) => Object.values<string>(bankAccountOf).includes(lines[0]?.account ?? ""))).toBe(true);
		});
	},
);

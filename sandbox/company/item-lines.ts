// Writes components as ledger lines, faithfully or as the plan has it. An item line is a credit: raw amount = −component.
import { accountOf, type Component, componentsOf } from "./leaves.ts";
import type { LedgerLine } from "./ledger.ts";
import type { Payout } from "./processor.ts";
import type { LeafTreatment, Treatments } from "./treatment.ts";

type BookedCategory = keyof typeof accountOf;

const isBooked = (category: Component["category"]): category is BookedCategory => category in accountOf;

/** One line that books `component` as it is. */
export function stripeLine({ leaf, category, stripeId, amount, description }: Component): LedgerLine {
	if (!isBooked(category)) throw new RangeError(`${category} has no account of its own`);
	return { mainline: false, account: accountOf[category], amount: -amount, memo: description, stripeId, category, leaves: [leaf] };
}

function rounding(cents: number): LedgerLine {
	const memo = "Rounding";
	return { mainline: false, account: accountOf.rounding, amount: -cents, memo, stripeId: null, category: "rounding", leaves: [] };
}

/** The lines of one component under its treatment. */
export function linesOf(component: Component, treatments: Treatments): LedgerLine[] {
	const treatment: LeafTreatment | undefined = treatments.leaves.get(component.leaf);
	const line = stripeLine(component);
	switch (treatment?.kind) {
		case undefined:
			return [line];
		case "left out":
			return [];
		case "booked twice":
			return [line, line];
		case "booked as":
			return [{ ...line, amount: -treatment.amount }];
		case "booked to":
			return [{ ...line, account: treatment.account }];
		case "rounded":
			return [{ ...line, amount: line.amount + treatment.cents }, rounding(treatment.cents)];
	}
}

/** The item lines of an automatic payout's deposit. */
export function itemLines(payout: Payout, treatments: Treatments, feesInOneLine: boolean): LedgerLine[] {
	const lines: LedgerLine[] = [];
	const pooled: Component[] = [];
	for (const item of payout.items)
		for (const component of componentsOf(item)) {
			if (feesInOneLine && component.category === "fee") pooled.push(component);
			else lines.push(...linesOf(component, treatments));
		}
	if (pooled.length > 0) {
		const amount = pooled.reduce((sum, component) => sum + component.amount, 0);
		const description = `Stripe fees ${payout.id}`;
		const line = stripeLine({ leaf: "", category: "fee", stripeId: "", amount, description });
		lines.push({ ...line, stripeId: null, leaves: pooled.map(({ leaf }) => leaf) });
	}
	const stray = treatments.strays.line;
	if (stray !== null && stray.payout === payout.id) {
		const { chargeId: stripeId, amount } = stray;
		const line = stripeLine({ leaf: "", category: "charge", stripeId, amount, description: "Order without number" });
		lines.push({ ...line, leaves: [] });
	}
	return lines;
}

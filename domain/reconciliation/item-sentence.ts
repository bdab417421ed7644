// One sentence per break at the item level: what it is, how much, where, why.
import type { ItemFinding } from "./classify-leftovers.ts";
import type { Rules } from "./rules.ts";
import { amountWords, dayWords, nounOf, sizeWords } from "./wording.ts";

/** `place` is the deposit's or journal's number. */
export function itemSentence({ type, components, line, amountMinor, leaf }: ItemFinding, place: string, rules: Rules): string {
	const first = components[0];
	const row = first?.row ?? line;
	const currency = row?.currency ?? "";
	const what = first === undefined ? "line" : nounOf(first.category);
	const about = first === undefined ? leaf : `${what} ${first.sourceId}`;
	const size = sizeWords(amountMinor, currency);
	const booked = line === null ? "" : amountWords(line.amountMinor, currency);
	const own = first === undefined ? "" : amountWords(first.amountMinor, currency);
	switch (type) {
		case "missing_in_ledger":
			return `The ${about} of ${size} has no line in ${place}.`;
		case "duplicate":
			return `The ${about} of ${size} is booked a second time in ${line?.document || place}.`;
		case "wrong_amount":
			return `The ${about} is ${own} at Stripe and ${booked} in ${line?.document || place}: ${size} apart.`;
		case "partial_refund":
			return `The refund ${first?.sourceId} is ${own}, but ${line?.document || place} has the charge’s whole amount of ${booked}.`;
		case "netted_fee":
			return `The charge ${first?.sourceId} is booked net of its fee of ${size} in ${line?.document || place}; the fee has no line of its own.`;
		case "chargeback":
			return `The dispute ${first?.sourceId} took ${size} with its fee; ${place} has no line for it.`;
		case "wrong_account":
			return `The ${about} of ${size} stands in account ${line?.account}; the rules say ${rules.accounts[line?.category ?? ""] ?? "another"}.`;
		case "wrong_period":
			return `The ${about} of ${size} belongs to ${dayWords(first?.date ?? "")}, but ${line?.document} books it on ${dayWords(line?.ledgerDate ?? "")}.`;
		case "unexpected_in_ledger":
			return `The line ${leaf} of ${booked} in ${line?.document || place} has nothing at Stripe.`;
		case "ambiguous":
			return first === undefined
				? `The line ${leaf} of ${booked} could belong to several items; the rules can’t choose.`
				: `The ${about} of ${size} fits several lines equally well; the rules can’t choose.`;
		case "missing_in_bank":
		case "timing":
		case "unexpected_in_bank":
			return `The ${about} of ${size} is open.`;
	}
}

// The finding of a payout: who agrees, who is off by how much, why.
import type { Exception, PayoutProof } from "./outcome.ts";
import type { Rules } from "./rules.ts";
import { absolute } from "./side.ts";
import { amountWords, namesInWords, sizeWords } from "./wording.ts";

export interface FindingContext {
	readonly exceptions: readonly Exception[];
	readonly document: string | null;
	readonly itemCount: number;
	readonly rules: Rules;
	readonly isVoid: boolean;
}

/** Neither the bank nor the books have Stripe's figure. */
const nobodyElse = "Stripe paid";

type Proof = Omit<PayoutProof, "sentence">;

export function proofSentence(proof: Proof, context: FindingContext): string {
	const { currency } = proof.payout;
	const size = amountWords(proof.payoutMinor, currency);
	if (context.isVoid) return `Stripe’s payout of ${size} failed before it reached the bank; nothing is booked for it.`;
	const lead = largestOf(context.exceptions);
	if (lead !== null) return breakSentence(proof, context, lead);
	const all = `${agreeing(proof, context)} ${size}.`;
	if (proof.kind === "itemised") {
		if (proof.itemsMinor === null) return `${all} Stripe has not listed its items yet, so it is not proven item by item.`;
		if (proof.status === "unproven")
			return `${all} Stripe’s own items add up to ${amountWords(proof.itemsMinor, currency)}, so it is not proven item by item.`;
		return `${all} Its ${context.itemCount - 1} items add up to it.`;
	}
	return proof.status === "matched"
		? `${all} Stripe can’t itemise it; the roll-forward of the ${currency} balance ties.`
		: `${all} Stripe can’t itemise it, and the roll-forward of the ${currency} balance doesn’t prove it.`;
}

function agreeing(proof: Proof, { rules }: FindingContext): string {
	const agrees = (minor: bigint | null): boolean => minor !== null && absolute(minor - proof.payoutMinor) <= BigInt(rules.toleranceMinor);
	const names = [...(agrees(proof.bankMinor) ? ["the bank"] : []), "Stripe", ...(agrees(proof.bookedMinor) ? ["NetSuite"] : [])];
	return names.length === 1 ? nobodyElse : `${namesInWords(names)} agree on`;
}

/** The one that says most about the difference; among equals the first. */
const largestOf = (exceptions: readonly Exception[]): Exception | null =>
	exceptions.reduce<Exception | null>(
		(lead, each) => (lead === null || absolute(each.differenceMinor) > absolute(lead.differenceMinor) ? each : lead),
		null,
	);

function breakSentence(proof: Proof, context: FindingContext, lead: Exception): string {
	const { currency } = proof.payout;
	const more = context.exceptions.length - 1;
	const rest = more === 0 ? "" : ` ${more} more ${more === 1 ? "exception" : "exceptions"} below.`;
	const agreed = agreeing(proof, context);
	if (agreed === nobodyElse) return `${lead.sentence}${rest}`;
	const head = `${agreed} ${amountWords(proof.payoutMinor, currency)}.`;
	const off = proof.bookedMinor === null ? 0n : proof.bookedMinor - proof.payoutMinor;
	if (off === 0n || lead.leaf === proof.payout.naturalKey) return `${head} ${lead.sentence}${rest}`;
	const why = lead.differenceMinor === -off ? ", because" : "; the largest part:";
	return `${head} NetSuite is ${sizeWords(off, currency)} too ${off > 0n ? "high" : "low"}${why} ${lowerStart(lead.sentence)}${rest}`;
}

const lowerStart = (sentence: string): string => (sentence.startsWith("The ") ? `t${sentence.slice(1)}` : sentence);

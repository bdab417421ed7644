// The proof of each payout of the period: its lines by category, its status, and the finding in plain words.
import { isInPeriod, type Period } from "../core/dates.ts";
import type { Deposit } from "./books.ts";
import { type Component, componentsOf } from "./components.ts";
import type { LinkedPayout } from "./link-payouts.ts";
import type { MatchRow } from "./match-row.ts";
import type { Exception, PayoutProof, ProofLine, ProofStatus } from "./outcome.ts";
import { bankPart } from "./payout-findings.ts";
import { proofSentence } from "./proof-sentence.ts";
import type { Rules } from "./rules.ts";
import { absolute, push, sumOf } from "./side.ts";

export interface ProofScope {
	readonly period: Period;
	readonly rules: Rules;
	readonly itemsOf: (payoutKey: string) => readonly MatchRow[];
	readonly exceptions: readonly Exception[];
	/** Currencies whose balance roll-forward ties. */
	readonly tiedCurrencies: ReadonlySet<string>;
	/** Balance transactions by id: a by-hand payout must have left the balance. */
	readonly balanceEntry: (id: string) => MatchRow | null;
}

export function proofsOf(links: readonly LinkedPayout[], scope: ProofScope): PayoutProof[] {
	const byPayout = new Map<string, Exception[]>();
	for (const exception of scope.exceptions) push(byPayout, exception.payoutKey, exception);
	return links
		.filter(({ payout }) => isInPeriod(payout.ledgerDate, scope.period))
		.map((link) => proofOf(link, byPayout.get(link.payout.naturalKey) ?? [], scope));
}

function proofOf(link: LinkedPayout, exceptions: readonly Exception[], scope: ProofScope): PayoutProof {
	const { payout } = link;
	const items = payout.category === "automatic" ? scope.itemsOf(payout.naturalKey) : [];
	const deposit = link.deposit?.b.of ?? null;
	const itemsMinor = items.length === 0 ? null : sumOf(items.map((item) => item.netMinor));
	const proof: Omit<PayoutProof, "sentence"> = {
		payout,
		kind: payout.category === "automatic" ? "itemised" : "balance_proven",
		status: statusOf(link, itemsMinor, exceptions, scope),
		payoutMinor: payout.amountMinor,
		itemsMinor,
		bankMinor: bankPart(link),
		bookedMinor: deposit === null ? null : deposit.totalMinor,
		differenceMinor: sumOf(exceptions.map((exception) => exception.differenceMinor)),
		lines: linesOf(link, items, deposit, scope.rules),
	};
	return {
		...proof,
		sentence: proofSentence(proof, {
			exceptions,
			document: deposit?.document ?? null,
			itemCount: items.length,
			rules: scope.rules,
			isVoid: link.isVoid,
		}),
	};
}

function statusOf(link: LinkedPayout, itemsMinor: bigint | null, exceptions: readonly Exception[], scope: ProofScope): ProofStatus {
	if (exceptions.some((exception) => exception.type !== "timing")) return "break";
	if (exceptions.length > 0) return "timing";
	if (link.isVoid) return "matched";
	const { payout } = link;
	if (payout.category === "automatic") return itemsMinor === payout.amountMinor ? "matched" : "unproven";
	const entry = scope.balanceEntry(payout.relatedKey);
	const left = entry !== null && entry.amountMinor === -payout.amountMinor;
	return left && scope.tiedCurrencies.has(payout.currency) ? "matched" : "unproven";
}

/** The order in which a proof is read; categories that are not listed follow, by name. */
export const proofOrder = ["charge", "fee", "refund", "dispute", "dispute_fee", "payout_reversal", "adjustment"] as const;

const place = (category: string): string => {
	const index = (proofOrder as readonly string[]).indexOf(category);
	return index < 0 ? `9${category}` : String(index);
};

interface Side {
	count: number;
	minor: bigint;
}

function linesOf(link: LinkedPayout, items: readonly MatchRow[], deposit: Deposit | null, rules: Rules): ProofLine[] {
	const { payout } = link;
	const components: Component[] = items.flatMap((item) => componentsOf(item, payout.naturalKey, payout.ledgerDate, rules));
	const a = new Map<string, Side>();
	const b = new Map<string, Side>();
	for (const component of components) addTo(a, component.category, component.amountMinor);
	// A by-hand payout has no items: its deposit's one line is the payout itself.
	if (payout.category === "automatic")
		for (const line of [...(deposit?.lines ?? []), ...(deposit?.roundings ?? [])]) addTo(b, line.category, line.amountMinor);
	const categories = [...new Set([...a.keys(), ...b.keys()])].sort((x, y) => (place(x) < place(y) ? -1 : 1));
	const bank = bankPart(link);
	return [
		...categories.map((category) => lineOf(category, a.get(category), b.get(category))),
		lineOf("payout", { count: 1, minor: payout.amountMinor }, deposit === null ? undefined : { count: 1, minor: deposit.totalMinor }),
		lineOf("bank", { count: 1, minor: payout.amountMinor }, bank === null ? undefined : { count: 1, minor: bank }),
	];
}

function addTo(sides: Map<string, Side>, category: string, minor: bigint): void {
	const side = sides.get(category) ?? { count: 0, minor: 0n };
	sides.set(category, { count: side.count + 1, minor: side.minor + minor });
}

const none: Side = { count: 0, minor: 0n };

const lineOf = (category: string, a: Side = none, b: Side = none): ProofLine => ({
	category,
	aCount: a.count,
	aMinor: a.minor,
	bCount: b.count,
	bMinor: b.minor,
	differenceMinor: a.minor - b.minor,
});

/** Within tolerance two figures agree. */
export const agree = (a: bigint | null, b: bigint, rules: Rules): boolean => a !== null && absolute(a - b) <= BigInt(rules.toleranceMinor);

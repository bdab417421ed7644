// The proof of each payout of the period: its lines by category, its status, and the finding in plain words.
import { isInPeriod, type Period } from "../core/dates.ts";
import type { Deposit } from "./books.ts";
import { type Component, componentsOf } from "./components.ts";
import type { LinkedPayout } from "./link-payouts.ts";
import type { MatchRow } from "./match-row.ts";
import type { Exception, Match, PayoutProof, ProofLine, ProofStatus } from "./outcome.ts";
import { bankPart, duplicateDeposit } from "./payout-findings.ts";
import { proofLeaves } from "./proof-leaves.ts";
import { proofSentence } from "./proof-sentence.ts";
import type { Rules } from "./rules.ts";
import { push, sumOf } from "./side.ts";

export interface ProofScope {
	readonly period: Period;
	readonly rules: Rules;
	readonly itemsOf: (payoutKey: string) => readonly MatchRow[];
	readonly exceptions: readonly Exception[];
	/** Pairs of items and lines. */
	readonly itemMatches: readonly Match[];
	/** Currencies whose balance roll-forward ties. */
	readonly tiedCurrencies: ReadonlySet<string>;
	/** Balance transactions by id: a by-hand payout must have left the balance. */
	readonly balanceEntry: (id: string) => MatchRow | null;
}

export function proofsOf(links: readonly LinkedPayout[], scope: ProofScope): PayoutProof[] {
	const byPayout = new Map<string, Exception[]>();
	for (const exception of scope.exceptions) push(byPayout, exception.rowKey, exception);
	const placed = lineCategories(scope);
	return links
		.filter(({ payout }) => isInPeriod(payout.ledgerDate, scope.period))
		.map((link) => proofOf(link, byPayout.get(link.payout.naturalKey) ?? [], scope, placed));
}

/** Where a booked line stands in the proof: beside what it was matched with, whatever category it says itself. */
function lineCategories({ itemMatches, exceptions }: ProofScope): ReadonlyMap<string, string> {
	return new Map([
		...itemMatches.flatMap(({ category, members }) =>
			members.filter(({ side }) => side === "b").map(({ row }) => [row.id, category] as const),
		),
		...exceptions.flatMap(({ parts }) => parts.flatMap(({ category, b }) => (b === null ? [] : [[b.row.id, category] as const]))),
	]);
}

function proofOf(
	link: LinkedPayout,
	exceptions: readonly Exception[],
	scope: ProofScope,
	placed: ReadonlyMap<string, string>,
): PayoutProof {
	const { payout } = link;
	const { period, rules } = scope;
	const items = payout.category === "automatic" ? scope.itemsOf(payout.naturalKey) : [];
	// Only what stands in the period: what is booked in another one is an exception of this.
	const found = link.deposit?.b.of ?? null;
	const deposit = found !== null && isInPeriod(found.date, period) ? found : null;
	const duplicates = link.duplicates.filter(({ date }) => isInPeriod(date, period));
	// A payout that failed before it reached anybody counts nowhere.
	const listed = link.isVoid ? [] : items;
	const components: Component[] = listed.flatMap((item) => componentsOf(item, payout.naturalKey, payout.ledgerDate, rules));
	const parts = { link, components, deposit, duplicates, bankMinor: bankPart(link, period) };
	const itemsMinor = items.length === 0 ? null : sumOf(items.map((item) => item.netMinor));
	const proof: Omit<PayoutProof, "sentence"> = {
		payout,
		kind: payout.category === "automatic" ? "itemised" : "balance_proven",
		status: statusOf(link, itemsMinor, exceptions, scope),
		payoutMinor: payout.amountMinor,
		itemsMinor,
		bankMinor: parts.bankMinor,
		bookedMinor: deposit === null ? null : deposit.totalMinor,
		differenceMinor: sumOf(exceptions.map((exception) => exception.differenceMinor)),
		lines: linesOf(parts, placed),
		leaves: proofLeaves(parts, exceptions),
	};
	return {
		...proof,
		sentence: proofSentence(proof, {
			exceptions,
			document: found?.document ?? null,
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

/** What of a payout stands in the period. */
export interface ProofParts {
	readonly link: LinkedPayout;
	/** Empty when Stripe doesn't itemise it (yet): then it is compared as a whole. */
	readonly components: readonly Component[];
	readonly deposit: Deposit | null;
	readonly duplicates: readonly Deposit[];
	readonly bankMinor: bigint | null;
}

function linesOf({ link, components, deposit, duplicates, bankMinor }: ProofParts, placed: ReadonlyMap<string, string>): ProofLine[] {
	const { payout } = link;
	const a = new Map<string, Side>();
	const b = new Map<string, Side>();
	for (const component of components) addTo(a, component.category, component.amountMinor);
	if (components.length > 0) {
		for (const line of [...(deposit?.lines ?? []), ...(deposit?.roundings ?? [])])
			addTo(b, placed.get(line.id) ?? line.category, line.amountMinor);
		for (const again of duplicates) addTo(b, duplicateDeposit, again.totalMinor);
	}
	const categories = [...new Set([...a.keys(), ...b.keys()])].sort((x, y) => (place(x) < place(y) ? -1 : 1));
	const own = link.isVoid ? none : { count: 1, minor: payout.amountMinor };
	const booked = [...(deposit === null ? [] : [deposit]), ...duplicates].map(({ totalMinor }) => totalMinor);
	return [
		...categories.map((category) => lineOf(category, a.get(category), b.get(category))),
		lineOf("payout", own, { count: booked.length, minor: sumOf(booked) }),
		lineOf("bank", own, bankMinor === null ? none : { count: 1, minor: bankMinor }),
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

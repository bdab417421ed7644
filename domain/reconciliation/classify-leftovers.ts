// What no pass took, named: netted fee, partial refund, wrong amount, chargeback, duplicate, missing, unexpected (ADR 0002). Decides types only.
import type { Component } from "./components.ts";
import type { MatchRow } from "./match-row.ts";
import type { ExceptionType } from "./outcome.ts";
import { nearest } from "./pass-exact.ts";
import type { Matched } from "./run-passes.ts";
import { absolute, type Loser, push, type Side } from "./side.ts";

/** One break at the item level: the components and the line it is about. */
export interface ItemFinding {
	readonly type: ExceptionType;
	readonly leaf: string;
	readonly components: readonly Component[];
	readonly line: MatchRow | null;
	readonly amountMinor: bigint;
	readonly losers: readonly Loser[];
}

export interface LeftoverContext {
	readonly toleranceMinor: bigint;
	/** Gross of a charge by its source id, for refunds booked with the charge's whole amount. */
	readonly chargeGross: ReadonlyMap<string, bigint>;
}

type Items = Matched<Component, MatchRow>;

const nameOf = (side: Side<MatchRow>): readonly string[] => (side.ids.length > 0 ? side.ids : side.mentions);

export function classifyLeftovers(items: Items, context: LeftoverContext): ItemFinding[] {
	const findings: ItemFinding[] = [];
	const usedA = new Set<Side<Component>>();
	const usedB = new Set<Side<MatchRow>>();
	const openByRow = new Map<MatchRow, Side<Component>[]>();
	for (const a of items.openA) push(openByRow, a.of.row, a);
	const claim = (finding: ItemFinding, a: readonly Side<Component>[], b: Side<MatchRow> | null): void => {
		findings.push(finding);
		for (const side of a) usedA.add(side);
		if (b !== null) usedB.add(b);
	};
	const byName = new Map<string, Side<MatchRow>[]>();
	for (const b of items.openB) for (const name of nameOf(b)) push(byName, `${b.scope}|${name}`, b);
	const linesFor = (a: Side<Component>): Side<MatchRow>[] =>
		a.ids
			.flatMap((id) => byName.get(`${a.scope}|${id}`) ?? [])
			.filter((b) => !usedB.has(b) && (b.category === a.category || b.category === ""));
	for (const a of items.openA) {
		const line = nearest(
			a,
			linesFor(a).filter((b) => absolute(a.amountMinor - b.amountMinor) > context.toleranceMinor),
		);
		if (line === null || usedA.has(a)) continue;
		const fee = openByRow
			.get(a.of.row)
			?.find((other) => other.of.part === "fee" && other !== a && !usedA.has(other) && linesFor(other).length === 0);
		claim(...amountFinding(a, line, fee ?? null, context));
	}
	for (const a of items.openA) {
		if (usedA.has(a) || a.of.part !== "gross" || a.of.row.category !== "dispute" || a.amountMinor >= 0n) continue;
		const open = (openByRow.get(a.of.row) ?? []).filter((side) => !usedA.has(side));
		// With a fee that is booked, the dispute isn't unknown to the books: then only its amount is missing.
		if (a.of.row.feeMinor !== 0n && open.length < 2) continue;
		claim(
			{
				type: "chargeback",
				leaf: a.of.leaf,
				components: open.map((side) => side.of),
				line: null,
				amountMinor: a.of.row.netMinor,
				losers: [],
			},
			open,
			null,
		);
	}
	const booked = bookedLines(items, findings);
	for (const b of items.openB) {
		if (usedB.has(b)) continue;
		const twin = nameOf(b).flatMap((name) => booked.get(`${b.scope}|${b.category}|${b.amountMinor}|${name}`) ?? [])[0];
		if (twin === undefined) continue;
		claim({ type: "duplicate", leaf: twin.leaf, components: [twin], line: b.of, amountMinor: b.amountMinor, losers: [] }, [], b);
	}
	for (const a of items.openA)
		if (!usedA.has(a))
			findings.push({ type: "missing_in_ledger", leaf: a.of.leaf, components: [a.of], line: null, amountMinor: a.amountMinor, losers: [] });
	for (const b of items.openB)
		if (!usedB.has(b))
			findings.push({
				type: "unexpected_in_ledger",
				leaf: b.of.naturalKey,
				components: [],
				line: b.of,
				amountMinor: b.amountMinor,
				losers: [],
			});
	return [...findings, ...tieFindings(items)];
}

type Claim = [finding: ItemFinding, a: readonly Side<Component>[], b: Side<MatchRow>];

/** Same id and category, another amount: which of the three it is. */
function amountFinding(a: Side<Component>, line: Side<MatchRow>, fee: Side<Component> | null, context: LeftoverContext): Claim {
	const shared = { leaf: a.of.leaf, line: line.of, losers: [] };
	if (fee !== null && a.of.part === "gross" && line.amountMinor === a.amountMinor + fee.amountMinor) {
		return [{ ...shared, type: "netted_fee", components: [a.of, fee.of], amountMinor: -fee.amountMinor }, [a, fee], line];
	}
	const charge = a.category === "refund" ? context.chargeGross.get(a.of.row.relatedKey) : undefined;
	const isPartial = charge !== undefined && absolute(a.amountMinor) < charge && line.amountMinor === -charge;
	const type = isPartial ? "partial_refund" : "wrong_amount";
	return [{ ...shared, type, components: [a.of], amountMinor: a.amountMinor - line.amountMinor }, [a], line];
}

/** Lines that are taken, by what makes a second one a duplicate. */
function bookedLines(items: Items, findings: readonly ItemFinding[]): Map<string, Component[]> {
	const booked = new Map<string, Component[]>();
	const add = (component: Component, line: MatchRow, scope: string): void => {
		for (const id of component.ids) push(booked, `${scope}|${line.category}|${line.amountMinor}|${id}`, component);
	};
	for (const { a, b } of items.pairings) if (a.length === 1) for (const side of a) add(side.of, b.of, b.scope);
	for (const { components, line } of findings) {
		const first = components[0];
		if (line !== null && first !== undefined) add(first, line, first.payoutKey === "" ? first.row.currency : first.payoutKey);
	}
	return booked;
}

function tieFindings(items: Items): ItemFinding[] {
	return items.ties.flatMap(({ a, b, reason }) => [
		...a.map((side) => ({
			type: "ambiguous" as const,
			leaf: side.of.leaf,
			components: [side.of],
			line: null,
			amountMinor: side.amountMinor,
			losers: b.map((other) => ({ row: other.row, reason })),
		})),
		...b.map((side) => ({
			type: "ambiguous" as const,
			leaf: side.of.naturalKey,
			components: [],
			line: side.of,
			amountMinor: side.amountMinor,
			losers: a.map((other) => ({ row: other.row, reason })),
		})),
	]);
}

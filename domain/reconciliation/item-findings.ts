// The item level inside a period: matches, exceptions with their differences and sentences, and the residuals within tolerance.
import { isInPeriod, type Period } from "../core/dates.ts";
import type { Deposit } from "./books.ts";
import { classifyLeftovers, type ItemFinding, type LeftoverContext } from "./classify-leftovers.ts";
import type { Component } from "./components.ts";
import { itemSentence } from "./item-sentence.ts";
import type { MatchRow } from "./match-row.ts";
import type { Exception, LeafPart, Match, Section } from "./outcome.ts";
import { activityKey } from "./row-keys.ts";
import type { Rules } from "./rules.ts";
import type { Matched } from "./run-passes.ts";
import { type Pairing, sumOf } from "./side.ts";

export interface ItemScope extends LeftoverContext {
	readonly section: Section;
	readonly period: Period;
	readonly rules: Rules;
	/** The deposit of a payout, for what people call it. */
	readonly depositOf: (payoutKey: string) => Deposit | null;
	/** The payout whose deposit a line stands in. */
	readonly payoutOfLine: (line: MatchRow) => string;
}

export interface ItemOutcome {
	readonly matches: readonly Match[];
	readonly exceptions: readonly Exception[];
}

export function itemFindings(items: Matched<Component, MatchRow>, scope: ItemScope): ItemOutcome {
	const matches: Match[] = [];
	const findings = classifyLeftovers(items, scope);
	for (const pairing of items.pairings) {
		const finding = findingOfPairing(pairing, scope);
		if (finding.length > 0) findings.push(...finding);
		else if (isInPeriod(pairing.b.of.ledgerDate, scope.period)) matches.push(matchOf(pairing, scope.section));
	}
	return { matches, exceptions: findings.flatMap((finding) => exceptionOf(finding, scope)) };
}

/** A pair that fits but stands in the wrong account or in the journals of another period is an exception, not a match. */
function findingOfPairing({ a, b, losers, residualMinor }: Pairing<Component, MatchRow>, scope: ItemScope): ItemFinding[] {
	const lineIn = isInPeriod(b.of.ledgerDate, scope.period);
	const account = scope.rules.accounts[b.of.category];
	const isElsewhere = account !== undefined && account !== b.of.account;
	const crosses = a.some((side) => isInPeriod(side.of.date, scope.period) !== lineIn);
	if (!crosses && !(isElsewhere && residualMinor === 0n)) return [];
	const type = crosses ? ("wrong_period" as const) : ("wrong_account" as const);
	if (a.length === 1)
		return a.map((side) => ({ type, leaf: side.of.leaf, components: [side.of], line: b.of, amountMinor: side.amountMinor, losers }));
	// A group shares one line: each member carries its own part of it, the first also the residual.
	return a.map((side, i) => {
		const part = { ...b.of, amountMinor: side.amountMinor - (i === 0 ? residualMinor : 0n) };
		return { type, leaf: side.of.leaf, components: [side.of], line: part, amountMinor: side.amountMinor, losers };
	});
}

function exceptionOf(finding: ItemFinding, scope: ItemScope): Exception[] {
	const { components, line, type } = finding;
	const inPeriod = components.filter((component) => isInPeriod(component.date, scope.period));
	const lineIn = line !== null && isInPeriod(line.ledgerDate, scope.period);
	// A duplicate is about its second line alone: the component is explained by the first.
	const stripe = type === "duplicate" ? [] : inPeriod;
	if (stripe.length === 0 && !lineIn) return [];
	const first = components[0] ?? null;
	const row = first?.row ?? (line as MatchRow);
	const payoutKey = first?.payoutKey ?? scope.payoutOfLine(line as MatchRow);
	return [
		{
			type,
			leaf: finding.leaf,
			payoutKey,
			rowKey: scope.section === "activity" ? activityKey(row.currency) : payoutKey,
			section: scope.section,
			currency: row.currency,
			amountMinor: finding.amountMinor,
			differenceMinor: sumOf(stripe.map((component) => component.amountMinor)) - (lineIn ? line.amountMinor : 0n),
			bankDifferenceMinor: 0n,
			ledgerDate: first?.date ?? row.ledgerDate,
			sentence: itemSentence(finding, scope.depositOf(payoutKey)?.document ?? line?.document ?? "the journals", scope.rules),
			a: first?.row ?? null,
			b: line,
			losers: finding.losers,
			parts: partsOf(finding, stripe, lineIn ? line : null),
		},
	];
}

/** Each component under its own line of the proof; the booked line stands beside the first, or alone. */
function partsOf({ leaf }: ItemFinding, components: readonly Component[], line: MatchRow | null): LeafPart[] {
	const booked = line === null ? null : { row: line, minor: line.amountMinor };
	if (components.length === 0) return [{ category: line?.category ?? "", leaf, a: null, b: booked }];
	return components.map((component, i) => ({
		category: component.category,
		leaf: component.leaf,
		a: { row: component.row, minor: component.amountMinor },
		b: i === 0 ? booked : null,
	}));
}

function matchOf({ pass, a, b, residualMinor, reasons, losers }: Pairing<Component, MatchRow>, section: Section): Match {
	const first = a[0]?.of as Component;
	return {
		level: "item",
		pass,
		payoutKey: first.payoutKey,
		leaf: a.length === 1 ? first.leaf : `${first.payoutKey === "" ? first.date : first.payoutKey}:${first.category}`,
		category: first.category,
		currency: b.of.currency,
		aMinor: sumOf(a.map((side) => side.amountMinor)),
		bMinor: b.amountMinor,
		residualMinor,
		reasons,
		members: [
			...a.map((side) => ({ side: "a" as const, row: side.row, amountMinor: side.amountMinor })),
			{ side: "b" as const, row: b.row, amountMinor: b.amountMinor },
		],
		losers,
		section,
	};
}

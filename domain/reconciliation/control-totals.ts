// The totals that must tie: Stripe − NetSuite = residuals within tolerance + differences of exceptions, per currency; the bank likewise.
// Each side is added up from the rows themselves, never from the matches, so that `unexplained` is a finding and not a definition.
import { byCodeUnits } from "../core/canonical-json.ts";
import { isInPeriod, type Period } from "../core/dates.ts";
import type { Books } from "./books.ts";
import type { Component } from "./components.ts";
import type { Links } from "./link-payouts.ts";
import { type Exception, exceptionTypes, type Match, type PayoutProof, type TotalLine } from "./outcome.ts";
import { sumOf } from "./side.ts";

export interface TotalsInput {
	readonly period: Period;
	readonly links: Links;
	readonly books: Books;
	readonly activity: readonly Component[];
	readonly byHand: ReadonlySet<string>;
	readonly matches: readonly Match[];
	/** Residuals of deposits that could only be compared as a whole. */
	readonly wholeResiduals: Amounts;
	readonly exceptions: readonly Exception[];
	readonly proofs: readonly PayoutProof[];
}

type Amounts = readonly { readonly currency: string; readonly minor: bigint }[];

interface SectionInput {
	readonly name: "payouts" | "activity" | "books" | "bank";
	readonly a: Amounts;
	readonly b: Amounts;
	readonly matchedA: Amounts;
	readonly matchedB: Amounts;
	readonly residuals: Amounts;
	readonly exceptions: readonly { readonly type: Exception["type"]; readonly currency: string; readonly minor: bigint }[];
}

export function controlTotals(input: TotalsInput): TotalLine[] {
	const payouts = payoutsSection(input);
	const activity = activitySection(input);
	const books: SectionInput = {
		name: "books",
		a: [...payouts.a, ...activity.a],
		b: [...payouts.b, ...activity.b],
		matchedA: [...payouts.matchedA, ...activity.matchedA],
		matchedB: [...payouts.matchedB, ...activity.matchedB],
		residuals: [...payouts.residuals, ...activity.residuals],
		exceptions: [...payouts.exceptions, ...activity.exceptions],
	};
	const sections = [payouts, activity, books, bankSection(input)];
	const currencies = [...new Set(sections.flatMap(({ a, b }) => [...a, ...b].map(({ currency }) => currency)))].sort(byCodeUnits);
	return currencies.flatMap((currency) => sections.flatMap((section) => linesOf(section, currency)));
}

function payoutsSection({ period, links, books, exceptions, matches, wholeResiduals, proofs }: TotalsInput): SectionInput {
	const counted = links.payouts.filter((link) => !link.isVoid);
	const returned = counted.flatMap(({ payout, ledgerReturn, bankReturn }) => {
		const day = (ledgerReturn ?? bankReturn)?.b.of.ledgerDate;
		return day !== undefined && isInPeriod(day, period) ? [{ currency: payout.currency, minor: -payout.amountMinor }] : [];
	});
	const paid = counted.map(({ payout }) => payout).filter((payout) => isInPeriod(payout.ledgerDate, period));
	const deposits = books.deposits.filter((deposit) => isInPeriod(deposit.date, period));
	const returns = books.returns
		.filter((row) => isInPeriod(row.ledgerDate, period))
		.map(({ currency, amountMinor }) => ({ currency, minor: amountMinor }));
	const roundings = deposits.flatMap((deposit) => deposit.roundings.map((row) => ({ currency: row.currency, minor: -row.amountMinor })));
	const agreed = proofs.filter((proof) => (proof.status === "matched" || proof.status === "unproven") && proof.bookedMinor !== null);
	return {
		name: "payouts",
		a: [...paid.map(({ currency, amountMinor }) => ({ currency, minor: amountMinor })), ...returned],
		b: [...deposits.map(({ currency, totalMinor }) => ({ currency, minor: totalMinor })), ...returns],
		matchedA: agreed.map((proof) => ({ currency: proof.payout.currency, minor: proof.payoutMinor })),
		matchedB: agreed.map((proof) => ({ currency: proof.payout.currency, minor: proof.bookedMinor ?? 0n })),
		residuals: [...residualsOf(matches, "payouts"), ...wholeResiduals, ...roundings],
		exceptions: differencesOf(exceptions, "payouts"),
	};
}

function activitySection({ period, books, activity, byHand, exceptions, matches }: TotalsInput): SectionInput {
	const a = activity.filter((component) => isInPeriod(component.date, period));
	const inPeriod = (rows: Books["activity"]): Amounts =>
		rows.filter((row) => isInPeriod(row.ledgerDate, period)).map(({ currency, amountMinor }) => ({ currency, minor: amountMinor }));
	const roundings = inPeriod(books.activityRoundings.filter((row) => byHand.has(row.currency)));
	const own = matches.filter((match) => match.section === "activity");
	return {
		name: "activity",
		a: a.map((component) => ({ currency: component.row.currency, minor: component.amountMinor })),
		b: [...inPeriod(books.activity), ...roundings],
		matchedA: own.map(({ currency, aMinor }) => ({ currency, minor: aMinor })),
		matchedB: own.map(({ currency, bMinor }) => ({ currency, minor: bMinor })),
		residuals: [...residualsOf(matches, "activity"), ...roundings.map(({ currency, minor }) => ({ currency, minor: -minor }))],
		exceptions: differencesOf(exceptions, "activity"),
	};
}

function bankSection({ period, links, exceptions }: TotalsInput): SectionInput {
	const counted = links.payouts.filter((link) => !link.isVoid);
	const paid = counted
		.filter(({ payout }) => isInPeriod(payout.ledgerDate, period))
		.map(({ payout }) => ({ currency: payout.currency, minor: payout.amountMinor }));
	const returned = counted.flatMap(({ payout, bankReturn, ledgerReturn, bank }) => {
		const day = bankReturn?.b.of.ledgerDate ?? (bank === null ? undefined : ledgerReturn?.b.of.ledgerDate);
		return day !== undefined && isInPeriod(day, period) ? [{ currency: payout.currency, minor: -payout.amountMinor }] : [];
	});
	const pairings = [...links.bank.pairings, ...links.bankReturns.pairings].filter((pairing) => isInPeriod(pairing.b.of.ledgerDate, period));
	const tied = [...links.bank.ties, ...links.bankReturns.ties].flatMap((tie) => tie.b.map((side) => side.of));
	const others = [...tied, ...links.strayBankLines].filter((row) => isInPeriod(row.ledgerDate, period));
	const amount = ({ currency, amountMinor }: { currency: string; amountMinor: bigint }) => ({ currency, minor: amountMinor });
	const whole = pairings.filter((pairing) =>
		pairing.a.every((side) => side.of.part === "returned" || isInPeriod(side.of.payout.ledgerDate, period)),
	);
	return {
		name: "bank",
		a: [...paid, ...returned],
		b: [...pairings.map((pairing) => amount(pairing.b.of)), ...others.map(amount)],
		matchedA: whole.flatMap((pairing) => pairing.a.map((side) => ({ currency: side.row.currency, minor: side.amountMinor }))),
		matchedB: whole.map((pairing) => amount(pairing.b.of)),
		residuals: pairings.map((pairing) => ({ currency: pairing.b.of.currency, minor: pairing.residualMinor })),
		exceptions: exceptions
			.filter((exception) => exception.bankDifferenceMinor !== 0n)
			.map(({ type, currency, bankDifferenceMinor }) => ({ type, currency, minor: bankDifferenceMinor })),
	};
}

const residualsOf = (matches: readonly Match[], section: "payouts" | "activity"): Amounts =>
	matches.filter((match) => match.section === section).map(({ currency, residualMinor }) => ({ currency, minor: residualMinor }));

const differencesOf = (exceptions: readonly Exception[], section: "payouts" | "activity") =>
	exceptions
		.filter((exception) => exception.section === section)
		.map(({ type, currency, differenceMinor }) => ({ type, currency, minor: differenceMinor }));

function linesOf(section: SectionInput, currency: string): TotalLine[] {
	const own = <Row extends { readonly currency: string }>(rows: readonly Row[]): Row[] => rows.filter((row) => row.currency === currency);
	const sum = (amounts: Amounts): bigint => sumOf(own(amounts).map(({ minor }) => minor));
	const [a, b, matchedA, matchedB] = [section.a, section.b, section.matchedA, section.matchedB].map((side) => ({
		count: own(side).length,
		minor: sum(side),
	}));
	if (a === undefined || b === undefined || matchedA === undefined || matchedB === undefined || a.count + b.count === 0) return [];
	const exceptions = own(section.exceptions);
	const tolerance = sum(section.residuals);
	const explained = sumOf(exceptions.map(({ minor }) => minor));
	const line = (name: string, counts: readonly [number, number], minors: readonly [bigint, bigint]): TotalLine => ({
		line: `${section.name}.${name}`,
		currency,
		aCount: counts[0],
		aMinor: minors[0],
		bCount: counts[1],
		bMinor: minors[1],
		differenceMinor: minors[0] - minors[1],
	});
	const difference = (name: string, count: number, minor: bigint): TotalLine => ({
		...line(name, [count, 0], [0n, 0n]),
		differenceMinor: minor,
	});
	const byType = exceptionTypes.flatMap((type) => {
		const of = exceptions.filter((exception) => exception.type === type);
		return of.length === 0 ? [] : [difference(`explained:${type}`, of.length, sumOf(of.map(({ minor }) => minor)))];
	});
	return [
		line("matched", [matchedA.count, matchedB.count], [matchedA.minor, matchedB.minor]),
		line("exceptions", [a.count - matchedA.count, b.count - matchedB.count], [a.minor - matchedA.minor, b.minor - matchedB.minor]),
		line("total", [a.count, b.count], [a.minor, b.minor]),
		...byType,
		difference("tolerance", own(section.residuals).filter(({ minor }) => minor !== 0n).length, tolerance),
		difference("unexplained", 0, a.minor - b.minor - tolerance - explained),
	];
}

// The payout levels inside a period: what is missing, in transit, in another period, doubled, unexpected or tied, with both differences.
import { daysBetween, isInPeriod, type LedgerDate, type Period } from "../core/dates.ts";
import type { Deposit } from "./books.ts";
import type { LinkedPayout, Links } from "./link-payouts.ts";
import type { MatchRow } from "./match-row.ts";
import type { Exception, ExceptionType } from "./outcome.ts";
import type { Rules } from "./rules.ts";
import type { Tie } from "./side.ts";
import type { Movement } from "./sides.ts";
import { returnedKey, untiedKey } from "./row-keys.ts";
import { amountWords, dayWords, sizeWords } from "./wording.ts";

export interface PayoutScope {
	readonly period: Period;
	/** The last day that the bank's lines speak of: nothing after it can be said to be missing. */
	readonly asOf: LedgerDate;
	readonly rules: Rules;
}

const inside = (date: LedgerDate | null, scope: PayoutScope): boolean => date !== null && isInPeriod(date, scope.period);

/** What of a bank line of the period belongs to this payout; a group's residual stays with its first member. */
export function bankPart(link: LinkedPayout, period: Period): bigint | null {
	if (link.bank === null || !isInPeriod(link.bank.b.of.ledgerDate, period)) return null;
	return link.payout.amountMinor - (link.bank.a[0]?.of.payout === link.payout ? link.bank.residualMinor : 0n);
}

export function payoutFindings(links: Links, scope: PayoutScope): Exception[] {
	return [
		...links.payouts
			.filter((link) => !link.isVoid)
			.flatMap((link) => [...paidFinding(link, links, scope), ...duplicateFindings(link, scope), ...returnFinding(link, scope)]),
		...links.strayDeposits.flatMap((deposit) => strayDeposit(deposit, scope)),
		...links.ledger.ties.flatMap((tie) => tie.b.flatMap((side) => tiedDeposit(side.of, tie, scope))),
		...links.bank.ties.flatMap((tie) => tie.b.flatMap((side) => tiedBankLine(side.of, tie, scope))),
		...links.bankReturns.ties.flatMap((tie) => tie.b.flatMap((side) => tiedBankLine(side.of, tie, scope))),
		...strayBankLines(links, scope),
		...[...links.ledgerReturns.openB, ...links.ledgerReturns.ties.flatMap((tie) => tie.b)].flatMap((side) => strayReturn(side.row, scope)),
	];
}

/** The payout itself against bank and deposit: at most one exception, which carries both differences. */
function paidFinding(link: LinkedPayout, links: Links, scope: PayoutScope): Exception[] {
	const { payout, deposit, bank } = link;
	const arrived = inside(payout.ledgerDate, scope);
	const bankDate = bank?.b.of.ledgerDate ?? null;
	const depositDate = deposit?.b.of.date ?? null;
	const bankIn = inside(bankDate, scope);
	const depositIn = inside(depositDate, scope);
	const amount = payout.amountMinor;
	// Tied sides are stated as exceptions of their own, so here they count as not there.
	const differenceMinor = (arrived ? amount : 0n) - (depositIn ? amount : 0n);
	const bankDifferenceMinor = (arrived ? amount : 0n) - (bankIn ? amount : 0n);
	if (!arrived && !bankIn && !depositIn) return [];
	const type = paidType(link, scope);
	if (type === null || (differenceMinor === 0n && bankDifferenceMinor === 0n)) return [];
	return [paidException(link, type, { differenceMinor, bankDifferenceMinor }, links, scope)];
}

/** Which type a payout is where bank, deposit and arrival don't share one period; the same seen from either period. */
function paidType(
	{ payout, bank, deposit, bankTied, depositTied }: LinkedPayout,
	{ rules, asOf, period }: PayoutScope,
): ExceptionType | null {
	if (bankTied || depositTied) return "ambiguous";
	const samePeriod = (date: LedgerDate): boolean => isInPeriod(date, period) === isInPeriod(payout.ledgerDate, period);
	const isRecent = daysBetween(payout.ledgerDate, asOf) <= rules.bankWindowDays;
	if (bank === null) return isRecent ? "timing" : "missing_in_bank";
	if (deposit === null)
		return samePeriod(bank.b.of.ledgerDate) || daysBetween(bank.b.of.ledgerDate, asOf) > rules.bankWindowDays
			? "missing_in_ledger"
			: "timing";
	if (!samePeriod(bank.b.of.ledgerDate)) return "timing";
	return samePeriod(deposit.b.of.date) ? null : "wrong_period";
}

function paidException(
	link: LinkedPayout,
	type: ExceptionType,
	differences: Pick<Exception, "differenceMinor" | "bankDifferenceMinor">,
	links: Links,
	{ asOf }: PayoutScope,
): Exception {
	const { payout, bank, deposit } = link;
	const candidates = type === "ambiguous" ? tieRows(links, payout) : [...(bank?.losers ?? []), ...(deposit?.losers ?? [])];
	return {
		type,
		leaf: payout.naturalKey,
		payoutKey: payout.naturalKey,
		rowKey: payout.naturalKey,
		section: "payouts",
		currency: payout.currency,
		amountMinor: payout.amountMinor,
		...differences,
		ledgerDate: payout.ledgerDate,
		sentence: paidSentence(link, type, asOf),
		a: payout,
		b: deposit?.b.row ?? bank?.b.row ?? null,
		losers: candidates,
		parts: [],
	};
}

function tieRows(links: Links, payout: MatchRow) {
	const rows = <B>(ties: readonly Tie<Movement, B>[]) =>
		ties
			.filter((tie) => tie.a.some((side) => side.row === payout))
			.flatMap((tie) => tie.b.map((side) => ({ row: side.row, reason: tie.reason })));
	return [...rows(links.bank.ties), ...rows(links.ledger.ties)];
}

function paidSentence({ payout, bank, deposit }: LinkedPayout, type: ExceptionType, asOf: LedgerDate): string {
	const size = amountWords(payout.amountMinor, payout.currency);
	const bankDay = bank === null ? "" : dayWords(bank.b.of.ledgerDate);
	const arrival = dayWords(payout.ledgerDate);
	switch (type) {
		case "missing_in_ledger":
			return `The bank got ${size} on ${bankDay}, but NetSuite has no deposit for payout ${payout.naturalKey}.`;
		case "missing_in_bank":
			return `Stripe paid ${size} for ${arrival}; the bank’s lines, which run to ${dayWords(asOf)}, don’t have it.`;
		case "wrong_period":
			return `The bank got ${size} on ${bankDay}, but ${deposit?.b.of.document} is dated ${dayWords(deposit?.b.of.date ?? "")}, in another period.`;
		case "ambiguous":
			return `Several candidates fit payout ${payout.naturalKey} of ${size} equally well; the rules can’t choose.`;
		default:
			return bank === null
				? `Stripe’s payout of ${size} for ${arrival} is in transit: the bank’s lines, which run to ${dayWords(asOf)}, don’t have it yet.`
				: `Stripe’s payout of ${size} for ${arrival} reached the bank on ${bankDay}, in another period.`;
	}
}

/** The line of a proof under which further deposits of the payout stand. */
export const duplicateDeposit = "duplicate_deposit";

function duplicateFindings(link: LinkedPayout, scope: PayoutScope): Exception[] {
	const { payout } = link;
	return link.duplicates
		.filter((deposit) => inside(deposit.date, scope))
		.map((deposit) => ({
			...aboutDeposit(deposit, "duplicate", scope),
			leaf: payout.naturalKey,
			payoutKey: payout.naturalKey,
			rowKey: payout.naturalKey,
			parts: [{ category: duplicateDeposit, leaf: deposit.document, a: null, b: { row: deposit.main, minor: deposit.totalMinor } }],
			amountMinor: deposit.totalMinor,
			sentence: `${deposit.document} books payout ${payout.naturalKey} of ${amountWords(deposit.totalMinor, deposit.currency)} a second time${link.deposit === null ? "" : `, after ${link.deposit.b.of.document}`}.`,
			a: payout,
		}));
}

/** The return of a failed payout: booked when the bank took it back. Dated by the books, else by the bank. */
function returnFinding({ payout, bankReturn, ledgerReturn, bank }: LinkedPayout, scope: PayoutScope): Exception[] {
	const shared = {
		leaf: payout.naturalKey,
		payoutKey: payout.naturalKey,
		rowKey: returnedKey(payout),
		section: "payouts" as const,
		currency: payout.currency,
		amountMinor: -payout.amountMinor,
		losers: [],
		parts: [],
	};
	const size = sizeWords(payout.amountMinor, payout.currency);
	if (bankReturn !== null && ledgerReturn === null && inside(bankReturn.b.of.ledgerDate, scope)) {
		const sentence = `The bank returned ${size} of the failed payout ${payout.naturalKey} on ${dayWords(bankReturn.b.of.ledgerDate)}; NetSuite has no journal for it.`;
		const differences = { differenceMinor: -payout.amountMinor, bankDifferenceMinor: 0n };
		return [{ ...shared, ...differences, type: "missing_in_ledger", ledgerDate: bankReturn.b.of.ledgerDate, sentence, a: payout, b: null }];
	}
	if (bankReturn === null && ledgerReturn !== null && bank !== null && inside(ledgerReturn.b.of.ledgerDate, scope)) {
		const sentence = `NetSuite books the return of the failed payout ${payout.naturalKey}, ${size}; no bank line has it.`;
		const differences = { differenceMinor: 0n, bankDifferenceMinor: -payout.amountMinor };
		return [
			{
				...shared,
				...differences,
				type: "missing_in_bank",
				ledgerDate: ledgerReturn.b.of.ledgerDate,
				sentence,
				a: payout,
				b: ledgerReturn.b.row,
			},
		];
	}
	return [];
}

const aboutDeposit = (deposit: Deposit, type: ExceptionType, scope: PayoutScope): Exception => ({
	type,
	leaf: deposit.key,
	payoutKey: "",
	rowKey: untiedKey(deposit.main),
	section: "payouts",
	currency: deposit.currency,
	amountMinor: deposit.totalMinor,
	differenceMinor: inside(deposit.date, scope) ? -deposit.totalMinor : 0n,
	bankDifferenceMinor: 0n,
	ledgerDate: deposit.date,
	sentence: `${deposit.document} of ${amountWords(deposit.totalMinor, deposit.currency)} fits no payout of Stripe.`,
	a: null,
	b: deposit.main,
	losers: [],
	parts: [],
});

const strayDeposit = (deposit: Deposit, scope: PayoutScope): Exception[] =>
	inside(deposit.date, scope) ? [aboutDeposit(deposit, "unexpected_in_ledger", scope)] : [];

function tiedDeposit(deposit: Deposit, tie: Tie<Movement, Deposit>, scope: PayoutScope): Exception[] {
	if (!inside(deposit.date, scope)) return [];
	const losers = tie.a.map((side) => ({ row: side.row, reason: tie.reason }));
	const sentence = `${deposit.document} of ${amountWords(deposit.totalMinor, deposit.currency)} could belong to ${tie.a.length} payouts; the rules can’t choose.`;
	return [{ ...aboutDeposit(deposit, "ambiguous", scope), losers, sentence }];
}

const aboutRow = (row: MatchRow, type: ExceptionType, sentence: string): Exception => ({
	type,
	leaf: row.naturalKey,
	payoutKey: "",
	rowKey: untiedKey(row),
	section: "payouts",
	currency: row.currency,
	amountMinor: row.amountMinor,
	differenceMinor: 0n,
	bankDifferenceMinor: 0n,
	ledgerDate: row.ledgerDate,
	sentence,
	a: null,
	b: row,
	losers: [],
	parts: [],
});

function tiedBankLine(row: MatchRow, tie: Tie<Movement, MatchRow>, scope: PayoutScope): Exception[] {
	if (!inside(row.ledgerDate, scope)) return [];
	const sentence = `The bank line of ${amountWords(row.amountMinor, row.currency)} on ${dayWords(row.ledgerDate)} could belong to several payouts; the rules can’t choose.`;
	const losers = tie.a.map((side) => ({ row: side.row, reason: tie.reason }));
	return [{ ...aboutRow(row, "ambiguous", sentence), bankDifferenceMinor: -row.amountMinor, losers }];
}

function strayBankLines(links: Links, scope: PayoutScope): Exception[] {
	return links.strayBankLines
		.filter((row) => inside(row.ledgerDate, scope))
		.map((row) => {
			const sentence = `The bank line of ${amountWords(row.amountMinor, row.currency)} on ${dayWords(row.ledgerDate)} says Stripe but fits no payout.`;
			return { ...aboutRow(row, "unexpected_in_bank", sentence), bankDifferenceMinor: -row.amountMinor };
		});
}

function strayReturn(row: MatchRow, scope: PayoutScope): Exception[] {
	if (!inside(row.ledgerDate, scope)) return [];
	const sentence = `${row.document} books a returned payout of ${sizeWords(row.amountMinor, row.currency)} that Stripe doesn’t have.`;
	return [{ ...aboutRow(row, "unexpected_in_ledger", sentence), differenceMinor: -row.amountMinor }];
}

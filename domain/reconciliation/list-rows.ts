// The rows of the list of payouts, so that nothing of the control totals is missing from it: the payouts of the period, those of
// another period whose money lands in it, returned ones, what is tied to no payout, and the movements of by-hand currencies.
import { byCodeUnits } from "../core/canonical-json.ts";
import { isInPeriod, type LedgerDate, type Period } from "../core/dates.ts";
import type { Books } from "./books.ts";
import type { Component } from "./components.ts";
import type { LinkedPayout, Links } from "./link-payouts.ts";
import type { MatchRow } from "./match-row.ts";
import type { Exception, ListRow, ListRowStatus, MatchMember, PayoutProof, SideTotal } from "./outcome.ts";
import { bankPart } from "./payout-findings.ts";
import { activityKey, returnedKey, untiedKey } from "./row-keys.ts";
import { push, sumOf } from "./side.ts";
import { amountWords, dayWords, sizeWords } from "./wording.ts";

export interface ListInput {
	readonly period: Period;
	readonly links: Links;
	readonly books: Books;
	readonly activity: readonly Component[];
	readonly byHand: ReadonlySet<string>;
	readonly exceptions: readonly Exception[];
	readonly proofs: readonly PayoutProof[];
}

interface Scope extends ListInput {
	readonly of: (rowKey: string) => readonly Exception[];
}

export function listRows(input: ListInput): ListRow[] {
	const byRow = new Map<string, Exception[]>();
	for (const exception of input.exceptions) push(byRow, exception.rowKey, exception);
	const scope: Scope = { ...input, of: (rowKey) => byRow.get(rowKey) ?? [] };
	const proofs = new Map(input.proofs.map((proof) => [proof.payout.naturalKey, proof]));
	const rows = [
		...input.links.payouts.flatMap((link) => {
			const proof = proofs.get(link.payout.naturalKey);
			return [...(proof === undefined ? otherPeriodRow(link, scope) : [payoutRow(link, proof, scope)]), ...returnedRow(link, scope)];
		}),
		...untiedRows(scope),
		...activityRows(scope),
	];
	return rows.sort((x, y) => byCodeUnits(x.ledgerDate, y.ledgerDate) || byCodeUnits(x.key, y.key));
}

const none: SideTotal = { count: 0, minor: 0n };
const one = (minor: bigint): SideTotal => ({ count: 1, minor });
const nothing = { a: none, b: none };
const total = (minors: readonly bigint[]): SideTotal => ({ count: minors.length, minor: sumOf(minors) });

const isEmpty = ({ books, bank }: Pick<ListRow, "books" | "bank">): boolean =>
	[books.a, books.b, bank.a, bank.b].every(({ count, minor }) => count === 0 && minor === 0n);

const inside = (date: LedgerDate | undefined, { period }: Scope): boolean => date !== undefined && isInPeriod(date, period);

/** Deposits of a payout that stand in the period, the first and those that book it again. */
function depositsOf(link: LinkedPayout, scope: Scope) {
	return [...(link.deposit === null ? [] : [link.deposit.b.of]), ...link.duplicates].filter(({ date }) => inside(date, scope));
}

/** A bank line that came for several payouts is counted with the first of them. */
function bankOf(link: LinkedPayout, { period }: Scope): SideTotal {
	const part = bankPart(link, period);
	return part === null ? none : { count: link.bank?.a[0]?.of.payout === link.payout ? 1 : 0, minor: part };
}

const aboutPayout = ({ payout }: LinkedPayout) => ({
	label: payout.naturalKey,
	payoutKey: payout.naturalKey,
	section: "payouts" as const,
	currency: payout.currency,
});

function payoutRow(link: LinkedPayout, proof: PayoutProof, scope: Scope): ListRow {
	const { payout, isVoid } = link;
	const a = isVoid ? none : one(payout.amountMinor);
	return {
		...aboutPayout(link),
		key: payout.naturalKey,
		kind: "payout",
		status: proof.status,
		ledgerDate: payout.ledgerDate,
		sentence: proof.sentence,
		books: { a, b: total(depositsOf(link, scope).map(({ totalMinor }) => totalMinor)) },
		bank: { a, b: bankOf(link, scope) },
		records: [],
	};
}

function otherPeriodRow(link: LinkedPayout, scope: Scope): ListRow[] {
	const { payout, bank } = link;
	const deposits = depositsOf(link, scope);
	const sides = {
		books: { a: none, b: total(deposits.map(({ totalMinor }) => totalMinor)) },
		bank: { a: none, b: bankOf(link, scope) },
	};
	if (isEmpty(sides)) return [];
	const exceptions = scope.of(payout.naturalKey);
	const landed = deposits[0]?.date ?? bank?.b.of.ledgerDate ?? payout.ledgerDate;
	return [
		{
			...aboutPayout(link),
			...sides,
			key: payout.naturalKey,
			kind: "other_period",
			status: statusOf(exceptions, "timing"),
			ledgerDate: landed,
			sentence:
				exceptions[0]?.sentence ??
				`Stripe’s payout of ${amountWords(payout.amountMinor, payout.currency)} for ${dayWords(payout.ledgerDate)} lands in this period.`,
			records: [
				member("a", payout, payout.amountMinor),
				...deposits.map((deposit) => member("b", deposit.main, deposit.totalMinor)),
				...(bank !== null && inside(bank.b.of.ledgerDate, scope) ? [member("b", bank.b.of, bank.b.of.amountMinor)] : []),
			],
		},
	];
}

function returnedRow(link: LinkedPayout, scope: Scope): ListRow[] {
	const { payout, bank, bankReturn, ledgerReturn } = link;
	if (link.isVoid) return [];
	const booked = ledgerReturn?.b.of;
	const banked = bankReturn?.b.of;
	const side = (row: MatchRow | undefined): SideTotal => (row !== undefined && inside(row.ledgerDate, scope) ? one(row.amountMinor) : none);
	const back = one(-payout.amountMinor);
	const sides = {
		books: { a: inside((booked ?? banked)?.ledgerDate, scope) ? back : none, b: side(booked) },
		bank: { a: inside((banked ?? (bank === null ? undefined : booked))?.ledgerDate, scope) ? back : none, b: side(banked) },
	};
	if (isEmpty(sides)) return [];
	const day = booked?.ledgerDate ?? banked?.ledgerDate ?? payout.ledgerDate;
	const exceptions = scope.of(returnedKey(payout));
	const size = sizeWords(payout.amountMinor, payout.currency);
	return [
		{
			...aboutPayout(link),
			...sides,
			key: returnedKey(payout),
			kind: "returned",
			status: statusOf(exceptions, "returned"),
			ledgerDate: day,
			sentence:
				exceptions[0]?.sentence ??
				`The payout of ${size} failed: the bank returned it on ${dayWords(banked?.ledgerDate ?? day)}${booked === undefined ? "" : `, and ${booked.document} books the return`}.`,
			records: [
				member("a", payout, -payout.amountMinor),
				...[booked, banked].flatMap((row) => (row === undefined ? [] : [member("b", row, row.amountMinor)])),
			],
		},
	];
}

function untiedRows(scope: Scope): ListRow[] {
	const { links } = scope;
	const deposits = [...links.strayDeposits, ...links.ledger.ties.flatMap((tie) => tie.b.map((side) => side.of))];
	const returns = [...links.ledgerReturns.openB, ...links.ledgerReturns.ties.flatMap((tie) => tie.b)].map((side) => side.of);
	const bankLines = [
		...links.strayBankLines,
		...[...links.bank.ties, ...links.bankReturns.ties].flatMap((tie) => tie.b.map((side) => side.of)),
	];
	return [
		...deposits
			.filter(({ date }) => inside(date, scope))
			.map(({ main, document, totalMinor }) =>
				untiedRow(main, document, totalMinor, { books: { a: none, b: one(totalMinor) }, bank: nothing }, scope),
			),
		...returns
			.filter((row) => inside(row.ledgerDate, scope))
			.map((row) =>
				untiedRow(
					row,
					row.document || row.naturalKey,
					row.amountMinor,
					{ books: { a: none, b: one(row.amountMinor) }, bank: nothing },
					scope,
				),
			),
		...bankLines
			.filter((row) => inside(row.ledgerDate, scope))
			.map((row) =>
				untiedRow(
					row,
					row.description || row.naturalKey,
					row.amountMinor,
					{ books: nothing, bank: { a: none, b: one(row.amountMinor) } },
					scope,
				),
			),
	];
}

function untiedRow(row: MatchRow, label: string, minor: bigint, sides: Pick<ListRow, "books" | "bank">, scope: Scope): ListRow {
	const key = untiedKey(row);
	return {
		...sides,
		key,
		kind: "untied",
		status: "untied",
		section: "payouts",
		label,
		payoutKey: "",
		currency: row.currency,
		ledgerDate: row.ledgerDate,
		sentence: scope.of(key)[0]?.sentence ?? `${label} of ${amountWords(minor, row.currency)} is tied to no payout.`,
		records: [member("b", row, minor)],
	};
}

/** One row per currency: its movements are matched one by one, not by payout. */
function activityRows(scope: Scope): ListRow[] {
	const { books, activity, byHand, period } = scope;
	const a = activity.filter(({ date }) => isInPeriod(date, period));
	const roundings = books.activityRoundings.filter(({ currency }) => byHand.has(currency));
	const b = [...books.activity, ...roundings].filter((row) => isInPeriod(row.ledgerDate, period));
	const currencies = [...new Set([...a.map(({ row }) => row.currency), ...b.map(({ currency }) => currency)])].sort(byCodeUnits);
	return currencies.map((currency) => {
		const movements = total(a.filter(({ row }) => row.currency === currency).map(({ amountMinor }) => amountMinor));
		const lines = total(b.filter((row) => row.currency === currency).map(({ amountMinor }) => amountMinor));
		const exceptions = scope.of(activityKey(currency));
		const open = exceptions.length === 0 ? "They agree" : `${exceptions.length} ${exceptions.length === 1 ? "exception" : "exceptions"}`;
		return {
			key: activityKey(currency),
			kind: "activity",
			status: statusOf(exceptions, "matched"),
			section: "activity",
			label: `${currency} movements, journals`,
			payoutKey: "",
			currency,
			ledgerDate: period.to,
			sentence: `${currency} is paid out by hand: ${movements.count} movements beside ${lines.count} lines of journals. ${open}.`,
			books: { a: movements, b: lines },
			bank: nothing,
			records: [],
		};
	});
}

function statusOf(exceptions: readonly Exception[], clean: ListRowStatus): ListRowStatus {
	if (exceptions.length === 0) return clean;
	return exceptions.every(({ type }) => type === "timing") ? "timing" : "break";
}

const member = (side: MatchMember["side"], row: MatchRow, amountMinor: bigint): MatchMember => ({ side, row, amountMinor });

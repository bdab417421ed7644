// Builds the sides that the passes compare, per level, from rows. The only place that reads ids out of text.
import type { Deposit } from "./books.ts";
import type { Component } from "./components.ts";
import { dayNumber, type MatchRow } from "./match-row.ts";
import type { Rules } from "./rules.ts";
import type { Side } from "./side.ts";

export type PayoutPart = "paid" | "returned";

/** Money that Stripe says moved to the bank, or that the bank sent back. */
export interface Movement {
	readonly payout: MatchRow;
	readonly part: PayoutPart;
}

export function movementSide(payout: MatchRow, part: PayoutPart, date: string): Side<Movement> {
	return {
		of: { payout, part },
		row: payout,
		key: payout.naturalKey,
		scope: payout.currency,
		category: "",
		amountMinor: part === "paid" ? payout.amountMinor : -payout.amountMinor,
		day: dayNumber(date),
		ids: payout.groupReference === "" ? [payout.naturalKey] : [payout.naturalKey, payout.groupReference],
		mentions: [],
		group: date,
	};
}

/** Keys in the order of their documents: line 9 before line 10, whatever bytes say. */
const documentOrder = (key: string): string => key.replace(/\d+/g, (digits) => digits.padStart(12, "0"));

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** Finds payouts' ids and trace ids in fields and text. */
export class PayoutNames {
	readonly #known: ReadonlySet<string>;
	readonly #pattern: RegExp;

	constructor(payouts: readonly MatchRow[], rules: Rules) {
		this.#known = new Set(payouts.flatMap((payout) => [payout.naturalKey, payout.groupReference]).filter((name) => name !== ""));
		this.#pattern = new RegExp(rules.payoutIdPattern, "g");
	}

	/** A reference field: a known name, or something that looks like a payout's id (then it names somebody, if nobody we know). */
	inField(field: string): string[] {
		return this.#known.has(field) || field.search(this.#pattern) >= 0 ? [field] : [];
	}

	inText(text: string): string[] {
		const words = text.split(/[\s,;()]+/).filter((word) => this.#known.has(word));
		return unique([...(text.match(this.#pattern) ?? []), ...words]);
	}
}

export function bankSide(row: MatchRow, names: PayoutNames): Side<MatchRow> {
	const ids = names.inField(row.reference);
	return {
		of: row,
		row,
		key: row.naturalKey,
		scope: row.currency,
		category: "",
		amountMinor: row.amountMinor,
		day: dayNumber(row.ledgerDate),
		ids,
		mentions: ids.length > 0 ? [] : names.inText(`${row.reference} ${row.description}`),
		group: "",
	};
}

/** `payoutOfSource`: which payout lists a source among its items, for deposits whose lines name items though nothing names the payout. */
export function depositSide(deposit: Deposit, names: PayoutNames, payoutOfSource: ReadonlyMap<string, string>): Side<Deposit> {
	const ids = deposit.main.groupReference === "" ? [] : [deposit.main.groupReference];
	const inMemo = names.inText(deposit.main.description);
	return {
		of: deposit,
		row: deposit.main,
		key: documentOrder(deposit.key),
		scope: deposit.currency,
		category: "",
		amountMinor: deposit.totalMinor,
		day: dayNumber(deposit.date),
		ids,
		mentions: ids.length > 0 ? [] : inMemo.length > 0 ? inMemo : payoutNamedByLines(deposit, payoutOfSource),
		group: "",
	};
}

/** The payout to which most of the lines' ids belong; nobody when two have as many. */
function payoutNamedByLines(deposit: Deposit, payoutOfSource: ReadonlyMap<string, string>): string[] {
	const votes = new Map<string, number>();
	for (const line of deposit.lines) {
		const payout = payoutOfSource.get(sourceKey(line.category, line.reference));
		if (payout !== undefined) votes.set(payout, (votes.get(payout) ?? 0) + 1);
	}
	const most = Math.max(0, ...votes.values());
	const winners = [...votes].filter(([, count]) => count === most).map(([payout]) => payout);
	return winners.length === 1 ? winners : [];
}

/** A source in a line category: what `payoutOfSource` is keyed by. */
export const sourceKey = (category: string, sourceId: string): string => `${category}|${sourceId}`;

export function returnSide(row: MatchRow, names: PayoutNames): Side<MatchRow> {
	const ids = row.reference === "" ? [] : [row.reference];
	return { ...bankSide(row, names), ids, mentions: ids.length > 0 ? [] : names.inText(row.description) };
}

export function componentSide(component: Component, scope: string): Side<Component> {
	return {
		of: component,
		row: component.row,
		key: `${component.leaf}|${component.row.naturalKey}`,
		scope,
		category: component.category,
		amountMinor: component.amountMinor,
		day: dayNumber(component.date),
		ids: component.ids,
		mentions: [],
		group: component.category,
	};
}

export function lineSide(row: MatchRow, scope: string, sourcePattern: RegExp): Side<MatchRow> {
	const ids = row.reference === "" ? [] : [row.reference];
	return {
		of: row,
		row,
		key: documentOrder(row.naturalKey),
		scope,
		category: row.category,
		amountMinor: row.amountMinor,
		day: dayNumber(row.ledgerDate),
		ids,
		mentions: ids.length > 0 ? [] : unique(row.description.match(sourcePattern) ?? []),
		group: "",
	};
}

// An amount is never cut: money columns are as wide as the longest of the sums and the rows that are loaded.
import { useMemo } from "react";
import type { MoneyWire } from "../../../../domain/core/money.ts";
import { amountText } from "../../kit/amount.tsx";
import type { TieoutColumns } from "../../kit/table/tieout-table.ts";
import type { CanonicalView } from "./row-columns.tsx";

interface Amounts {
	readonly amount: MoneyWire | null;
	readonly fee: MoneyWire | null;
	readonly net: MoneyWire | null;
}

const least = 102;
const paddings = 20;
/** A bold tabular digit of 13 px. */
const digit = 8.4;

const lengthOf = (money: MoneyWire | null): number => (money === null ? 0 : amountText(money).length);

function widthOfMoney(rows: readonly Amounts[]): number {
	const longest = rows.reduce((most, { amount, fee, net }) => Math.max(most, lengthOf(amount), lengthOf(fee), lengthOf(net)), 0);
	return Math.max(least, Math.ceil(longest * digit) + paddings);
}

const withMoneyWidth = (columns: TieoutColumns<CanonicalView>, width: number): TieoutColumns<CanonicalView> =>
	columns.map((column) => (column.meta?.kind === "money" ? { ...column, meta: { ...column.meta, width: `${width}px` } } : column));

export function useWideMoney(columns: TieoutColumns<CanonicalView>, rows: readonly Amounts[]): TieoutColumns<CanonicalView> {
	const width = widthOfMoney(rows);
	return useMemo(() => withMoneyWidth(columns, width), [columns, width]);
}

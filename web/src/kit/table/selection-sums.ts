// Adds up chosen rows, one sum per currency: money is never added across currencies.
import { addMoney, decodeMoney, encodeMoney, type Money, type MoneyWire } from "../../../../domain/core/money.ts";

export interface CurrencySum {
	readonly currency: string;
	readonly parts: readonly { readonly label: string; readonly value: MoneyWire }[];
}

/** @param parts what is added up, by the word beside it: `{ amount: (row) => row.amount, net: (row) => row.net }` */
export function sumRows<Row>(
	rows: readonly Row[],
	parts: Readonly<Record<string, (row: Row) => MoneyWire | null | undefined>>,
): readonly CurrencySum[] {
	const sums = new Map<string, Map<string, Money>>();
	for (const row of rows) {
		for (const [label, pick] of Object.entries(parts)) {
			const value = pick(row);
			if (value === null || value === undefined) continue;
			const money = decodeMoney(value);
			const ofCurrency = sums.get(money.currency) ?? new Map<string, Money>();
			const before = ofCurrency.get(label);
			ofCurrency.set(label, before === undefined ? money : addMoney(before, money));
			sums.set(money.currency, ofCurrency);
		}
	}
	return [...sums].sort(byCurrency).map(([currency, ofCurrency]) => ({
		currency,
		parts: [...ofCurrency].map(([label, value]) => ({ label, value: encodeMoney(value) })),
	}));
}

const byCurrency = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

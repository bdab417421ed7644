// A figure of money: tabular, grouped, the currency's decimals, U+2212 minus; screen readers hear currency and "minus".
import { type MoneyWire, formatMinor } from "../../../domain/core/money.ts";

interface AmountProps {
	readonly value: MoneyWire | null | undefined;
	/** Grey when zero (a difference that ties). */
	readonly dimZero?: boolean;
	readonly strong?: boolean;
	/** Also written, when no column head says it. */
	readonly withCurrency?: boolean;
	/** The ledger's double underline: only under a final total that ties. */
	readonly final?: boolean;
}

export const amountText = (value: MoneyWire): string => formatMinor(BigInt(value.minor), value.currency);

/** "minus 96.00 USD": what a screen reader says. */
export const spokenAmount = (value: MoneyWire): string => `${amountText(value).replace("\u2212", "minus ")} ${value.currency}`;

export function Amount({ value, dimZero = false, strong = false, withCurrency = false, final = false }: AmountProps) {
	if (value === null || value === undefined) return <span className="dim">{"\u2013"}</span>;
	const zero = BigInt(value.minor) === 0n;
	const tone = zero && dimZero ? "num dim" : "num";
	return (
		<span className={`${tone}${strong && !(zero && dimZero) ? " strong" : ""}`}>
			<span className={final ? "dbl" : undefined} aria-hidden="true">
				{amountText(value)}
				{withCurrency ? ` ${value.currency}` : ""}
			</span>
			<span className="vh">{spokenAmount(value)}</span>
		</span>
	);
}

/** Whole numbers: 1,369. */
export const countText = (count: number): string => new Intl.NumberFormat("en-US").format(count);

/** "1 row", "9 rows". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${countText(count)} ${count === 1 ? one : many}`;

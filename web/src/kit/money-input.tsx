// An amount with its currency, as people type it: "10,000.00" or "10.000,00", read back in words below while it is unsure.
import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { exponentOf } from "../../../domain/core/currency.ts";
import { decimalFromMinor, formatMinor, minorFromDecimal, type MoneyWire } from "../../../domain/core/money.ts";

interface MoneyInputProps {
	readonly label: string;
	readonly name?: string;
	readonly description?: string;
	/** null: nothing is typed. */
	readonly value: MoneyWire | null;
	/** What can be chosen, the likeliest first. */
	readonly currencies: readonly string[];
	readonly error?: string | undefined;
	readonly onChange: (value: MoneyWire | null) => void;
}

/** "1.234,5" and "1,234.5" alike: the last mark is the decimal one, unless three digits follow it and it stands alone or repeats. */
export function plainDecimal(text: string): string {
	const digits = text.replaceAll(/[\s'\u00a0\u202f]/g, "");
	const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
	if (last === -1) return digits;
	const mark = digits.charAt(last);
	const others = digits.slice(0, last);
	const groups = digits.length - last === 4 && !others.includes(mark === "," ? "." : ",");
	const whole = others.replaceAll(/[.,]/g, "");
	return groups ? `${whole}${digits.slice(last + 1)}` : `${whole}.${digits.slice(last + 1)}`;
}

const readAs = (amount: MoneyWire | null | undefined): string =>
	amount == null ? "" : `Read as ${formatMinor(BigInt(amount.minor), amount.currency)} ${amount.currency}.`;

export function MoneyInput({ label, name, description, value, currencies, error, onChange }: MoneyInputProps) {
	const [currency, setCurrency] = useState(value?.currency ?? currencies[0] ?? "USD");
	const [text, setText] = useState(value === null ? "" : decimalFromMinor(BigInt(value.minor), exponentOf(value.currency)));
	const read = (typed: string, of: string): MoneyWire | null | undefined => {
		if (typed.trim() === "") return null;
		const minor = minorFromDecimal(plainDecimal(typed), exponentOf(of));
		return minor.ok && minor.value >= 0n ? { minor: minor.value.toString(), currency: of } : undefined;
	};
	const [told, setTold] = useState(value);
	// Put back from outside: discarded, or another one was opened.
	if (JSON.stringify(told) !== JSON.stringify(value)) {
		setTold(value);
		setText(value === null ? "" : decimalFromMinor(BigInt(value.minor), exponentOf(value.currency)));
		if (value !== null) setCurrency(value.currency);
	}
	const given = (typed: string, of: string): void => {
		const amount = read(typed, of);
		// What can't be read is handed on as no number at all, so that nobody saves the amount before it.
		const next = amount === undefined ? { minor: "", currency: of } : amount;
		setText(typed);
		setCurrency(of);
		setTold(next);
		onChange(next);
	};
	const amount = read(text, currency);
	const wrong = amount === undefined ? `Give an amount of ${currency} such as 10,000.00.` : undefined;
	return (
		<div className="row" style={{ alignItems: "flex-end" }}>
			<TextInput
				className="grow"
				label={label}
				name={name}
				description={[description, readAs(amount)].filter(Boolean).join(" ")}
				inputMode="decimal"
				value={text}
				error={wrong ?? error}
				onChange={(event) => given(event.currentTarget.value, currency)}
			/>
			<NativeSelect
				aria-label={`Currency: ${label.toLowerCase()}`}
				value={currency}
				data={[...new Set([currency, ...currencies])]}
				onChange={(event) => given(text, event.currentTarget.value)}
			/>
		</div>
	);
}

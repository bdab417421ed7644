// The functions of the subset. A null argument gives null, but for NVL and COALESCE.
import { invalidQuery } from "../errors.ts";
import { asNumber, dateFromText, dateText, shown, SqlDate, type Value } from "./values.ts";

type SqlFunction = { readonly least: number; readonly most: number; readonly apply: (args: readonly Value[]) => Value };

const textOf = (value: Value): string => (value === null ? "" : shown(value));

/** A function that is null as soon as one argument is. */
const strict = (least: number, most: number, apply: (args: readonly Exclude<Value, null>[]) => Value): SqlFunction => ({
	least,
	most,
	apply: (args) => {
		const present = args.filter((value) => value !== null);
		return present.length < args.length ? null : apply(present);
	},
});

const fromText = strict(1, 2, ([value = "", format]) => {
	if (value instanceof SqlDate) return value;
	return dateFromText(shown(value), format === undefined ? "MM/DD/YYYY" : shown(format));
});

const functions: Readonly<Record<string, SqlFunction>> = {
	to_char: strict(1, 2, ([value = "", format]) => {
		if (value instanceof SqlDate) return dateText(value, format === undefined ? "MM/DD/YYYY" : shown(format));
		if (format !== undefined) throw invalidQuery("TO_CHAR of a number with a format is not supported.");
		return shown(value);
	}),
	to_date: fromText,
	to_timestamp: fromText,
	to_number: strict(1, 1, ([value = ""]) => asNumber(value)),
	upper: strict(1, 1, ([value = ""]) => shown(value).toUpperCase()),
	lower: strict(1, 1, ([value = ""]) => shown(value).toLowerCase()),
	abs: strict(1, 1, ([value = ""]) => {
		const number = asNumber(value);
		return number < 0n ? -number : number;
	}),
	nvl: { least: 2, most: 2, apply: ([value = null, other = null]) => value ?? other },
	coalesce: { least: 1, most: 20, apply: (args) => args.find((value) => value !== null) ?? null },
};

/** @throws NetSuiteRefusal for a function or a number of arguments outside the subset */
export function functionOf(name: string, count: number): SqlFunction["apply"] {
	const found = functions[name];
	if (found === undefined) throw invalidQuery(`Unknown identifier '${name.toUpperCase()}'.`);
	if (count < found.least || count > found.most) throw invalidQuery(`Invalid number of arguments for ${name.toUpperCase()}.`);
	return found.apply;
}

export const concatenated = (left: Value, right: Value): Value => {
	const text = textOf(left) + textOf(right);
	return text === "" ? null : text;
};

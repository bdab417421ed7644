// Reads fields of one source record whose numbers kept their source text. A missing or malformed field is a reason to refuse
// the record, said in words; nothing is guessed and nothing passes through a double.
import { currencyCode } from "../core/currency.ts";
import { NumberText, parseExact } from "../core/json-exact.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Refused } from "./canonical.ts";

/** Thrown inside a transform only; `refuseWith` turns it into a value at the transform's edge. */
class Unreadable extends Error {
	readonly code: string;
	constructor(code: string, reason: string) {
		super(reason);
		this.code = code;
	}
}

/** Stops reading this record. @throws Unreadable, which `readRecord` turns into `Refused` */
export function refuse(code: string, reason: string): never {
	throw new Unreadable(code, reason);
}

export interface Fields {
	/** Text of a string field; refused when it is missing, null or not a string. */
	text(name: string): string;
	/** Text of a string or number field, '' when it is missing or null. */
	optionalText(name: string): string;
	/** A whole number exactly as written; refused otherwise. */
	integer(name: string): bigint;
	/** The source text of a number, or of a string that holds one; refused when missing. */
	numberText(name: string): string;
	/** A boolean; refused otherwise. */
	flag(name: string): boolean;
	/** A currency Tieout knows, in upper case; refused otherwise. */
	currency(name: string): string;
	/** A nested object, or null when it is missing, null or something else. */
	object(name: string): Fields | null;
}

const shown = (value: unknown): string => {
	const text = value instanceof NumberText ? value.text : JSON.stringify(value);
	return text === undefined ? "nothing" : text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

function fieldsOf(source: Readonly<Record<string, unknown>>): Fields {
	const missing = (name: string): never => refuse("FIELD_MISSING", `The field "${name}" is missing.`);
	return {
		text(name) {
			const value = source[name];
			if (value === undefined || value === null) return missing(name);
			return typeof value === "string" ? value : refuse("FIELD_NOT_TEXT", `The field "${name}" is ${shown(value)}, not text.`);
		},
		optionalText(name) {
			const value = source[name];
			return typeof value === "string" ? value : value instanceof NumberText ? value.text : "";
		},
		integer(name) {
			const value = source[name];
			if (value === undefined || value === null) return missing(name);
			if (value instanceof NumberText && /^-?\d+$/.test(value.text)) return BigInt(value.text);
			return refuse("FIELD_NOT_WHOLE_NUMBER", `The field "${name}" is ${shown(value)}, not a whole number.`);
		},
		numberText(name) {
			const value = source[name];
			if (value === undefined || value === null || value === "") return missing(name);
			if (value instanceof NumberText) return value.text;
			return typeof value === "string" ? value : refuse("FIELD_NOT_NUMBER", `The field "${name}" is ${shown(value)}, not a number.`);
		},
		flag(name) {
			const value = source[name];
			return typeof value === "boolean" ? value : refuse("FIELD_NOT_FLAG", `The field "${name}" is ${shown(value)}, not true or false.`);
		},
		currency(name) {
			const text = this.text(name);
			return currencyCode(text) ?? refuse("CURRENCY_UNKNOWN", `"${text}" is not a currency that Tieout knows.`);
		},
		object(name) {
			const value = source[name];
			return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof NumberText)
				? fieldsOf(value as Readonly<Record<string, unknown>>)
				: null;
		},
	};
}

/** Parses one record and reads it with `read`; every refusal inside becomes a value that names the record. */
export function readRecord<T>(
	record: { readonly naturalKey: string; readonly text: string },
	read: (fields: Fields) => T,
): Result<T, Refused> {
	try {
		const parsed = parseExact(record.text);
		if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed) || parsed instanceof NumberText)
			refuse("NOT_AN_OBJECT", "The record is not a JSON object.");
		return ok(read(fieldsOf(parsed as Readonly<Record<string, unknown>>)));
	} catch (error) {
		if (error instanceof Unreadable) return err({ naturalKey: record.naturalKey, code: error.code, reason: error.message });
		if (error instanceof SyntaxError)
			return err({ naturalKey: record.naturalKey, code: "NOT_JSON", reason: "The record is not readable JSON." });
		throw error;
	}
}

/** As `readRecord`, for a source that is not JSON. */
export function readOrRefuse<T>(naturalKey: string, read: () => T): Result<T, Refused> {
	try {
		return ok(read());
	} catch (error) {
		if (error instanceof Unreadable) return err({ naturalKey, code: error.code, reason: error.message });
		throw error;
	}
}

// The amount grammar of statements. The decimal mark is decided once per file from all its cells, never per cell.
import { currencyCode, exponentOf } from "../../core/currency.ts";
import { minorFromDecimal } from "../../core/money.ts";
import { refuse } from "../record-reader.ts";

export type DecimalMark = "." | ",";

/** Characters; what is longer is text, and not looked at any closer. */
const longestAmount = 60;

interface Bare {
	readonly digits: string;
	readonly negative: boolean;
	/** The code or sign beside the figure, '' without one. */
	readonly unit: string;
}

const unitBeside = /^(?:[A-Z]{3}|[$€£¥₹]|kr\.?|Rs\.?|R\$)|(?:[A-Z]{3}|[$€£¥₹]|kr\.?|zł|Kč|Ft)$/;

/**
 * Digits and marks only, and whether the cell says negative: "(12.34)", "12.00-", "-£10.99", "−5", "$(45.90)", "45.90-€", "45.90 DR". A sign
 * counts on either side of the figure, within its unit or without; one between digits, or half a pair of brackets, stays and can't be read.
 */
function bare(cell: string): Bare {
	const written = cell.trim().replaceAll("\u2212", "-");
	if (written.length > longestAmount) return { digits: written, negative: false, unit: "" };
	const side = /\d[\d.,\s]*?\s?(CR|DR)\.?$/i.exec(written)?.[1]?.toUpperCase();
	const text = (side === undefined ? written : written.replace(/\s?[CD]R\.?$/i, "")).replace(/[\s\u00a0\u202f'’]/g, "");
	const [, before = "", middle = "", behind = ""] = /^(\D*)(.*?)(\D*)$/.exec(text) ?? [];
	const brackets = before.includes("(") && behind.includes(")");
	const signs = brackets ? /[()+-]/g : /[+-]/g;
	const figure = `${before.replace(signs, "")}${middle}${behind.replace(signs, "")}`;
	const unit = unitBeside.exec(figure)?.[0] ?? "";
	return { digits: figure.replace(unitBeside, ""), negative: side === "DR" || brackets || /-/.test(before + behind), unit };
}

/** What one cell proves about the decimal mark; null when it proves nothing ("1,234", "500"). */
function evidence(cell: string): DecimalMark | null {
	const { digits } = bare(cell);
	if (!/^[\d.,]+$/.test(digits)) return null;
	const dot = digits.lastIndexOf(".");
	const comma = digits.lastIndexOf(",");
	if (dot >= 0 && comma >= 0) return dot > comma ? "." : ",";
	const mark: DecimalMark = dot >= 0 ? "." : ",";
	const at = Math.max(dot, comma);
	if (at < 0) return null;
	if (digits.indexOf(mark) !== at) return mark === "." ? "," : ".";
	return digits.length - at - 1 === 3 ? null : mark;
}

/** Gathers what a file's cells prove about its decimal mark. */
export class DecimalEvidence {
	private readonly seen = new Set<DecimalMark>();
	private marked = false;

	add(cell: string): void {
		const proof = evidence(cell);
		if (proof !== null) this.seen.add(proof);
		this.marked ||= /[.,]/.test(cell);
	}

	/** "." when no cell has a mark; null when they contradict or only "1,234" is seen. */
	decided(): DecimalMark | null {
		if (this.seen.size === 2) return null;
		const [only] = this.seen;
		return only ?? (this.marked ? null : ".");
	}

	/** Whether cells prove one and the other. */
	contradicts(): boolean {
		return this.seen.size === 2;
	}
}

/** The file's decimal mark: from the cells that prove one. */
export function decideDecimalMark(cells: Iterable<string>): DecimalMark | null {
	const found = new DecimalEvidence();
	for (const cell of cells) found.add(cell);
	return found.decided();
}

/** One cell in minor units of `currency`; a blank cell is not zero and is refused. @throws Unreadable */
export function readAmount(cell: string, mark: DecimalMark, currency: string, on: string): bigint {
	if (cell.trim() === "") refuse("AMOUNT_MISSING", "The amount is blank; a blank is not zero.");
	const { digits, negative, unit } = bare(cell);
	const named = unit === "€" ? "EUR" : currencyCode(unit);
	if (named !== null && named !== currency)
		refuse("CURRENCY_DIFFERS", `"${cell.trim().slice(0, 40)}" is in ${named}, but the row is in ${currency}.`);
	const thousands = mark === "." ? "," : ".";
	const [whole = "", ...fractions] = digits.split(mark);
	const grouped = whole.includes(thousands);
	const unreadable = (): never =>
		refuse("AMOUNT_UNREADABLE", `"${cell.trim().slice(0, 40)}" is not an amount with "${mark}" as decimal mark.`);
	if (fractions.length > 1 || fractions.some((part) => !/^\d*$/.test(part))) unreadable();
	// Groups of three, or the Indian two-two-three.
	const shape = grouped ? /^\d{1,3}(?:\.\d{2,3})*\.\d{3}$/ : /^\d*$/;
	if (!shape.test(whole.replaceAll(thousands, ".")) || (whole === "" && (fractions[0] ?? "") === "")) unreadable();
	const plain = `${whole.replaceAll(thousands, "") || "0"}${fractions[0] === undefined || fractions[0] === "" ? "" : `.${fractions[0]}`}`;
	const minor = minorFromDecimal(plain, exponentOf(currency, on));
	if (minor.ok) return negative ? -minor.value : minor.value;
	if (minor.error.code === "TOO_MANY_DECIMALS")
		return refuse("TOO_MANY_DECIMALS", `${cell.trim()} has more decimals than ${currency} has.`);
	return unreadable();
}

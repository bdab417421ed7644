// Dates of statements. Day and month order is decided once per file from any value above 12, else asked; a date has no zone.
import { isLedgerDate, type LedgerDate } from "../../core/dates.ts";
import { refuse } from "../record-reader.ts";

export type DateOrder = "ymd" | "dmy" | "mdy";

// By the first letters that tell them apart, in the languages whose banks write months as words.
const months: readonly RegExp[] = [
	/^(?:jan|janv|ene|gen|styc?|janeiro)/,
	/^(?:feb|fév|fev|lut)/,
	/^(?:mar|mär|mrt|mrz|maa|maart)/,
	/^(?:apr|avr|abr|kwi)/,
	/^(?:may|mai|maj|mag|mei|maio)/,
	/^(?:jun|juin|giu|cze)/,
	/^(?:jul|juil|lug|lip)/,
	/^(?:aug|aoû|aou|ago|sie)/,
	/^(?:sep|set|wrz)/,
	/^(?:oct|okt|out|ott|paź)/,
	/^(?:nov|lis)/,
	/^(?:dec|dez|déc|dic|des|gru)/,
];

/** 1 to 12; 0 when the word is no month. */
const monthNamed = (word: string): number => months.findIndex((month) => month.test(word.toLowerCase())) + 1;

interface Parts {
	readonly values: readonly [string, string, string];
	readonly order: DateOrder | null;
}

function withMonth(word: string, day: string, year: string): Parts | null {
	const month = monthNamed(word);
	return month === 0 ? null : { values: [day, String(month), year], order: "dmy" };
}

/** Whether the cell is written as a date is, real day or not. */
export const looksLikeDate = (cell: string): boolean => parts(cell) !== null;

/** Three parts in the order written, a month name already a number; null when the cell is not a date. */
function parts(cell: string): Parts | null {
	const text = cell.trim();
	const year = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text);
	if (year) return { values: [year[1] ?? "", year[2] ?? "", year[3] ?? ""], order: "ymd" };
	const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
	if (compact) return { values: [compact[1] ?? "", compact[2] ?? "", compact[3] ?? ""], order: "ymd" };
	const named = /^(\d{1,2})[-/. ]+(?:de )?(\p{L}{3,10})[-/. ,]+(?:de )?(\d{4}|\d{2})$/u.exec(text);
	if (named) return withMonth(named[2] ?? "", named[1] ?? "", named[3] ?? "");
	const american = /^(\p{L}{3,10})\.? (\d{1,2}),? (\d{4})$/u.exec(text);
	if (american) return withMonth(american[1] ?? "", american[2] ?? "", american[3] ?? "");
	const plain = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[ T].*)?$/.exec(text);
	return plain ? { values: [plain[1] ?? "", plain[2] ?? "", plain[3] ?? ""], order: null } : null;
}

/** Gathers what a file's cells prove about dates like 03/04/2026. */
export class DateEvidence {
	private readonly seen = new Set<DateOrder>();
	private open = false;

	add(cell: string): void {
		const found = parts(cell);
		if (found === null || found.order !== null) return;
		this.open = true;
		if (Number(found.values[0]) > 12) this.seen.add("dmy");
		if (Number(found.values[1]) > 12) this.seen.add("mdy");
	}

	/** From any part above 12; "ymd" when all dates are unambiguous; null when it must be asked. */
	decided(): DateOrder | null {
		if (this.seen.size > 1) return null;
		const [only] = this.seen;
		return only ?? (this.open ? null : "ymd");
	}

	/** Whether some dates can only be day first and others only month first. */
	contradicts(): boolean {
		return this.seen.size > 1;
	}
}

/** The file's order of day and month: from any part above 12. */
export function decideDateOrder(cells: Iterable<string>): DateOrder | null {
	const found = new DateEvidence();
	for (const cell of cells) found.add(cell);
	return found.decided();
}

/** @throws Unreadable when the cell is no calendar date in this order */
export function readDate(cell: string, order: DateOrder): LedgerDate {
	if (cell.trim() === "") refuse("DATE_MISSING", "The date is blank.");
	const found = parts(cell);
	const unreadable = (): never => refuse("DATE_UNREADABLE", `"${cell.trim().slice(0, 40)}" is not a calendar date.`);
	if (found === null) return unreadable();
	const use = found.order ?? order;
	const [a, b, c] = found.values;
	const [year, month, day] = use === "ymd" ? [a, b, c] : use === "dmy" ? [c, b, a] : [c, a, b];
	const written = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
	return isCalendarDate(written) ? written : unreadable();
}

// A file has many rows of few days: whether a text is a real day is worked out once.
const calendar = new Map<string, boolean>();
const mostDays = 20_000;

function isCalendarDate(text: string): boolean {
	const known = calendar.get(text);
	if (known !== undefined) return known;
	if (calendar.size >= mostDays) calendar.clear();
	const is = isLedgerDate(text);
	calendar.set(text, is);
	return is;
}

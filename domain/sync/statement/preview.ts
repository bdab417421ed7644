// What a person sees before an import: the proposed columns, the first rows as they will be read, every row that will not be, and
// whether the balances tie. Plain data (money as text), so that it can be stored and sent as it is.
import { decodeText, parseCsv, sniffDelimiter } from "./csv.ts";
import { decideFormats, type MappingQuestion, openQuestions, proposeMapping, type StatementMapping } from "./mapping.ts";
import { proveBalances } from "./prove-balances.ts";
import { readRows, type StatementEntry } from "./read-statement.ts";

export interface PreviewRow {
	/** Row of the file, from 1, as a spreadsheet counts. */
	readonly row: number;
	readonly cells: readonly string[];
	readonly read: {
		readonly kind: "movement" | "opening" | "closing";
		readonly date: string;
		readonly description: string;
		readonly reference: string;
		readonly account: string;
		readonly currency: string;
		/** Minor units; null on a balance row. */
		readonly minor: string | null;
		readonly balanceMinor: string | null;
	} | null;
	readonly error: { readonly code: string; readonly reason: string } | null;
}

export interface PreviewProof {
	readonly account: string;
	readonly currency: string;
	readonly count: number;
	readonly movementsMinor: string;
	readonly openingMinor: string | null;
	readonly closingMinor: string | null;
	readonly verdict: "ties" | "differs" | "not_proven";
	readonly sentence: string;
}

export interface StatementPreview {
	/** Set when the file as a whole is not readable; everything below is empty then. */
	readonly problem: { readonly code: string; readonly reason: string } | null;
	readonly header: readonly string[];
	readonly mapping: StatementMapping;
	readonly questions: readonly MappingQuestion[];
	readonly rows: readonly PreviewRow[];
	readonly movementCount: number;
	readonly errorCount: number;
	/** The first hundred rows that cannot be read. */
	readonly errors: readonly PreviewRow[];
	readonly firstDate: string | null;
	readonly lastDate: string | null;
	readonly proofs: readonly PreviewProof[];
}

const shownRows = 20;
const shownErrors = 100;
// A cell or a header may be as long as the file; nobody reads more of it here.
const shownCells = 501;
const shownText = 200;

const short = (text: string): string => (text.length > shownText ? `${text.slice(0, shownText - 1).toWellFormed()}…` : text);
const shownOf = (cells: readonly string[]): readonly string[] => cells.slice(0, shownCells).map(short);

function previewRow(entry: StatementEntry, cells: readonly string[]): PreviewRow {
	if (!entry.line.ok) {
		const { code, reason } = entry.line.error;
		return { row: entry.index + 1, cells: shownOf(cells), read: null, error: { code, reason: short(reason) } };
	}
	const { kind, date, currency, balanceMinor } = entry.line.value;
	const description = short(entry.line.value.description);
	const reference = short(entry.line.value.reference);
	const account = short(entry.line.value.account);
	const minor = entry.line.value.kind === "movement" ? entry.line.value.minor.toString() : null;
	const read = { kind, date, description, reference, account, currency, minor, balanceMinor: balanceMinor?.toString() ?? null };
	return { row: entry.index + 1, cells: shownOf(cells), read, error: null };
}

/** Reads `bytes` with `mapping`, or with the one its header suggests. Formats a mapping leaves open are decided from the cells. */
export function previewStatement(bytes: Uint8Array, mapping: StatementMapping | null): StatementPreview {
	const text = decodeText(bytes);
	const delimiter = mapping?.delimiter ?? sniffDelimiter(text);
	const parsed = parseCsv(text, delimiter);
	const rows = parsed.ok ? parsed.value : [];
	const used = mapping === null ? proposeMapping(rows, delimiter) : decideFormats(rows, mapping);
	const questions = openQuestions(used);
	const entries = questions.length === 0 ? readRows(rows, used) : [];
	const cellsOf = new Map(rows.map((row) => [row.index, row.cells]));
	const show = (entry: StatementEntry): PreviewRow => previewRow(entry, cellsOf.get(entry.index) ?? []);
	const unread = entries.filter((entry) => !entry.line.ok);
	const dates = entries.flatMap(({ line }) => (line.ok && line.value.kind === "movement" ? [line.value.date] : [])).sort();
	const first = rows
		.filter((row) => row.index > used.headerRow)
		.slice(0, shownRows)
		.map((row) => ({ row: row.index + 1, cells: shownOf(row.cells), read: null, error: null }));
	return {
		problem: parsed.ok ? null : parsed.error,
		header: shownOf(rows[used.headerRow]?.cells ?? []),
		mapping: used,
		questions: parsed.ok ? questions : [],
		rows: questions.length === 0 ? entries.slice(0, shownRows).map(show) : first,
		movementCount: dates.length,
		errorCount: unread.length,
		errors: unread.slice(0, shownErrors).map(show),
		firstDate: dates[0] ?? null,
		lastDate: dates.at(-1) ?? null,
		proofs: proveBalances(entries).map(
			({ naturalKeys: _keys, statedMinor: _stated, movementsMinor, openingMinor, closingMinor, ...proof }) => ({
				...proof,
				movementsMinor: movementsMinor.toString(),
				openingMinor: openingMinor?.toString() ?? null,
				closingMinor: closingMinor?.toString() ?? null,
			}),
		),
	};
}

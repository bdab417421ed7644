// Bytes of an uploaded statement to rows that keep their exact text. Nothing is interpreted here: ids stay text, blanks stay blank.
import { parse } from "csv-parse/sync";
import { err, ok, type Result } from "../../core/result.ts";

export interface CsvRow {
	/** Position in the file, from 0, blank lines not counted. */
	readonly index: number;
	/** The row exactly as in the file, without its line end. */
	readonly text: string;
	readonly cells: readonly string[];
}

export interface CsvProblem {
	readonly code: "CSV_EMPTY" | "CSV_BROKEN" | "CSV_NOT_TEXT";
	readonly reason: string;
}

/** Byte order mark, else strict UTF-8, else windows-1252: the order in which exports are seen in the wild. */
export function decodeText(bytes: Uint8Array): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder("windows-1252").decode(bytes);
	}
}

// How a workbook, a PDF, a picture and an old workbook begin, as decodeText shows their first bytes.
const signatures = ["PK\u0003\u0004", "%PDF-", "\u2030PNG", "GIF8", "\u00d0\u00cf\u0011\u00e0"] as const;

/** No export writes a NUL. */
const isBinary = (text: string): boolean => text.includes("\0") || signatures.some((signature) => text.startsWith(signature));

const delimiters = [",", ";", "\t", "|"] as const;

/** The delimiter that splits the first twenty lines into the most columns, evenly; a comma when nothing does. */
export function sniffDelimiter(text: string): string {
	const lines = text
		.split(/\r\n|\r|\n/, 40)
		.filter((line) => line.trim() !== "")
		.slice(0, 20);
	let best = ",";
	let bestScore = 0;
	for (const delimiter of delimiters) {
		const counts = lines.map((line) => line.split(delimiter).length - 1);
		const most = Math.max(0, ...counts);
		const score = most === 0 ? 0 : counts.filter((count) => count === most).length * most;
		if (score > bestScore) [best, bestScore] = [delimiter, score];
	}
	return best;
}

export function parseCsv(text: string, delimiter: string): Result<readonly CsvRow[], CsvProblem> {
	if (isBinary(text))
		return err({ code: "CSV_NOT_TEXT", reason: "The file is not text: a spreadsheet, an archive or an image, not a CSV." });
	let parsed: { raw: string; record: string[] }[];
	try {
		parsed = parse(text, { delimiter, raw: true, relax_column_count: true, relax_quotes: true, bom: true }) as unknown as typeof parsed;
	} catch (error) {
		const line = /at line (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
		const where = line === undefined ? "" : ` that starts on line ${line}`;
		return err({ code: "CSV_BROKEN", reason: `The file is not readable CSV: a quoted field${where} is never closed.` });
	}
	const rows = parsed
		.filter(({ record }) => record.some((cell) => cell.trim() !== ""))
		.map(({ raw, record }, index) => ({ index, text: raw.replace(/[\r\n]+$/, "").replace(/^\uFEFF/, ""), cells: record }));
	return rows.length === 0 ? err({ code: "CSV_EMPTY", reason: "The file has no rows." }) : ok(rows);
}

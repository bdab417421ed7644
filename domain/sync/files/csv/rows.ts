// Bytes of a CSV that come in pieces to its rows, in bounded memory: no more than one row and one piece is held. Cells keep their
// exact text; a quote that doesn't open a field is a character like any other, as exports write it.
//
//   row start ─▶ line without a quote ─▶ split
//          └───▶ line with a quote ─▶ field by field, over line ends inside quotes
import type { Encoding } from "./encoding.ts";
import { isBlank, maxColumns, maxRowCharacters, type TableRow, unreadable } from "../table-row.ts";

export interface CsvShape {
	readonly encoding: Encoding;
	readonly delimiter: string;
}

// How a workbook, a PDF, a picture and an old workbook begin, once decoded.
const signatures = ["PK\u0003\u0004", "%PDF-", "\u2030PNG", "GIF8", "\u00d0\u00cf\u0011\u00e0"] as const;

/** Whether a file's beginning is no text at all. `named` says that its name calls it text: then a few NULs are said of it as such. */
export function looksBinary(head: Uint8Array, encoding: Encoding, named: boolean): boolean {
	const text = new TextDecoder(encoding).decode(head.subarray(0, 65_536));
	const nuls = text.split("\0").length - 1;
	return nuls > (named ? Math.max(2, text.length / 100) : 0) || signatures.some((signature) => text.startsWith(signature));
}

const notText = () =>
	unreadable(
		"CSV_NOT_TEXT",
		"The file is not text: an archive, an old workbook, a PDF or an image, not a CSV. Export it as CSV (UTF-8) and upload that.",
	);

/** One row's text to its cells; null when it is not one row (a quote left open, or text behind its end). */
export function parseRow(text: string, delimiter: string): readonly string[] | null {
	const found = rowAt(text, 0, delimiter, "\n", true);
	return found === null || found.next < text.length ? null : found.cells;
}

/** The rows that a record's text is made of. */
export function parseRows(text: string, delimiter: string): readonly (readonly string[])[] {
	const rows: (readonly string[])[] = [];
	const newline = text.includes("\n") ? "\n" : "\r";
	for (let at = 0; at < text.length; ) {
		const found = rowAt(text, at, delimiter, newline, true);
		if (found === null) return [];
		rows.push(found.cells);
		at = found.next;
	}
	return rows;
}

interface Found {
	readonly cells: readonly string[];
	/** Where the row's text ends, and where the next row begins. */
	readonly end: number;
	readonly next: number;
}

const trimEnd = (text: string): string => (text.endsWith("\r") ? text.slice(0, -1) : text);

/** The row that begins at `from`; null when the text ends before it does. */
function rowAt(text: string, from: number, delimiter: string, newline: string, last: boolean): Found | null {
	const lineEnd = text.indexOf(newline, from);
	if (lineEnd < 0 && !last) return null;
	const end = lineEnd < 0 ? text.length : lineEnd;
	const line = trimEnd(text.slice(from, end));
	if (!line.includes('"')) return { cells: line.split(delimiter), end: from + line.length, next: Math.min(end + 1, text.length) };
	return quotedRowAt(text, from, delimiter, newline, last);
}

function quotedRowAt(text: string, from: number, delimiter: string, newline: string, last: boolean): Found | null {
	const cells: string[] = [];
	let at = from;
	for (;;) {
		const opening = openingQuote(text, at, delimiter);
		const closed = opening === null ? null : closingQuote(text, opening + 1, delimiter, newline);
		if (opening !== null && closed === null) return null;
		const plainFrom = closed === null ? at : closed + 1;
		let stop = plainFrom;
		while (stop < text.length && text[stop] !== delimiter && text[stop] !== newline) stop++;
		if (stop === text.length && !last) return null;
		const rest = text[stop] === delimiter ? text.slice(plainFrom, stop) : trimEnd(text.slice(plainFrom, stop));
		cells.push(opening === null || closed === null ? rest : text.slice(opening + 1, closed).replaceAll('""', '"'));
		if (text[stop] === delimiter) {
			at = stop + 1;
			continue;
		}
		const end = text[stop - 1] === "\r" && stop > from ? stop - 1 : stop;
		return { cells, end, next: Math.min(stop + 1, text.length) };
	}
}

/** The quote that opens the field at `at`, behind spaces where an export writes them, or null. */
function openingQuote(text: string, at: number, delimiter: string): number | null {
	let quote = at;
	while (text[quote] === " " && delimiter !== " ") quote++;
	return text[quote] === '"' ? quote : null;
}

/** Where the field that opened before `from` closes: a quote before a delimiter or a line end. A lone quote elsewhere is text. */
function closingQuote(text: string, from: number, delimiter: string, newline: string): number | null {
	let at = from;
	for (;;) {
		const quote = text.indexOf('"', at);
		if (quote < 0) return null;
		if (text[quote + 1] === '"') {
			at = quote + 2;
			continue;
		}
		let behind = quote + 1;
		while (text[behind] === " " || text[behind] === "\r") behind++;
		if (behind >= text.length || text[behind] === delimiter || text[behind] === newline) return quote;
		at = quote + 1;
	}
}

/** Every row that isn't blank, in file order. @throws TieoutError CSV_NOT_TEXT, CSV_NUL, CSV_BROKEN or CSV_LINE_TOO_LONG */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>, shape: CsvShape): AsyncGenerator<TableRow> {
	// The byte order mark is kept, so that places in the text are places in the file.
	const decoder = new TextDecoder(shape.encoding, { ignoreBOM: true, fatal: shape.encoding !== "windows-1252" });
	const cutter = new RowCutter(shape);
	for await (const chunk of bytes) yield* cutter.take(decoded(decoder, chunk), false);
	yield* cutter.take(decoded(decoder, null), true);
}

function decoded(decoder: TextDecoder, chunk: Uint8Array | null): string {
	try {
		return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
	} catch {
		throw unreadable("CSV_BROKEN", "The file changes its alphabet on the way, so its text can't be read. Export it as CSV (UTF-8) again.");
	}
}

const unitBytes = (encoding: Encoding): number => (encoding.startsWith("utf-16") ? 2 : 1);

const encoder = new TextEncoder();

function byteLength(text: string, encoding: Encoding): number {
	if (encoding !== "utf-8") return text.length * unitBytes(encoding);
	return /^\p{ASCII}*$/u.test(text) ? text.length : encoder.encode(text).length;
}

class RowCutter {
	private readonly shape: CsvShape;
	private offset = 0;
	private newline: string | null = null;
	private rest = "";
	private index = 0;
	private line = 1;
	private begun = false;

	constructor(shape: CsvShape) {
		this.shape = shape;
	}

	/** Rows that are complete with this piece; with the `last` one, all that is left. */
	*take(piece: string, last: boolean): Generator<TableRow> {
		const nul = piece.indexOf("\0");
		if (nul >= 0) throw this.holdsNul(this.rest + piece.slice(0, nul));
		this.rest += piece;
		if (!this.begun && this.rest !== "") {
			this.begun = true;
			// The mark of UTF-8 stands before Latin-1 text too, where a program puts it in front of whatever it writes.
			for (const mark of ["\uFEFF", ...(this.shape.encoding === "windows-1252" ? ["\u00ef\u00bb\u00bf"] : [])])
				if (this.rest.startsWith(mark)) this.skip(mark);
			if (signatures.some((signature) => this.rest.startsWith(signature))) throw notText();
		}
		// Old exports end lines by a carriage return alone; the first piece tells.
		if (this.newline === null && (last || /[\r\n]./.test(this.rest))) this.newline = this.rest.includes("\n") ? "\n" : "\r";
		const newline = this.newline ?? "\n";
		let at = 0;
		while (at < this.rest.length) {
			const found = rowAt(this.rest, at, this.shape.delimiter, newline, last);
			if (found === null) break;
			if (found.end - at > maxRowCharacters || found.cells.length > maxColumns) throw this.tooLong();
			const text = this.rest.slice(at, found.end);
			const start = this.offset;
			const end = start + byteLength(text, this.shape.encoding);
			this.offset = end + (found.next - found.end) * unitBytes(this.shape.encoding);
			at = found.next;
			this.line += text.includes(newline) ? text.split(newline).length : 1;
			if (!isBlank(found.cells)) yield { index: this.index++, text, span: { start, end }, cells: found.cells };
		}
		this.rest = this.rest.slice(at);
		if (last && this.rest !== "") throw this.neverClosed();
		if (this.rest.length > maxRowCharacters) throw this.rest.includes(newline) ? this.neverClosed() : this.tooLong();
	}

	private skip(mark: string): void {
		this.rest = this.rest.slice(mark.length);
		this.offset += byteLength(mark, this.shape.encoding);
	}

	/** @param before what stands before the character, from the beginning of its row on */
	private readonly holdsNul = (before: string) => {
		const lines = before.split(this.newline === "\r" ? "\r" : /\r\n|\n|\r/);
		return unreadable(
			"CSV_NUL",
			`Line ${(this.line + lines.length - 1).toLocaleString("en-US")} holds a NUL character (binary, no text) at character ${((lines.at(-1) ?? "").replace(/^\uFEFF/u, "").length + 1).toLocaleString("en-US")}. Take it out in a text editor, or export the file as CSV (UTF-8) again, and upload that.`,
		);
	};

	private readonly neverClosed = () =>
		unreadable(
			"CSV_BROKEN",
			`The file is not readable CSV: a quoted field that starts on line ${this.line} is never closed. Save it as CSV again and upload that.`,
		);

	private readonly tooLong = () =>
		unreadable(
			"CSV_LINE_TOO_LONG",
			`Line ${this.line} is longer than any row of an export (${maxRowCharacters.toLocaleString("en-US")} characters): the line ends are missing. Export the file as CSV again.`,
		);
}

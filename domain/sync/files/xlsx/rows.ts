// A sheet's rows as text, in bounded memory beside the workbook's shared texts. A formula is never evaluated: its cell says what was
// saved with it, and is blank where nothing was.
import { isBlank, maxColumns, type TableRow } from "../table-row.ts";
import { plainStyle, styledText, unescapedText } from "./cell-text.ts";
import type { Workbook } from "./workbook.ts";
import { unpacked } from "./zip.ts";
import { xmlEvents, type XmlEvent } from "./xml.ts";

export interface SheetRow extends TableRow {
	/** Cells whose text is a formula's saved result. */
	readonly formulas: number;
}

/** "AB12" → 27; −1 where the reference names no column. */
export function columnOf(reference: string): number {
	let column = 0;
	for (const letter of reference) {
		const value = letter.charCodeAt(0) - 64;
		if (value < 1 || value > 26) break;
		column = column * 26 + value;
	}
	return column - 1;
}

/** Rows that aren't blank, in order; none when there is no such sheet. */
export async function* sheetRows(workbook: Workbook, name: string): AsyncGenerator<SheetRow> {
	const sheet = workbook.sheets.find((each) => each.name === name);
	if (sheet === undefined) return;
	const reader = new SheetReader(workbook);
	let index = 0;
	for await (const events of xmlEvents(unpacked(workbook.zip, sheet.entry)))
		for (const event of events) {
			const row = reader.take(event);
			if (row !== null && !isBlank(row.cells)) yield { index: index++, text: JSON.stringify(row.cells), span: null, ...row };
		}
}

class SheetReader {
	private readonly workbook: Workbook;
	private cells: string[] = [];
	private formulas = 0;
	private column = -1;
	private type = "n";
	private style = 0;
	private text = "";
	private within: "value" | "other" = "other";

	constructor(workbook: Workbook) {
		this.workbook = workbook;
	}

	/** The row that this event ends, or null. */
	take(event: XmlEvent): { readonly cells: readonly string[]; readonly formulas: number } | null {
		if (event.kind === "text") {
			if (this.within === "value") this.text += event.text;
			return null;
		}
		if (event.kind === "open") this.open(event);
		else if (event.name === "v" || event.name === "t") this.within = "other";
		else if (event.name === "c") this.endCell();
		else if (event.name === "row") return { cells: this.cells, formulas: this.formulas };
		return null;
	}

	private open(event: Extract<XmlEvent, { kind: "open" }>): void {
		if (event.name === "row") {
			this.cells = [];
			this.formulas = 0;
			this.column = -1;
		} else if (event.name === "c") {
			const named = columnOf(event.attribute("r") ?? "");
			this.column = named < 0 ? this.column + 1 : named;
			this.type = event.attribute("t") ?? "n";
			this.style = Number(event.attribute("s") ?? "0");
			this.text = "";
		} else if (event.name === "v" || event.name === "t") this.within = "value";
		else if (event.name === "f") this.formulas++;
	}

	private endCell(): void {
		if (this.column < 0 || this.column >= maxColumns || this.text === "") return;
		while (this.cells.length < this.column) this.cells.push("");
		this.cells[this.column] = this.cellText();
	}

	private cellText(): string {
		switch (this.type) {
			case "s":
				return this.workbook.shared[Number(this.text)] ?? "";
			case "b":
				return this.text === "1" ? "TRUE" : "FALSE";
			case "n":
				return styledText(this.text, this.workbook.styles[this.style] ?? plainStyle, this.workbook.from1904);
			case "d":
				return this.text.replace("T", " ").replace(/ 00:00:00(?:\.0+)?$/, "");
			default:
				return unescapedText(this.text);
		}
	}
}

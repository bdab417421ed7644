// A workbook's parts: its sheets in order, the texts that cells share, and how its styles show numbers.
import { plainStyle, type CellStyle, styleOf, unescapedText } from "./cell-text.ts";
import { tooLarge, unpacked, type ZipEntry, zipEntries } from "./zip.ts";
import { xmlEvents, type XmlEvent } from "./xml.ts";
import { unreadable } from "../table-row.ts";

export interface Workbook {
	readonly zip: Uint8Array;
	readonly sheets: readonly { readonly name: string; readonly entry: ZipEntry }[];
	readonly shared: readonly string[];
	readonly styles: readonly CellStyle[];
	readonly from1904: boolean;
}

export const workbookLimits = { fileBytes: 100_000_000, sharedCharacters: 100_000_000, sheets: 50 } as const;

/** Held whole: a ZIP's list of parts is at its end. @throws TieoutError XLSX_TOO_LARGE */
export async function collected(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of bytes) {
		length += chunk.length;
		if (length > workbookLimits.fileBytes) throw tooLarge("it is larger than 100 MB");
		chunks.push(chunk);
	}
	const whole = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.length;
	}
	return whole;
}

export const isZip = (head: Uint8Array): boolean => head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;

/** @throws TieoutError XLSX_BROKEN, XLSX_UNSAFE, XLSX_TOO_LARGE or XLSX_LOCKED */
export async function openWorkbook(zip: Uint8Array): Promise<Workbook> {
	const entries = zipEntries(zip);
	const part = (path: string): ZipEntry | null => entries.get(path) ?? null;
	const main = part("xl/workbook.xml");
	if (main === null)
		throw unreadable(
			"XLSX_BROKEN",
			"The archive holds no workbook. Unpack it and upload the file inside, or save the workbook as XLSX or CSV.",
		);
	const targets = new Map<string, string>();
	await each(zip, part("xl/_rels/workbook.xml.rels"), (event) => {
		if (event.kind !== "open" || event.name !== "Relationship") return;
		const target = event.attribute("Target") ?? "";
		if (event.attribute("TargetMode") !== "External")
			targets.set(event.attribute("Id") ?? "", target.startsWith("/") ? target.slice(1) : `xl/${target}`);
	});
	const sheets: { name: string; entry: ZipEntry }[] = [];
	let from1904 = false;
	await each(zip, main, (event) => {
		if (event.kind !== "open") return;
		if (event.name === "workbookPr") from1904 = ["1", "true"].includes(event.attribute("date1904") ?? "");
		if (event.name !== "sheet" || (event.attribute("state") ?? "visible") !== "visible") return;
		const entry = part(targets.get(event.attribute("id") ?? "") ?? "");
		if (entry !== null && sheets.length < workbookLimits.sheets) sheets.push({ name: event.attribute("name") ?? "", entry });
	});
	if (sheets.length === 0) throw unreadable("XLSX_BROKEN", "The workbook has no sheet that can be seen. Save it again and upload that.");
	return {
		zip,
		sheets,
		from1904,
		shared: await sharedTexts(zip, part("xl/sharedStrings.xml")),
		styles: await stylesOf(zip, part("xl/styles.xml")),
	};
}

async function each(zip: Uint8Array, entry: ZipEntry | null, take: (event: XmlEvent) => void): Promise<void> {
	if (entry === null) return;
	for await (const events of xmlEvents(unpacked(zip, entry))) for (const event of events) take(event);
}

async function sharedTexts(zip: Uint8Array, entry: ZipEntry | null): Promise<string[]> {
	const texts: string[] = [];
	let characters = 0;
	let text = "";
	let inText = false;
	let spoken = 0;
	await each(zip, entry, (event) => {
		if (event.kind === "text") {
			if (inText && spoken === 0) text += event.text;
			characters += event.text.length;
			if (characters > workbookLimits.sharedCharacters) throw tooLarge("its texts alone have more than 100 million characters");
			return;
		}
		// How a name is spoken (rPh) stands beside it and is no part of it.
		if (event.name === "rPh") spoken += event.kind === "open" ? 1 : -1;
		if (event.name === "t") inText = event.kind === "open";
		if (event.name !== "si") return;
		if (event.kind === "close") texts.push(unescapedText(text));
		text = "";
	});
	return texts;
}

async function stylesOf(zip: Uint8Array, entry: ZipEntry | null): Promise<CellStyle[]> {
	const codes = new Map<number, string>();
	const styles: CellStyle[] = [];
	let inCells = false;
	await each(zip, entry, (event) => {
		if (event.kind === "text") return;
		if (event.name === "cellXfs") inCells = event.kind === "open";
		if (event.kind !== "open") return;
		if (event.name === "numFmt") codes.set(Number(event.attribute("numFmtId")), event.attribute("formatCode") ?? "");
		if (event.name !== "xf" || !inCells) return;
		const id = Number(event.attribute("numFmtId") ?? "0");
		styles.push(styleOf(id, codes.get(id)));
	});
	return styles.length === 0 ? [plainStyle] : styles;
}

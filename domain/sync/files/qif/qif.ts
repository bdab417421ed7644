// QIF, Quicken's old exchange file: sections that begin with "!", records that end with "^". Only registers of accounts are read;
// lists of categories, investments and remembered payments are said to be left out.
import { decideDecimalMark, readAmount } from "../../statement/amounts.ts";
import { readOrRefuse } from "../../record-reader.ts";
import { type DateOrder, decideDateOrder } from "../../statement/row-dates.ts";
import { noStatement, recordNamer, rowsOf } from "../bank/bank-record.ts";
import { type Line, type LineBatch, lineBatches } from "../bank/lines.ts";
import { type StatedSettings, statedQuestions, statedSettingsOf } from "../bank/stated-settings.ts";
import type { FileFormat, FileHead, FileItem, FileQuestion, FileSource, Settled } from "../format.ts";
import { amountText, fieldsOf, isOpening, plainDate, readRecord } from "./record.ts";

export interface QifSettings extends StatedSettings<"qif"> {
	readonly dateOrder: "dmy" | "mdy" | "ymd" | "";
	readonly decimalMark: "." | "," | "";
}

const registers = /^!type:\s*(bank|ccard|cash|oth\s*[al])\b/i;

type Section = "register" | "account" | "other";

class Reader {
	private readonly name = recordNamer(readRecord);
	private readonly settings: QifSettings;
	private section: Section = "other";
	private account: string;
	private closing = "";
	private groups = 0;
	private opening: bigint | null = null;
	private inStatement = false;
	/** Bytes of the record that is open. */
	private start: number | null = null;
	private end = 0;
	private line = 0;
	/** "MDY" or "DMY" where the file says so itself. */
	option = "";

	constructor(settings: QifSettings) {
		this.settings = settings;
		this.account = settings.account;
	}

	heldFrom(): number {
		return this.start ?? Number.POSITIVE_INFINITY;
	}

	*take(line: Line, batch: LineBatch): Generator<FileItem> {
		const raw = line.raw;
		if (raw.startsWith("!")) {
			yield* this.header(raw, line.no);
			return;
		}
		if (raw.startsWith("^")) {
			yield* this.endRecord(batch);
			return;
		}
		if (raw.trim() === "" && this.start === null) return;
		if (this.start === null) {
			this.start = line.span.start;
			this.line = line.no;
		}
		this.end = line.span.end;
	}

	*finish(batch: LineBatch): Generator<FileItem> {
		// The last "^" is often missing.
		yield* this.endRecord(batch);
		yield* this.endStatement();
	}

	private *header(raw: string, no: number): Generator<FileItem> {
		const option = /^!option:\s*(mdy|dmy)/i.exec(raw);
		if (option !== null) this.option = (option[1] ?? "").toLowerCase();
		if (/^!account/i.test(raw)) this.section = "account";
		else if (registers.test(raw)) {
			yield* this.endStatement();
			this.section = "register";
			this.inStatement = true;
			this.groups++;
		} else if (/^!type:/i.test(raw)) {
			this.section = "other";
			yield {
				what: "note",
				kind: "information",
				line: no,
				text: raw.slice(0, 60),
				sentence: `The list "${raw.slice(6, 40)}" holds no movements of an account and is not read.`,
			};
		}
	}

	private context() {
		const { currency, dateOrder, decimalMark } = this.settings;
		return { account: this.account, currency, dateOrder: dateOrder || this.option, decimalMark };
	}

	private *endRecord(batch: LineBatch): Generator<FileItem> {
		const { start } = this;
		this.start = null;
		if (start === null) return;
		const span = { start, end: this.end };
		const text = batch.piece(span);
		const fields = fieldsOf(text);
		if (this.section === "account") {
			yield* this.endStatement();
			this.account = this.settings.account || (fields.get("N") ?? "");
			this.closing = fields.get("$") ?? "";
			return;
		}
		if (this.section !== "register") return;
		if (isOpening(fields)) {
			const read = readOrRefuse("", () => readRecord(text, this.context()));
			this.opening = read.ok ? read.value.minor : null;
			yield {
				what: "note",
				kind: "opening",
				line: this.line,
				text: text.slice(0, 200),
				sentence: "The register's opening balance; it is no movement.",
			};
			return;
		}
		yield this.name({ text, span: batch.asInFile ? span : null, group: String(this.groups), context: this.context() });
	}

	private *endStatement(): Generator<FileItem> {
		if (!this.inStatement) return;
		this.inStatement = false;
		const { account, currency, decimalMark } = this.context();
		const closing =
			this.closing === "" || decimalMark === ""
				? null
				: readOrRefuse("", () => readAmount(this.closing, decimalMark, currency, "9999-12-31"));
		yield {
			...noStatement,
			group: String(this.groups),
			account,
			currency,
			openingMinor: this.opening,
			closingMinor: closing?.ok === true ? closing.value : null,
		};
		this.opening = null;
		this.closing = "";
	}
}

async function* read(source: FileSource, reader: Reader): AsyncGenerator<FileItem> {
	let last: LineBatch | null = null;
	for await (const batch of lineBatches(source, () => reader.heldFrom())) {
		for (const line of batch.lines) yield* reader.take(line, batch);
		last = batch;
	}
	if (last !== null) yield* reader.finish(last);
}

const open = (source: FileSource, settings: QifSettings): AsyncIterable<FileItem> => read(source, new Reader(settings));

/** One pass: all dates and amounts decide the day's order and the decimal mark, or a person is asked. */
async function settle(source: FileSource, settings: QifSettings): Promise<Settled<QifSettings>> {
	const dates = new Set<string>();
	const marks = new Set<string>();
	let unsure = false;
	let unnamed = false;
	const reader = new Reader(settings);
	for await (const item of read(source, reader)) {
		if (item.what === "statement") unnamed ||= item.account === "";
		if (item.what !== "record") continue;
		const fields = fieldsOf(item.text);
		// Days repeat; a file of a century has some ten thousand.
		if (dates.size < 40_000) dates.add(plainDate(fields.get("D") ?? ""));
		const amount = amountText(fields);
		if (!/[.,]/.test(amount)) continue;
		const mark = decideDecimalMark([amount]);
		if (mark === null) unsure = true;
		else marks.add(mark);
	}
	const [mark] = marks;
	const decimalMark = settings.decimalMark || (marks.size === 1 ? ((mark ?? "") as "." | ",") : marks.size === 0 && !unsure ? "." : "");
	const dateOrder = settings.dateOrder || ((reader.option || decideDateOrder(dates)) as DateOrder | null) || "";
	const settled: QifSettings = { ...settings, decimalMark, dateOrder };
	const questions: FileQuestion[] = [];
	if (dateOrder === "")
		questions.push({
			field: "dateOrder",
			sentence: "Every day in this file is 12 or less: is 03/04 the 3rd of April or the 4th of March?",
		});
	if (decimalMark === "") questions.push({ field: "decimalMark", sentence: "Is the comma or the point the decimal mark in this file?" });
	questions.push(...statedQuestions(settled, { account: unnamed, currency: true }));
	return { settings: settled, questions, why: [] };
}

function detect(head: FileHead) {
	const first = head.text.replace(/^(?:\u00EF\u00BB\u00BF|\uFEFF)/, "").trimStart();
	if (!/^!(?:type|account|option|clear)/i.test(first)) return null;
	return {
		confidence: 0.97,
		why: [`Its first line is "${(first.split(/[\r\n]/)[0] ?? "").slice(0, 30)}", a section of a QIF.`],
		settings: { format: "qif", account: "", currency: "", dateOrder: "", decimalMark: "" } as const,
	};
}

const oneOf = <T extends string>(value: unknown, of: readonly T[]): T | "" => of.find((each) => each === value) ?? "";

const toRows = rowsOf(readRecord);

export const qif: FileFormat<QifSettings> = {
	id: "qif",
	title: "QIF",
	reads: [
		"Registers of bank accounts, cards and cash (!Type:Bank, CCard, Cash, Oth A, Oth L), several accounts in a file (!Account).",
		"Dates like 2/ 4'19 or 28.02'2009; the order of day and month from all dates or !Option:MDY, else a person is asked, as for the currency.",
		"Opening + movements = closing where the file has an opening balance and the account's own balance.",
	],
	refuses: [
		"Investments, categories, classes and remembered payments: said and left out.",
		"Splits are kept in the record's text; the line is imported with its whole amount.",
	],
	settingsOf(stored) {
		const stated = statedSettingsOf("qif", stored);
		const given = stored as { readonly dateOrder?: unknown; readonly decimalMark?: unknown } | null;
		if (stated === null) return null;
		return { ...stated, dateOrder: oneOf(given?.dateOrder, ["dmy", "mdy", "ymd"]), decimalMark: oneOf(given?.decimalMark, [".", ","]) };
	},
	detect,
	settle,
	kind: () => "bank_line",
	open,
	read: (record, _settings, { fileId }) => toRows(record, fileId),
};

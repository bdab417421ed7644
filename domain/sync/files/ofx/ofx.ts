// OFX 1.x (SGML), 2.x (XML) and QFX: bank and card statements. Read by its tags alone, because headers lie about the alphabet, are
// missing or on one line, and end tags are optional in 1.x.
//
//   STMTRS | CCSTMTRS ▸ CURDEF ▸ …ACCTFROM ▸ BANKTRANLIST (STMTTRN)* ▸ LEDGERBAL
import { TieoutError } from "../../../core/errors.ts";
import { readOrRefuse } from "../../record-reader.ts";
import { noStatement, recordNamer, rowsOf } from "../bank/bank-record.ts";
import { ByteText, maxRecordBytes, textBytes, tooLong } from "../bank/byte-text.ts";
import { type StatedSettings, statedQuestions, statedSettingsOf } from "../bank/stated-settings.ts";
import type { FileFormat, FileHead, FileItem, FileSource, Settled } from "../format.ts";
import { ofxAmount, ofxDate, plainValue, readTransaction } from "./transaction.ts";

export type OfxSettings = StatedSettings<"ofx">;

interface Open {
	readonly group: string;
	readonly card: boolean;
	account: string;
	currency: string;
	/** LEDGERBAL. */
	balance: string;
	balanceAt: string;
}

const cut = (): TieoutError =>
	new TieoutError(
		"FILE_CUT",
		"The file ends in the middle of a statement: the download or upload was cut off. Download it from the bank again.",
	);

class Reader {
	private readonly name = recordNamer(readTransaction);
	private readonly settings: OfxSettings;
	private readonly window = new ByteText();
	private readonly asInFile: boolean;
	private at: number;
	private groups = 0;
	private statement: Open | null = null;
	/** Names of the aggregates around a balance or an account. */
	private inside = "";
	private entryStart: number | null = null;
	sawOfx = false;

	constructor(settings: OfxSettings, asInFile: boolean, start: number) {
		this.settings = settings;
		this.asInFile = asInFile;
		this.window.base = start;
		this.at = start;
	}

	*take(chunk: Uint8Array): Generator<FileItem> {
		this.window.append(chunk);
		yield* this.tags(false);
		const needed = this.entryStart ?? this.at;
		if (this.window.base + this.window.text.length - needed > maxRecordBytes + chunk.length) throw tooLong("A transaction of the file");
		this.window.dropTo(needed);
	}

	*end(): Generator<FileItem> {
		yield* this.tags(true);
		if (this.entryStart !== null || this.statement !== null) throw cut();
		if (!this.sawOfx)
			throw new TieoutError("FILE_BROKEN", "There is no <OFX> in the file, so it is not OFX. Download it from the bank again.");
	}

	/** Reads every tag whose value is complete: the next "<" is there, or the file has ended. */
	private *tags(last: boolean): Generator<FileItem> {
		const { base } = this.window;
		const { text } = this.window;
		for (;;) {
			const open = text.indexOf("<", this.at - base);
			if (open < 0) {
				this.at = base + text.length;
				return;
			}
			const close = text.indexOf(">", open);
			const next = close < 0 ? -1 : text.indexOf("<", close);
			if (close < 0 || (next < 0 && !last)) {
				this.at = base + open;
				return;
			}
			const tag = text
				.slice(open + 1, close)
				.trim()
				.toUpperCase();
			const value = text.slice(close + 1, next < 0 ? undefined : next).trim();
			this.at = next < 0 ? base + text.length : base + next;
			yield* this.tag(tag, value, base + open, base + close + 1);
		}
	}

	private *tag(tag: string, value: string, start: number, end: number): Generator<FileItem> {
		if (tag.startsWith("!DOCTYPE") || tag.startsWith("!ENTITY"))
			throw new TieoutError(
				"FILE_XML_DTD",
				"The file declares a document type (DOCTYPE), which no bank's statement does. Download it from the bank again.",
			);
		if (this.entryStart !== null) {
			if (tag === "/STMTTRN") yield this.endEntry(end);
			return;
		}
		switch (tag) {
			case "OFX":
				this.sawOfx = true;
				return;
			case "STMTRS":
			case "CCSTMTRS":
				if (this.statement !== null) throw cut();
				this.statement = {
					group: String(++this.groups),
					card: tag === "CCSTMTRS",
					account: this.settings.account,
					currency: this.settings.currency,
					balance: "",
					balanceAt: "",
				};
				return;
			case "/STMTRS":
			case "/CCSTMTRS":
				yield* this.endStatement();
				return;
			case "INVSTMTRS":
				yield { what: "note", kind: "information", line: 0, text: "", sentence: "An investment account (INVSTMTRS): it is not read." };
				return;
			case "STMTTRN":
				if (this.statement !== null) this.entryStart = start;
				return;
			default:
				this.fact(tag, value);
		}
	}

	private fact(tag: string, value: string): void {
		const { statement } = this;
		if (/^(?:BANKACCTFROM|CCACCTFROM|LEDGERBAL|AVAILBAL)$/.test(tag)) this.inside = tag;
		else if (tag.startsWith("/") && tag.slice(1) === this.inside) this.inside = "";
		else if (statement === null || value === "") return;
		else if (tag === "CURDEF") statement.currency = value.toUpperCase();
		else if (tag === "ACCTID" && this.inside.endsWith("ACCTFROM")) statement.account = plainValue(value);
		else if (tag === "BALAMT" && this.inside === "LEDGERBAL") statement.balance = value;
		else if (tag === "DTASOF" && this.inside === "LEDGERBAL") statement.balanceAt = value;
	}

	private endEntry(end: number): FileItem {
		const span = { start: this.entryStart ?? 0, end };
		this.entryStart = null;
		const { group = "0", account = "", currency = "" } = this.statement ?? {};
		return this.name({ text: this.window.piece(span), span: this.asInFile ? span : null, group, context: { account, currency } });
	}

	private *endStatement(): Generator<FileItem> {
		const { statement } = this;
		this.statement = null;
		if (statement === null) return;
		const date = ofxDate(statement.balanceAt);
		const closing = readOrRefuse("", () => ofxAmount(statement.balance, statement.currency, date ?? "9999-12-31"));
		yield {
			...noStatement,
			group: statement.group,
			account: statement.account,
			currency: statement.currency,
			closingMinor: closing.ok ? closing.value : null,
			closingDate: date,
		};
	}
}

async function* open(source: FileSource, settings: OfxSettings): AsyncGenerator<FileItem> {
	const { asInFile, start, chunks } = await textBytes(source);
	const reader = new Reader(settings, asInFile, start);
	for await (const chunk of chunks) yield* reader.take(chunk);
	yield* reader.end();
}

/** Asks for what the file's statements don't say. */
async function settle(source: FileSource, settings: OfxSettings): Promise<Settled<OfxSettings>> {
	const missing = { account: false, currency: false };
	for await (const item of open(source, settings)) {
		if (item.what !== "statement") continue;
		missing.account ||= item.account === settings.account;
		missing.currency ||= item.currency === settings.currency;
	}
	return { settings, questions: statedQuestions(settings, missing), why: [] };
}

function detect(head: FileHead) {
	const version = /OFXHEADER[:=]\s*"?(\d)/i.exec(head.text);
	const root = /<OFX>/i.test(head.text);
	if (version === null && !root) return null;
	const quicken = /<INTU\.BID>/i.test(head.text);
	const why = [version === null ? "It has the element <OFX>." : `Its header says OFX ${version[1] === "2" ? "2.x" : "1.x"}.`];
	if (quicken) why.push("It names Quicken's bank id, as a QFX does.");
	return { confidence: root ? 0.99 : 0.7, why, settings: { format: "ofx", account: "", currency: "" } as const };
}

const toRows = rowsOf(readTransaction);

export const ofx: FileFormat<OfxSettings> = {
	id: "ofx",
	title: "OFX and QFX",
	reads: [
		"OFX 1.x (SGML, end tags or not, any header or none) and 2.x (XML), QFX; bank accounts and cards, several in a file.",
		"Bare ampersands, decimal commas and points in one file, dates with any time and zone (the bank's own day counts), names that go on in the memo.",
		"The closing balance (LEDGERBAL) is shown; OFX states no opening balance, so opening + movements = closing can't be proven from the file alone.",
	],
	refuses: [
		"Investment accounts (INVSTMTRS).",
		"A line that corrects or withdraws an earlier one (CORRECTFITID) goes to quarantine, because the earlier one may be reconciled.",
		"A document type (DTD).",
	],
	settingsOf: (stored) => statedSettingsOf("ofx", stored),
	detect,
	settle,
	kind: () => "bank_line",
	open,
	read: (record, _settings, { fileId }) => toRows(record, fileId),
};

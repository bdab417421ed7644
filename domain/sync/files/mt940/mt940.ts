// MT940, SWIFT's customer statement, as banks send it: with or without the message's wrapper, several statements in a file, pages
// chained by intermediate balances. A tag counts only at the start of a line, so text that looks like one stays text.
//
//   :20: ▸ :25: ▸ :28C: ▸ :60F:/:60M: ▸ (:61: ▸ :86:)* ▸ :62F:/:62M: ▸ -
import { TieoutError } from "../../../core/errors.ts";
import { recordNamer, rowsOf } from "../bank/bank-record.ts";
import { type LineBatch, type Line, lineBatches } from "../bank/lines.ts";
import type { FileFormat, FileHead, FileItem, FileNote, FileSource } from "../format.ts";
import { isExpected, readEntry } from "./entry.ts";
import { accountOf, continues, newStatement, type OpenStatement, readBalance, statementItem } from "./statement.ts";

export interface Mt940Settings {
	readonly format: "mt940";
}

const tagLine = /^\s?:(\d{2}[A-Z]?|NS):(.*)$/;
const messageStart = /^\{1:[^\n]*\{4:/;

interface Field {
	readonly tag: string;
	content: string;
	/** Bytes from its tag to the end of its last line. */
	readonly start: number;
	end: number;
	readonly line: number;
}

class Reader {
	private readonly name = recordNamer(readEntry);
	private statement: OpenStatement | null = null;
	private statements = 0;
	private field: Field | null = null;
	private entry: Field | null = null;
	private account = "";
	private number = "";
	sawOpening = false;

	/** From where on bytes are still needed. */
	heldFrom(): number {
		return this.entry?.start ?? this.field?.start ?? Number.POSITIVE_INFINITY;
	}

	*take(line: Line, batch: LineBatch): Generator<FileItem> {
		const raw = line.raw.replace(messageStart, "");
		if (/^-\}?\s*$/.test(raw) || (raw === "" && messageStart.test(line.raw))) {
			yield* this.endField(batch);
			yield* this.endEntry(batch);
			return;
		}
		// A few banks break the tag itself: ":" ends one line and "86:" begins the next.
		const broken = this.field !== null && this.field.content.endsWith("\n:") && /^\d{2}[A-Z]?:/.test(raw);
		const found = tagLine.exec(broken ? `:${raw}` : raw);
		if (found === null) {
			if (this.field === null || raw.trim() === "") return;
			this.field.content += `\n${raw}`;
			this.field.end = line.span.end;
			return;
		}
		if (broken && this.field !== null) this.field.content = this.field.content.slice(0, -2);
		yield* this.endField(batch);
		this.field = { tag: found[1] ?? "", content: found[2] ?? "", start: line.span.start, end: line.span.end, line: line.no };
	}

	*end(batch: LineBatch): Generator<FileItem> {
		yield* this.endField(batch);
		yield* this.endEntry(batch);
		yield* this.endStatement();
	}

	private *endField(batch: LineBatch): Generator<FileItem> {
		const { field } = this;
		this.field = null;
		if (field === null) return;
		if (field.tag === "86" && this.entry !== null) {
			this.entry.end = field.end;
			yield* this.endEntry(batch);
			return;
		}
		yield* this.endEntry(batch);
		switch (field.tag) {
			case "20":
				this.account = "";
				this.number = "";
				return;
			case "25":
			case "25P":
				this.account = (field.content.split("\n")[0] ?? "").trim();
				return;
			case "28":
			case "28C":
				this.number = field.content.trim();
				return;
			case "60F":
			case "60M":
				yield* this.opening(field);
				return;
			case "61":
				this.entry = field;
				return;
			case "62F":
			case "62M":
				yield* this.closing(field);
				return;
			case "86":
				yield note("information", field, "Text about the statement as a whole.");
				return;
			default:
		}
	}

	private *opening(field: Field): Generator<FileItem> {
		this.sawOpening = true;
		const balance = readBalance(field.tag === "60M" ? "M" : "F", field.content);
		if (!balance.ok) {
			yield* this.begin();
			yield note("warning", field, `The opening balance can't be read: ${balance.error.reason}`);
			return;
		}
		const account = accountOf(this.account, balance.value.currency);
		if (continues(this.statement, account, balance.value)) {
			if (this.statement !== null) this.statement.closing = null;
			return;
		}
		const chained = this.statement?.closing?.level === "M" && balance.value.level === "M" && this.statement.account === account;
		yield* this.begin();
		if (this.statement !== null) Object.assign(this.statement, { account, opening: balance.value });
		if (chained)
			yield note(
				"warning",
				field,
				"A page of this statement is missing: it does not begin with the balance that the page before ended with.",
			);
	}

	private *closing(field: Field): Generator<FileItem> {
		const balance = readBalance(field.tag === "62M" ? "M" : "F", field.content);
		if (this.statement === null) yield* this.begin();
		if (!balance.ok) yield note("warning", field, `The closing balance can't be read: ${balance.error.reason}`);
		else if (this.statement !== null) this.statement.closing = balance.value;
	}

	private *begin(): Generator<FileItem> {
		yield* this.endStatement();
		this.statement = newStatement(++this.statements);
		this.statement.account = this.account;
		this.statement.number = this.number;
	}

	private *endStatement(): Generator<FileItem> {
		const { statement } = this;
		this.statement = null;
		if (statement === null) return;
		yield statementItem(statement);
		if (statement.closing === null)
			yield {
				what: "note",
				kind: "warning",
				line: 0,
				text: "",
				sentence: `The statement ${statement.number || statement.account} has no closing balance: the file may be cut off. Download it again.`,
			};
	}

	private *endEntry(batch: LineBatch): Generator<FileItem> {
		const { entry } = this;
		this.entry = null;
		if (entry === null) return;
		const span = { start: entry.start, end: entry.end };
		const text = batch.piece(span);
		if (isExpected(text)) {
			yield note("pending", entry, "Announced by the bank, not booked yet (EC or ED).");
			return;
		}
		if (this.statement === null) yield* this.begin();
		const { group = "0", account = "", opening = null } = this.statement ?? {};
		const context = { account, currency: opening?.currency ?? "" };
		yield this.name({ text, span: batch.asInFile ? span : null, group, context });
	}
}

const note = (kind: FileNote["kind"], field: Field, sentence: string): FileNote => ({
	what: "note",
	kind,
	line: field.line,
	text: field.content.slice(0, 200),
	sentence,
});

async function* open(source: FileSource): AsyncGenerator<FileItem> {
	const reader = new Reader();
	let last: LineBatch | null = null;
	for await (const batch of lineBatches(source, () => reader.heldFrom())) {
		for (const line of batch.lines) yield* reader.take(line, batch);
		last = batch;
	}
	if (last !== null) yield* reader.end(last);
	if (!reader.sawOpening)
		throw new TieoutError(
			"FILE_NOT_A_STATEMENT",
			"The file has no opening balance (field 60), so it is no MT940 statement. An MT942 is a report of the day and is not read: ask the bank for MT940.",
		);
}

function detect(head: FileHead) {
	const tags = new Set([...head.text.matchAll(/^\s?:(\d{2}[A-Z]?):/gm)].map(([, tag]) => tag));
	if (!tags.has("20") || !tags.has("25")) return null;
	const opening = tags.has("60F") || tags.has("60M");
	const why = [
		`The lines begin with SWIFT's fields ${[...tags]
			.slice(0, 6)
			.map((tag) => `:${tag}:`)
			.join(" ")}.`,
	];
	if (opening) why.push("It states an opening balance, as an MT940 does.");
	return { confidence: opening ? 0.98 : 0.6, why, settings: { format: "mt940" } as const };
}

const toRows = rowsOf(readEntry);

export const mt940: FileFormat<Mt940Settings> = {
	id: "mt940",
	title: "MT940",
	reads: [
		"SWIFT MT940 with or without the {1:…}{4:…-} wrapper, any number of statements and accounts in a file, pages chained by :60M:/:62M:.",
		"Reversals (RC, RD), German ?20–?63 fields with SEPA keywords, Dutch slash codes, Polish tildes, plain text; the 30th of February; entry dates over New Year.",
		"Opening + movements = closing for every statement.",
	],
	refuses: [
		"MT942 (report of the day): it has no balances.",
		"A line whose amount, date or mark can't be read goes to quarantine; the others are imported.",
	],
	settingsOf: (stored) => ((stored as { format?: unknown } | null)?.format === "mt940" ? { format: "mt940" } : null),
	detect,
	kind: () => "bank_line",
	open: (source) => open(source),
	read: (record, _settings, { fileId }) => toRows(record, fileId),
};

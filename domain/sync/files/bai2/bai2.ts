// BAI2, the cash management file of North American banks: groups of a day, accounts with their balances, details without a sign,
// and trailers whose sums and counts are held against what was read.
//
//   01 ▸ (02 group ▸ (03 account ▸ 16 detail* ▸ 49)* ▸ 98)* ▸ 99
import { TieoutError } from "../../../core/errors.ts";
import { readOrRefuse } from "../../record-reader.ts";
import { noStatement, recordNamer, rowsOf } from "../bank/bank-record.ts";
import { type LineBatch, lineBatches } from "../bank/lines.ts";
import type { FileFormat, FileHead, FileItem, FileNote, FileSource } from "../format.ts";
import { baiAmount, baiDate, readDetail } from "./detail.ts";
import { type Bai2Record, fundsFields, RecordJoiner } from "./records.ts";

export interface Bai2Settings {
	readonly format: "bai2";
}

interface Account {
	readonly group: string;
	readonly account: string;
	readonly currency: string;
	opening: bigint | null;
	closing: bigint | null;
	/** Algebraic sum of all amounts and count of records, as 49 states them. */
	sum: bigint;
	records: number;
}

interface Group {
	readonly status: string;
	readonly date: string;
	readonly currency: string;
}

const note = (kind: FileNote["kind"], record: Bai2Record, sentence: string): FileNote => ({
	what: "note",
	kind,
	line: record.line,
	text: `${record.type},${record.body}`.slice(0, 200),
	sentence,
});

const amountOr = (text: string): bigint | null => {
	const read = readOrRefuse("", () => baiAmount(text));
	return read.ok ? read.value : null;
};

/** Type code, amount, count and funds of a 03, as often as they come. */
function summaries(fields: readonly string[]): { readonly type: string; readonly amount: bigint | null }[] {
	const found: { type: string; amount: bigint | null }[] = [];
	for (let at = 2; at < fields.length; ) {
		const type = (fields[at] ?? "").trim();
		if (type === "" && at + 1 >= fields.length) break;
		found.push({ type, amount: amountOr(fields[at + 1] ?? "") });
		at += 3 + fundsFields(fields, at + 3);
	}
	return found;
}

class Reader {
	private readonly name = recordNamer(readDetail);
	private groups = 0;
	private group: Group | null = null;
	private account: Account | null = null;
	sawFile = false;
	sawEnd = false;

	*take(record: Bai2Record, batch: LineBatch): Generator<FileItem> {
		const fields = record.body.split(",");
		if (this.account !== null) this.account.records += record.count;
		switch (record.type) {
			case "01":
				this.sawFile = true;
				return;
			case "02":
				yield* this.beginGroup(record, fields);
				return;
			case "03":
				this.beginAccount(record, fields);
				return;
			case "16":
				yield* this.detail(record, fields, batch);
				return;
			case "49":
				yield* this.endAccount(record, fields);
				return;
			case "99":
				this.sawEnd = true;
				return;
			default:
		}
	}

	private *beginGroup(record: Bai2Record, fields: readonly string[]): Generator<FileItem> {
		this.group = { status: (fields[2] ?? "").trim(), date: (fields[3] ?? "").trim(), currency: (fields[5] ?? "").trim() };
		const { status } = this.group;
		if (status === "2" || status === "4")
			yield note(
				"information",
				record,
				status === "2" ? "The bank withdraws this group; its lines are not imported." : "A test group; its lines are not imported.",
			);
		if (status === "3")
			yield note("correction", record, "The bank sends this day again, corrected: lines that were imported before keep their names.");
	}

	private beginAccount(record: Bai2Record, fields: readonly string[]): void {
		const amounts = summaries(fields);
		const of = (type: string): bigint | null => amounts.find((each) => each.type === type)?.amount ?? null;
		this.account = {
			group: String(++this.groups),
			account: (fields[0] ?? "").trim(),
			// The standard's default is the group's currency, and that of a group is USD.
			currency: (fields[1] ?? "").trim() || this.group?.currency || "USD",
			opening: of("010"),
			closing: of("015"),
			sum: amounts.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n),
			records: record.count,
		};
	}

	private *detail(record: Bai2Record, fields: readonly string[], batch: LineBatch): Generator<FileItem> {
		const { account, group } = this;
		if (account !== null) account.sum += amountOr(fields[1] ?? "") ?? 0n;
		if (group?.status === "2" || group?.status === "4") return;
		const type = (fields[0] ?? "").trim();
		if (type === "890") {
			yield note("information", record, "Text of the bank without an amount.");
			return;
		}
		const span = { start: record.span.start, end: record.span.end };
		const context = { account: account?.account ?? "", currency: account?.currency ?? group?.currency ?? "USD", date: group?.date ?? "" };
		yield this.name({ text: batch.piece(span), span: batch.asInFile ? span : null, group: account?.group ?? "0", context });
	}

	private *endAccount(record: Bai2Record, fields: readonly string[]): Generator<FileItem> {
		const { account, group } = this;
		this.account = null;
		if (account === null) return;
		const sum = amountOr(fields[0] ?? "");
		const count = Number(fields[1] ?? "");
		if (sum !== null && sum !== account.sum)
			yield note(
				"warning",
				record,
				`The account's trailer says ${sum}, its amounts add up to ${account.sum} (in the smallest unit): part of the file may be missing. Download it again.`,
			);
		else if (count > 0 && count !== account.records)
			yield note(
				"warning",
				record,
				`The account's trailer counts ${count} records, the file has ${account.records}: part of it may be missing. Download it again.`,
			);
		if (group?.status === "2" || group?.status === "4") return;
		const date = baiDate(group?.date ?? "");
		yield {
			...noStatement,
			group: account.group,
			account: account.account,
			currency: account.currency,
			openingMinor: account.opening,
			openingDate: date,
			closingMinor: account.closing,
			closingDate: date,
		};
	}
}

async function* open(source: FileSource): AsyncGenerator<FileItem> {
	const joiner = new RecordJoiner();
	const reader = new Reader();
	let last: LineBatch | null = null;
	for await (const batch of lineBatches(source, () => joiner.heldFrom())) {
		for (const line of batch.lines) for (const record of joiner.take(line)) yield* reader.take(record, batch);
		last = batch;
	}
	if (last !== null) for (const record of joiner.end()) yield* reader.take(record, last);
	if (!reader.sawFile)
		throw new TieoutError("FILE_BROKEN", "The file does not begin with a BAI2 header (01). Download it from the bank again.");
	if (!reader.sawEnd)
		throw new TieoutError("FILE_CUT", "The file has no trailer (99): the download or upload was cut off. Download it from the bank again.");
}

function detect(head: FileHead) {
	const first = head.text.trimStart();
	if (!/^01,[^,\n]*,[^,\n]*,\d{6},\d{0,4},/.test(first)) return null;
	const group = /(?:^|[\n/])\s*02,/.test(first);
	return {
		confidence: group ? 0.98 : 0.8,
		why: ["It begins with a BAI2 file header (01,sender,receiver,date,time).", ...(group ? ["A group header (02) follows."] : [])],
		settings: { format: "bai2" } as const,
	};
}

const toRows = rowsOf(readDetail);

export const bai2: FileFormat<Bai2Settings> = {
	id: "bai2",
	title: "BAI2",
	reads: [
		"BAI2 with any number of groups and accounts; continuations (88, bare lines), several records on a line, all funds types.",
		"Direction by type code: 100–399 in, 400–699 out; amounts in the smallest unit of the account's currency.",
		"Opening ledger (010) + details = closing ledger (015), and the account trailers' sums and counts.",
	],
	refuses: [
		"Type codes that don't say a direction (700 and up): to quarantine.",
		"Groups that the bank withdraws (status 2) or tests (4): said and left out.",
		"A file without its trailer (99): it was cut off.",
	],
	settingsOf: (stored) => ((stored as { format?: unknown } | null)?.format === "bai2" ? { format: "bai2" } : null),
	detect,
	kind: () => "bank_line",
	open: (source) => open(source),
	read: (record, _settings, { fileId }) => toRows(record, fileId),
};

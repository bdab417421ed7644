// One XML document of camt.053 as it streams by: statements' own fields as a small tree, entries as pieces of the file. Characters
// are bytes here (../bank/byte-text.ts), so a tag's place in the text is its place in the file.
import type { SaxesParser } from "saxes";
import { TieoutError } from "../../../core/errors.ts";
import type { recordNamer } from "../bank/bank-record.ts";
import { ByteText, maxRecordBytes, tooLong } from "../bank/byte-text.ts";
import type { FileItem } from "../format.ts";
import { statusOf } from "./entry.ts";
import { accountOf, currencyOfStatement, statementItem } from "./statement.ts";
import { brokenXml, documentTypeRefused, localName, maxDepth, strictParser, tooDeep, type XmlNode, xmlTree } from "./xml.ts";

/** Shared by all documents of an archive, so that records and statements are numbered through. */
export interface Numbering {
	readonly name: ReturnType<typeof recordNamer>;
	statements: number;
}

const sentences: Readonly<Record<string, string>> = {
	PDNG: "Pending: the bank has not booked it yet.",
	FUTR: "Announced for a later day: the bank has not booked it yet.",
	INFO: "Information only: it moves no money.",
};

const kinds: Readonly<Record<string, string>> = { "052": "the report of a day (camt.052)", "054": "a list of notifications (camt.054)" };

const notAStatement = (kind: string): TieoutError =>
	new TieoutError(
		"FILE_NOT_A_STATEMENT",
		`The file is ${kinds[kind] ?? "no statement"}: it has no balances to prove. Ask the bank for camt.053, the end-of-day statement.`,
	);

const pieceBytes = 65_536;

export class DocumentReader {
	private readonly numbering: Numbering;
	/** Where the text begins in the file; null: its records have no place there. */
	private readonly fileStart: number | null;
	private readonly window = new ByteText();
	private readonly parser: SaxesParser;
	private readonly items: FileItem[] = [];
	private readonly path: string[] = [];
	/** The statement that is open, its entries left out. */
	private statement: XmlNode | null = null;
	private group = "";
	private readonly nodes: XmlNode[] = [];
	private entryStart: number | null = null;
	private entryLine = 0;
	private sawStatements = false;
	/** Position of the last tag: a text that never ends is noticed. */
	private lastTag = 0;

	constructor(numbering: Numbering, fileStart: number | null) {
		this.numbering = numbering;
		this.fileStart = fileStart;
		this.parser = strictParser();
		this.parser.on("opentagstart", ({ name }) => this.begins(localName(name)));
		this.parser.on("opentag", ({ attributes }) => this.opens(attributes as Record<string, string>));
		this.parser.on("closetag", ({ name }) => this.closes(localName(name)));
		this.parser.on("text", (text) => this.texts(text));
		this.parser.on("cdata", (text) => this.texts(text));
	}

	async *read(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FileItem> {
		let prolog = "";
		for await (const chunk of chunks)
			for (let at = 0; at < chunk.length; at += pieceBytes) {
				const from = this.window.text.length;
				this.window.append(chunk.subarray(at, at + pieceBytes));
				const text = this.window.text.slice(from);
				// The parser holds a document type until its end; it is refused at its beginning.
				if (this.path.length === 0 && !this.sawStatements) {
					prolog = (prolog + text).slice(0, 4_000_000);
					if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(prolog)) throw documentTypeRefused();
				}
				this.parser.write(text);
				yield* this.items.splice(0);
				if (this.parser.position - this.lastTag > maxRecordBytes) throw tooLong("A text of the file");
				if (this.entryStart !== null && this.parser.position - this.entryStart > maxRecordBytes) throw tooLong("An entry of the statement");
				// The last tag's own beginning may still be asked for.
				this.window.dropTo(this.entryStart ?? Math.max(0, this.lastTag - 1000));
			}
		if (this.parser.position === 0) throw brokenXml("");
		this.parser.close();
		yield* this.items.splice(0);
		if (!this.sawStatements) throw notAStatement("");
	}

	private begins(name: string): void {
		this.path.push(name);
		if (this.path.length > maxDepth) throw tooDeep(this.parser.line);
		if (name === "BkToCstmrStmt") this.sawStatements = true;
		if (name === "BkToCstmrAcctRpt") throw notAStatement("052");
		if (name === "BkToCstmrDbtCdtNtfctn") throw notAStatement("054");
		if (name === "Ntry" && this.path.at(-2) === "Stmt") {
			this.entryStart = this.window.base + this.window.text.lastIndexOf("<", this.parser.position - 1 - this.window.base);
			this.entryLine = this.parser.line;
		}
	}

	private opens(attributes: Record<string, string>): void {
		this.lastTag = this.parser.position;
		if (this.entryStart !== null) return;
		const name = this.path.at(-1) ?? "";
		const node: XmlNode = { name, attributes, children: [], text: "" };
		if (name === "Stmt" && this.path.at(-2) === "BkToCstmrStmt") {
			this.statement = node;
			this.group = String(++this.numbering.statements);
			this.nodes.length = 0;
		} else if (this.statement !== null) this.nodes.at(-1)?.children.push(node);
		if (this.statement !== null) this.nodes.push(node);
	}

	private texts(text: string): void {
		const node = this.nodes.at(-1);
		if (this.entryStart === null && node !== undefined) node.text += text;
	}

	private closes(name: string): void {
		this.lastTag = this.parser.position;
		if (this.entryStart !== null) {
			if (name === "Ntry" && this.path.at(-2) === "Stmt") this.endEntry();
		} else if (this.statement !== null) {
			this.nodes.pop();
			if (name === "Stmt" && this.nodes.length === 0) {
				this.items.push(statementItem(this.statement, this.group));
				this.statement = null;
			}
		}
		this.path.pop();
	}

	private endEntry(): void {
		const start = this.entryStart ?? 0;
		const end = this.parser.position;
		this.entryStart = null;
		const text = this.window.piece({ start, end });
		const status = statusOf(xmlTree(text));
		if (status !== "" && status !== "BOOK") {
			const kind = status === "INFO" ? "information" : "pending";
			const sentence = sentences[status] ?? `The bank's status is ${status.slice(0, 20)}: it is not booked.`;
			this.items.push({ what: "note", kind, line: this.entryLine, text: text.slice(0, 200), sentence });
			return;
		}
		const statement = this.statement ?? { name: "", attributes: {}, children: [], text: "" };
		const span = this.fileStart === null ? null : { start: start + this.fileStart, end: end + this.fileStart };
		const context = { account: accountOf(statement), currency: currencyOfStatement(statement) };
		this.items.push(this.numbering.name({ text, span, group: this.group, context }));
	}
}

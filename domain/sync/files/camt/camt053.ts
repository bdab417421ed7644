// camt.053, the ISO 20022 statement, any version, as XML or as the ZIP of XMLs in which German banks deliver it. Read as a stream:
// one entry is held at a time, and each is kept with the bytes it was cut from.
//
//   Document ▸ BkToCstmrStmt ▸ (Stmt ▸ Id, Acct, Bal* ▸ Ntry* )*
import { recordNamer, rowsOf } from "../bank/bank-record.ts";
import { textBytes } from "../bank/byte-text.ts";
import type { FileFormat, FileHead, FileItem, FileSource } from "../format.ts";
import { xmlFilesOf } from "./archive.ts";
import { readEntry } from "./entry.ts";
import { DocumentReader } from "./document.ts";

export interface CamtSettings {
	readonly format: "camt053";
}

async function* open(source: FileSource): AsyncGenerator<FileItem> {
	const name = recordNamer(readEntry);
	const reader = { name, statements: 0 };
	const archive = await xmlFilesOf(source);
	if (archive === null) {
		const { asInFile, start, chunks } = await textBytes(source);
		yield* new DocumentReader(reader, asInFile ? start : null).read(chunks);
		return;
	}
	for (const { name: file, bytes } of archive) {
		yield { what: "note", kind: "heading", line: 0, text: file, sentence: `From the archive: ${file}.` };
		yield* new DocumentReader(reader, null).read(bytes());
	}
}

function detect(head: FileHead) {
	const version = /camt\.05([234])\.001\.(\d\d)/.exec(head.text);
	const root = /<(?:\w+:)?BkToCstmr(Stmt|AcctRpt|DbtCdtNtfctn)\b/.exec(head.text);
	const settings = { format: "camt053" } as const;
	if (version !== null || root !== null) {
		const what = version === null ? "its root element" : `its namespace camt.05${version[1]}.001.${version[2]}`;
		return { confidence: root === null ? 0.8 : 0.99, why: [`It is ISO 20022 by ${what}.`], settings };
	}
	if (head.text.startsWith("PK\u0003\u0004") && /camt[._]?05[234]|05[234].{0,40}\.xml/i.test(head.text.slice(0, 400)))
		return { confidence: 0.85, why: ["It is a ZIP whose first file is named like a camt statement."], settings };
	if (
		head.text.startsWith("PK\u0003\u0004") &&
		/^[^\0]{0,200}\.xml/i.test(head.text.slice(30, 300)) &&
		!/\[Content_Types\]|_rels\/|xl\//.test(head.text)
	)
		return { confidence: 0.6, why: ["It is a ZIP of XML files, as banks deliver camt.053."], settings };
	return null;
}

const toRows = rowsOf(readEntry);

export const camt053: FileFormat<CamtSettings> = {
	id: "camt053",
	title: "CAMT.053",
	reads: [
		"ISO 20022 camt.053, versions .02 to .08 and later, any namespace prefix; also a ZIP of such files.",
		"One line per booked entry (Ntry), whatever its details say: batches, foreign amounts and missing detail amounts never change it.",
		"OPBD or PRCD + entries = CLBD for every statement, intermediate balances of pages, and the sums of TxsSummry.",
	],
	refuses: [
		"Entries that are pending, announced or information (PDNG, FUTR, INFO): carried apart, not imported.",
		"camt.052 and camt.054: they are no statements.",
		"A document type (DTD), an entity of its own, a ZIP that unpacks beyond its limits or names files outside of it.",
	],
	settingsOf: (stored) => ((stored as { format?: unknown } | null)?.format === "camt053" ? { format: "camt053" } : null),
	detect,
	kind: () => "bank_line",
	open: (source) => open(source),
	read: (record, _settings, { fileId }) => toRows(record, fileId),
};

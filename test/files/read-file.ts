// Reads a file of a test through a format as an import does: what became of every line, and whether the balances tie.
import type { CanonicalRow, Refused } from "../../domain/sync/canonical.ts";
import type { FileFormat, FileHead, FileItem, FileNote, FileRecord, FileSource, FileStatement } from "../../domain/sync/files/format.ts";
import { headBytes } from "../../domain/sync/files/format.ts";
import { addToSums, noSums, proveStatement, type StatementProof, type StatementSums } from "../../domain/sync/files/prove-statement.ts";

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A file in memory that hands its bytes out in small pieces, so that every border falls somewhere. */
export function sourceOf(content: string | Uint8Array, name = "file", pieceBytes = 97): FileSource {
	const bytes = typeof content === "string" ? encode(content) : content;
	return {
		name,
		sizeBytes: bytes.length,
		async *bytes({ start, end } = { start: 0 }) {
			const part = bytes.subarray(start, end);
			for (let at = 0; at < part.length; at += pieceBytes) yield part.subarray(at, at + pieceBytes);
		},
	};
}

export function headOf(content: string | Uint8Array, name = "file"): FileHead {
	const bytes = (typeof content === "string" ? encode(content) : content).subarray(0, headBytes);
	return { name, sizeBytes: bytes.length, bytes, text: new TextDecoder("windows-1252").decode(bytes) };
}

export interface ReadFile {
	readonly items: readonly FileItem[];
	readonly records: readonly FileRecord[];
	readonly notes: readonly FileNote[];
	readonly statements: readonly FileStatement[];
	readonly rows: readonly CanonicalRow[];
	readonly refused: readonly Refused[];
	readonly proofs: readonly StatementProof[];
}

export async function readFile(
	format: FileFormat,
	content: string | Uint8Array,
	settings?: { readonly format: string },
	pieceBytes?: number,
): Promise<ReadFile> {
	const source = sourceOf(content, "file", pieceBytes);
	const detected = settings ?? format.detect(headOf(content))?.settings ?? { format: format.id };
	const used = settings === undefined && format.settle !== undefined ? (await format.settle(source, detected)).settings : detected;
	const items: FileItem[] = [];
	const rows: CanonicalRow[] = [];
	const refused: Refused[] = [];
	const sums = new Map<string, StatementSums>();
	for await (const item of format.open(source, used)) {
		items.push(item);
		if (item.what !== "record") continue;
		const read = format.read(item, used, { zone: "UTC", fileId: "file-1" });
		if (!read.ok) refused.push(read.error);
		else
			for (const row of read.value) {
				rows.push(row);
				sums.set(item.group, addToSums(sums.get(item.group) ?? noSums, row.amountMinor));
			}
	}
	const of = <W extends FileItem["what"]>(what: W) => items.filter((item): item is Extract<FileItem, { what: W }> => item.what === what);
	const statements = of("statement");
	return {
		items,
		records: of("record"),
		notes: of("note"),
		statements,
		rows,
		refused,
		proofs: statements.map((statement) => proveStatement(statement, sums.get(statement.group) ?? noSums)),
	};
}

/** A row as "2026-10-02 -12.34 EUR reference | description". */
export const shown = (row: CanonicalRow): string =>
	`${row.ledgerDate} ${row.amountMinor} ${row.currency} ${row.reference} | ${row.description}`;

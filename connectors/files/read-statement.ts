// The records of an uploaded statement: what the stream pages through, and what a test can transform without a database.
import type { SourceRecord } from "../connector.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { StatementMapping } from "../../domain/sync/statement/mapping.ts";
import { readStatement, type StatementEntry } from "../../domain/sync/statement/read-statement.ts";

/** @throws TieoutError CSV_BROKEN or CSV_EMPTY with what is wrong with the file */
export function statementEntries(bytes: Uint8Array, mapping: StatementMapping, fileId: string): readonly StatementEntry[] {
	const entries = readStatement(bytes, mapping);
	if (entries.ok) return entries.value;
	throw new TieoutError(entries.error.code, `${entries.error.reason} Save it as CSV again and upload that.`, { fileId });
}

export function statementRecords(
	bytes: Uint8Array,
	mapping: StatementMapping,
	fileId = "file",
): { readonly records: readonly SourceRecord[]; readonly config: Readonly<Record<string, unknown>> } {
	const records = statementEntries(bytes, mapping, fileId).map(({ naturalKey, index, text }) => ({ naturalKey, index, text }));
	return { records, config: { fileId, mapping } };
}

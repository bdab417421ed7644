// A statement's row to its bank line: pure over (row text, mapping), versioned. Rows of opening and closing balance give no line.
import type { SourceRecord } from "../connector.ts";
import { ok, type Result } from "../../domain/core/result.ts";
import type { CanonicalRow, Refused } from "../../domain/sync/canonical.ts";
import { readOrRefuse, refuse } from "../../domain/sync/record-reader.ts";
import { parseRow } from "../../domain/sync/statement/csv.ts";
import type { StatementMapping } from "../../domain/sync/statement/mapping.ts";
import { readStatementLine } from "../../domain/sync/statement/statement-line.ts";

/** Raised with every change of meaning in this file. */
export const filesTransformVersion = 1;

/** What a page of a statement is transformed with: the file it came from and the mapping a person confirmed. */
export interface FilesConfig {
	readonly fileId: string;
	readonly mapping: StatementMapping;
}

/** `bank_lines` → one `bank_line` row, or none for a balance row. */
export function transformBankLine(
	record: SourceRecord,
	_zone: string,
	config: Readonly<Record<string, unknown>>,
): Result<readonly CanonicalRow[], Refused> {
	const { fileId, mapping } = config as unknown as FilesConfig;
	const cells = parseRow(record.text, mapping.delimiter);
	const line = readOrRefuse(record.naturalKey, () =>
		readStatementLine(cells ?? refuse("CSV_BROKEN", "The row is not readable CSV."), mapping),
	);
	if (!line.ok) return line;
	const value = line.value;
	if (value.kind !== "movement") return ok([]);
	return ok([
		{
			kind: "bank_line",
			naturalKey: record.naturalKey,
			ledgerDate: value.date,
			dateKind: "ledger_date",
			occurredAt: null,
			currency: value.currency,
			amountMinor: value.minor,
			feeMinor: 0n,
			netMinor: value.minor,
			category: "",
			status: "",
			reference: value.reference,
			groupKey: fileId,
			groupReference: "",
			relatedKey: "",
			document: "",
			documentKind: "",
			account: value.account,
			description: value.description,
		},
	]);
}

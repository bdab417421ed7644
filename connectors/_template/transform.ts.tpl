// __Title__ records to canonical rows: pure, exact, versioned. What can't be read is refused with a reason, never guessed.
import type { SourceRecord } from "../connector.ts";
import { exponentOf } from "../../domain/core/currency.ts";
import { isLedgerDate } from "../../domain/core/dates.ts";
import { minorFromDecimal } from "../../domain/core/money.ts";
import type { Result } from "../../domain/core/result.ts";
import type { CanonicalRow, Refused } from "../../domain/sync/canonical.ts";
import { readRecord, refuse } from "../../domain/sync/record-reader.ts";

/** Raised with every change of meaning in this file. */
export const __vendor__TransformVersion = 1;

/** `entries` → one `balance_entry` row. */
export function transformEntry(record: SourceRecord): Result<readonly CanonicalRow[], Refused> {
	return readRecord(record, (fields) => {
		const currency = fields.currency("currency");
		const ledgerDate = fields.text("date");
		if (!isLedgerDate(ledgerDate)) refuse("DATE_UNREADABLE", `"${ledgerDate}" is not a calendar date.`);
		const minor = (name: string): bigint => {
			const amount = minorFromDecimal(fields.numberText(name), exponentOf(currency, ledgerDate));
			return amount.ok ? amount.value : refuse(amount.error.code, `The field "${name}" is not an amount in ${currency}.`);
		};
		const amountMinor = minor("amount");
		const feeMinor = minor("fee");
		return [
			{
				kind: "balance_entry",
				naturalKey: fields.text("id"),
				ledgerDate,
				dateKind: "value_date",
				occurredAt: null,
				currency,
				amountMinor,
				feeMinor,
				netMinor: amountMinor - feeMinor,
				category: fields.text("category"),
				status: fields.optionalText("status"),
				reference: fields.optionalText("source") || fields.text("id"),
				groupKey: "",
				groupReference: "",
				relatedKey: "",
				document: "",
				documentKind: fields.optionalText("type"),
				account: "",
				description: fields.optionalText("description"),
			},
		];
	});
}

// NetSuite posting lines to canonical rows: pure, exact, versioned. NetSuite signs debits positive; a canonical line is positive
// when it adds to the company's money, so item lines change sign and lines on the bank or clearing side keep theirs.
import type { SourceRecord } from "../connector.ts";
import { exponentOf } from "../../domain/core/currency.ts";
import { isLedgerDate } from "../../domain/core/dates.ts";
import { minorFromDecimal } from "../../domain/core/money.ts";
import type { Result } from "../../domain/core/result.ts";
import type { CanonicalRow, Refused } from "../../domain/sync/canonical.ts";
import { readRecord, refuse } from "../../domain/sync/record-reader.ts";

/** Raised with every change of meaning in this file. */
export const netsuiteTransformVersion = 1;

const bankSide = new Set(["bank", "payout_return"]);

/** What one posting line is: the main line and the clearing line are the transaction's money side. */
export const lineCategory = (mainLine: boolean, category: string): string => category || (mainLine ? "bank" : "");

/** +1n where NetSuite's debit is what the company gained, −1n where the line is the other side of it. */
export const lineSign = (mainLine: boolean, category: string): 1n | -1n => (mainLine || bankSide.has(category) ? 1n : -1n);

export const ledgerLineKey = (transaction: string, line: string): string => `${transaction}:${line}`;

/** `ledger_lines` → one `ledger_line` row. */
export function transformLedgerLine(record: SourceRecord): Result<readonly CanonicalRow[], Refused> {
	return readRecord(record, (fields) => {
		const transaction = fields.numberText("transaction");
		const currency = fields.currency("currency");
		const ledgerDate = fields.text("trandate");
		if (!isLedgerDate(ledgerDate)) refuse("DATE_UNREADABLE", `"${ledgerDate}" is not a calendar date.`);
		const amountText = fields.numberText("foreignamount");
		const amount = minorFromDecimal(amountText, exponentOf(currency, ledgerDate));
		if (!amount.ok)
			return refuse(
				amount.error.code,
				amount.error.code === "TOO_MANY_DECIMALS"
					? `${amountText} has more decimals than ${currency} has.`
					: `"${amountText.slice(0, 40)}" is not an amount.`,
			);
		const mainLine = fields.optionalText("mainline").toUpperCase() === "T";
		const category = lineCategory(mainLine, fields.optionalText("custcol_stripe_category"));
		const amountMinor = amount.value * lineSign(mainLine, category);
		const memo = fields.optionalText("memo");
		return [
			{
				kind: "ledger_line",
				naturalKey: ledgerLineKey(transaction, fields.numberText("line")),
				ledgerDate,
				dateKind: "ledger_date",
				occurredAt: null,
				currency,
				amountMinor,
				feeMinor: 0n,
				netMinor: amountMinor,
				category,
				status: "",
				reference: fields.optionalText("custcol_stripe_id"),
				groupKey: transaction,
				groupReference: fields.optionalText("custbody_stripe_payout"),
				relatedKey: "",
				document: fields.optionalText("tranid"),
				documentKind: fields.text("type").toLowerCase(),
				account: fields.optionalText("acctnumber"),
				description: mainLine ? fields.optionalText("header_memo") || memo : memo,
			},
		];
	});
}

/** `deleted_records` → no row: it only ends others. One that doesn't say what was deleted, or when, is refused. */
export function transformDeletedRecord(record: SourceRecord): Result<readonly CanonicalRow[], Refused> {
	return readRecord(record, (fields) => {
		fields.numberText("recordid");
		fields.text("type");
		fields.text("deleteddate");
		return [];
	});
}

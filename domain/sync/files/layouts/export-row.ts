// The canonical row of an export that is no bank statement, with the fields an export seldom has filled in as nothing.
import type { LedgerDate } from "../../../core/dates.ts";
import type { CanonicalRow } from "../../canonical.ts";
import { refuse } from "../../record-reader.ts";
import type { Layout } from "../layout.ts";
import type { RowFields } from "../row-fields.ts";

type Given = Pick<CanonicalRow, "kind" | "naturalKey" | "ledgerDate" | "currency" | "amountMinor"> & Partial<CanonicalRow>;

export function exportRow(given: Given): CanonicalRow {
	const feeMinor = given.feeMinor ?? 0n;
	return {
		dateKind: "ledger_date",
		occurredAt: null,
		feeMinor,
		netMinor: given.amountMinor - feeMinor,
		category: "",
		status: "",
		reference: "",
		groupKey: "",
		groupReference: "",
		relatedKey: "",
		document: "",
		documentKind: "",
		account: "",
		description: "",
		...given,
	};
}

export interface Amounts {
	readonly amountMinor: bigint;
	readonly feeMinor: bigint;
	readonly netMinor: bigint;
}

/** Gross, fee and net, where the file's net must be gross less fee. A file that writes fees as negative has `feeSign` −1. */
export function grossFeeNet(row: RowFields, currency: string, on: LedgerDate, feeSign: 1n | -1n = 1n): Amounts {
	const amountMinor = row.amount("amount", currency, on);
	const feeMinor = feeSign * row.amountOrZero("fee", currency, on);
	const netMinor = row.has("net") ? row.amount("net", currency, on) : amountMinor - feeMinor;
	if (netMinor !== amountMinor - feeMinor)
		refuse(
			"NET_DIFFERS",
			`Its net is not its amount less its fee (${row.text("net")} against ${row.text("amount")} and ${row.text("fee")}).`,
		);
	return { amountMinor, feeMinor, netMinor };
}

/** What most exports that are no bank statements have in common. */
export const exportLayout = (
	parts: Pick<Layout, "id" | "title" | "issuer" | "kind" | "names" | "required" | "stem" | "read"> & Partial<Layout>,
): Layout => ({
	telling: [],
	never: [],
	shapes: {},
	byValues: null,
	headerless: null,
	dateOrder: null,
	decimalMark: null,
	currency: null,
	account: "",
	signs: "as_written",
	accountInName: null,
	classify: () => ({ kind: "record" }),
	notes: { reads: [], apart: [], refuses: [] },
	...parts,
});

/** A key that the vendor gives; the row is refused when it is blank. */
export const requiredId = (row: RowFields, field: "id" | "group" | "document", name: string): string =>
	row.text(field) || refuse("ID_MISSING", `The ${name} is blank, so the row can't be told from others.`);

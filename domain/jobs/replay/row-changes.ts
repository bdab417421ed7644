// Two versions of a canonical row beside each other: which fields differ, in words and in order of weight.

/** A canonical row as text, by field: what the database gives and what a person reads. */
export interface RowText {
	readonly ledgerDate: string;
	readonly occurredAt: string | null;
	readonly currency: string;
	readonly amountMinor: string;
	readonly feeMinor: string;
	readonly category: string;
	readonly status: string;
	readonly reference: string;
	readonly groupKey: string;
	readonly groupReference: string;
	readonly relatedKey: string;
	readonly document: string;
	readonly documentKind: string;
	readonly account: string;
	readonly description: string;
}

/** Every field with its name for people; a field that is missing here does not compile. */
export const fieldTitles: Readonly<Record<keyof RowText, string>> = {
	amountMinor: "amount",
	feeMinor: "fee",
	currency: "currency",
	ledgerDate: "ledger date",
	occurredAt: "time",
	category: "category",
	status: "status",
	reference: "reference",
	groupKey: "group",
	groupReference: "group reference",
	relatedKey: "related",
	document: "document",
	documentKind: "document kind",
	account: "account",
	description: "description",
};

const fields = Object.keys(fieldTitles) as (keyof RowText)[];

export interface FieldChange {
	readonly field: keyof RowText;
	readonly before: string;
	readonly after: string;
}

const sameInstant = (a: string | null, b: string | null): boolean =>
	a === b || (a !== null && b !== null && Date.parse(a) === Date.parse(b));

export function changesBetween(before: RowText, after: RowText): FieldChange[] {
	return fields.flatMap((field) => {
		const same = field === "occurredAt" ? sameInstant(before[field], after[field]) : before[field] === after[field];
		return same ? [] : [{ field, before: before[field] ?? "", after: after[field] ?? "" }];
	});
}

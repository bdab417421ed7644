// Masking: which columns of which record kinds a role doesn't see. A masked value is neither shown nor sorted, filtered or searched by:
// each of these would tell it bit by bit.
import { err, ok, type Result } from "../../core/result.ts";
import { type CanonicalKind, canonicalKinds } from "../../sync/canonical.ts";
import type { AppliesTo } from "./applies-to.ts";

/** What stands in the place of a masked value. */
export const masked = "•••";

/** What can be masked: what names people, accounts and documents. Ids of records, days, words of status and amounts are what ties. */
export const maskableFields = ["description", "reference", "groupReference", "relatedKey", "document", "account"] as const;
export type MaskableField = (typeof maskableFields)[number];

export const fieldNames: Readonly<Record<MaskableField, string>> = {
	description: "Description",
	reference: "Reference",
	groupReference: "Group reference",
	relatedKey: "Related id",
	document: "Document",
	account: "Account",
};

export const kindNames: Readonly<Record<CanonicalKind, string>> = {
	payout: "Payouts",
	payout_item: "Items of payouts",
	balance_entry: "Balance entries",
	ledger_line: "Ledger lines",
	bank_line: "Bank lines",
	order: "Orders",
};

/** "bank_line.description" */
export type MaskedColumn = `${CanonicalKind}.${MaskableField}`;

export const maskedColumns: readonly MaskedColumn[] = canonicalKinds.flatMap((kind) =>
	maskableFields.map((field): MaskedColumn => `${kind}.${field}`),
);

export interface MaskingContent extends AppliesTo {
	readonly columns: readonly MaskedColumn[];
}

/** What a person doesn't see; empty: everything is shown. */
export type Masks = ReadonlySet<MaskedColumn>;

export const noMasks: Masks = new Set();

/** Whether the field is masked for the kind; without one, for any kind. */
export const isMasked = (masks: Masks, field: MaskableField, kind?: CanonicalKind): boolean =>
	kind === undefined ? canonicalKinds.some((each) => masks.has(`${each}.${field}`)) : masks.has(`${kind}.${field}`);

export interface MaskedUse {
	readonly field: MaskableField;
	readonly kind: CanonicalKind | undefined;
	/** What was asked for. */
	readonly verb: "sorted" | "filtered";
}

export interface MaskRefusal {
	readonly code: "MASKED";
	readonly message: string;
}

/** Sorting and filtering by a masked column, in words. */
export function mayUse(masks: Masks, { field, kind, verb }: MaskedUse): Result<void, MaskRefusal> {
	if (!isMasked(masks, field, kind)) return ok(undefined);
	const of = kind === undefined ? "" : ` of ${kindNames[kind].toLowerCase()}`;
	return err({
		code: "MASKED",
		message: `${fieldNames[field]}${of} is masked for your role, so nothing can be ${verb} by it. Settings, Policies says why, and who can change it.`,
	});
}

export const sourcesClosedText =
	"What the source sent is closed to your role: it holds columns that a policy masks for you. Somebody who sees them can look it up.";

/** Why the answers and files of the sources stay closed: they hold every column as received. */
export const sourcesClosed = (masks: Masks): MaskRefusal | null =>
	masks.size === 0
		? null
		: {
				code: "MASKED",
				message: sourcesClosedText,
			};

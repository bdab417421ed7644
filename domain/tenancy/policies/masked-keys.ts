// Masked values inside keys: a vendor's own id stays, but where a file has none, a line is named by what it says (its account, reference,
// document), and that part is covered with the column. One list of forms, for the views (db/masking.ts) and for what isn't read from them.
import type { CanonicalKind } from "../../sync/canonical.ts";
import { isMasked, type MaskableField, masked, type Masks } from "./masking.ts";

export interface KeyForm {
	/** The columns whose values stand there: covered as soon as one of them is masked for the kind. */
	readonly carries: readonly MaskableField[];
	/** As JavaScript and PostgreSQL both read it, and what stays of the match. */
	readonly pattern: string;
	readonly instead: string;
}

const dayAndAmount = String.raw`:\d{4}-\d{2}-\d{2}:-?\d+:`;

// <account>:<day>:<minor>:<reference, or what is described>:<n> (statement/bank-line-key.ts, layouts/ledgers.ts)
export const saidInKeys: KeyForm = {
	carries: ["reference", "description"],
	pattern: `^(.*?${dayAndAmount}).+(:\\d+)$`,
	instead: `$1${masked}$2`,
};
const statementAccount: KeyForm = { carries: ["account"], pattern: `^.+(${dayAndAmount})`, instead: `${masked}$1` };
// <internal id>:<account>:<minor>:<n>
const transactionAccount: KeyForm = {
	carries: ["account"],
	pattern: `^(?!.*${dayAndAmount})([^:]+:).+(:-?\\d+:\\d+)$`,
	instead: `$1${masked}$2`,
};
export const accountInKeys: readonly KeyForm[] = [statementAccount, transactionAccount];

/** In this order. A kind that isn't here has keys of the vendors alone. */
export const keyForms: Readonly<Partial<Record<CanonicalKind, readonly KeyForm[]>>> = {
	bank_line: [saidInKeys, statementAccount],
	ledger_line: [saidInKeys, ...accountInKeys],
	// <payout>:<category>:<document>:<day>:<minor>:<currency>:<n>; a row without a reference has its document as one.
	payout_item: [
		{ carries: ["document", "reference"], pattern: `^([^:]*:[^:]*:).+(${dayAndAmount}[A-Z]{3}:\\d+)$`, instead: `$1${masked}$2` },
	],
	// A shop's order is called by its document's number; Stripe's charges have ids of their own.
	order: [{ carries: ["document"], pattern: "^(?!(?:ch|py|pi)_).+$", instead: masked }],
};

const expressions = new Map<string, RegExp>();

/** A key as somebody with these masks reads it. */
export function coveredKey(masks: Masks, kind: CanonicalKind, key: string): string {
	let covered = key;
	for (const { carries, pattern, instead } of keyForms[kind] ?? []) {
		if (!carries.some((field) => isMasked(masks, field, kind))) continue;
		const expression = expressions.get(pattern) ?? new RegExp(pattern, "s");
		expressions.set(pattern, expression);
		covered = covered.replace(expression, instead);
	}
	return covered;
}

/** Whether keys of the kind are covered. Nothing is chosen by a whole key then: what answers to a guess tells it. */
export const keysMasked = (masks: Masks, kind: CanonicalKind): boolean =>
	(keyForms[kind] ?? []).some(({ carries }) => carries.some((field) => isMasked(masks, field, kind)));

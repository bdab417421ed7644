// Under which line of a payout's proof an exception is shown.
import { lineCategoryOf } from "./components.ts";
import type { ExceptionType } from "./outcome.ts";
import type { Rules } from "./rules.ts";

export interface PlacedException {
	readonly type: ExceptionType;
	readonly leaf: string;
	/** Reporting category of Stripe's row, line category of the booked one. */
	readonly aCategory: string | null;
	readonly bCategory: string | null;
}

/** A line category, `payout` (the whole deposit) or `bank`. */
export function lineOfException({ type, leaf, aCategory, bCategory }: PlacedException, rules: Rules): string {
	if (type === "missing_in_bank" || type === "unexpected_in_bank") return "bank";
	if (leaf.endsWith(":fee")) return aCategory?.startsWith("dispute") === true ? "dispute_fee" : "fee";
	if (leaf.endsWith(":gross") && aCategory !== null) return lineCategoryOf(aCategory, rules);
	return aCategory === null && bCategory !== null && bCategory !== "bank" ? bCategory : "payout";
}

// The six kinds of canonical rows, and what their fields are called for each.
import type { CanonicalKind } from "../../../../domain/sync/canonical.ts";

export const kindTitles = {
	payout: "Payouts",
	balance_entry: "Balance entries",
	payout_item: "Payout items",
	ledger_line: "Ledger lines",
	bank_line: "Bank lines",
	order: "Orders",
} as const satisfies Readonly<Record<CanonicalKind, string>>;

export const kindNouns = {
	payout: "Payout",
	balance_entry: "Balance entry",
	payout_item: "Payout item",
	ledger_line: "Ledger line",
	bank_line: "Bank line",
	order: "Order",
} as const satisfies Readonly<Record<CanonicalKind, string>>;

export const kindSources = {
	payout: "Stripe, canonical",
	balance_entry: "Stripe balance transactions, canonical",
	payout_item: "what each payout consists of, canonical",
	ledger_line: "NetSuite deposits and journals, canonical",
	bank_line: "bank statement files, canonical",
	order: "orders and payments of export files, canonical",
} as const satisfies Readonly<Record<CanonicalKind, string>>;

export const explorerKinds = Object.keys(kindTitles) as readonly CanonicalKind[];

export const kindOf = (text: string | undefined): CanonicalKind => explorerKinds.find((kind) => kind === text) ?? "balance_entry";

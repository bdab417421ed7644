// Uploaded files: no vendor to ask, so nothing to fill in. A file's format decides which stream it belongs to.
import type { CanonicalKind } from "../canonical.ts";
import type { Vendor } from "./vendor.ts";

export const files = {
	title: "Bank statements",
	baseUrl: "",
	fields: [],
	streams: {
		bank_lines: { title: "Bank lines", kind: "bank_line", after: [] },
		balance_entries: { title: "Balance entries", kind: "balance_entry", after: [] },
		payouts: { title: "Payouts", kind: "payout", after: [] },
		payout_items: { title: "Payout items", kind: "payout_item", after: [] },
		ledger_lines: { title: "Ledger lines", kind: "ledger_line", after: [] },
		orders: { title: "Orders", kind: "order", after: [] },
	},
	page: { format: "csv", list: "" },
} as const satisfies Vendor;

export type FileStream = keyof (typeof files)["streams"];

/** The stream that a file's records belong to. */
export const streamOfKind: Readonly<Record<CanonicalKind, FileStream>> = {
	bank_line: "bank_lines",
	balance_entry: "balance_entries",
	payout: "payouts",
	payout_item: "payout_items",
	ledger_line: "ledger_lines",
	order: "orders",
};

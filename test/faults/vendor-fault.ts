// The faults that the sandbox's vendors make, as this plan's numbers have them.
import type { DataFault } from "../../sandbox/company/strike-data.ts";
import type { Fault } from "../../sandbox/core/faults.ts";
import type { PlannedFault } from "./fault-plan.ts";

const pick = <const T>(variant: number, choices: readonly [T, ...T[]]): T => choices[variant % choices.length] ?? choices[0];

/** What passes by itself: the job is expected to end as if nothing had been. Null for other kinds. */
export function passingFault(fault: PlannedFault): Fault | null {
	const { kind, vendor, times, skip, variant } = fault;
	const list = vendor === "stripe" ? "balance_transactions" : "suiteql";
	const counted = { vendor, times, skip, path: list };
	// A list of few pages has no third request.
	const paged = { vendor, times: 1, skip: vendor === "stripe" ? skip % 2 : 0, path: list };
	switch (kind) {
		case "rate limit, seconds":
			return { ...counted, kind: "rate_limit", retryAfterSeconds: 1 + (variant % 3) };
		case "timeout":
			return { ...counted, times: 1, kind: "timeout", seconds: 1 + variant };
		case "server error":
			return { ...counted, kind: "server_error", status: pick(variant, [500, 502, 503]) };
		case "slow body":
			return { ...counted, times: 1, kind: "slow_body", seconds: 1 + variant };
		case "cut connection":
			return { ...counted, kind: "cut" };
		case "malformed page":
			return { ...counted, kind: "malformed_page", how: pick(variant, ["html", "truncated", "wrong_shape"]) };
		case "duplicate page":
			return { ...paged, kind: "duplicate_page" };
		case "reordered page":
			return { ...paged, kind: "reordered_page" };
		default:
			return null;
	}
}

/** What holds until it is cleared: the job may end otherwise than green, but then says why. Null for other kinds. */
export function lastingFault({ kind, vendor, variant }: PlannedFault, record: string): Fault | null {
	switch (kind) {
		case "changed schema": {
			const change = pick(variant, ["added", "renamed", "type_changed"]);
			const stream = vendor === "stripe" ? "balance_transactions" : "transactionline";
			const renamed = vendor === "stripe" ? "reporting_category" : "custcol_stripe_category";
			const typed = vendor === "stripe" ? "amount" : "foreignamount";
			const field = change === "added" ? "settlement_region" : change === "renamed" ? renamed : typed;
			return { kind: "schema_change", vendor, change, stream, field, to: change === "renamed" ? `${field}_new` : "US" };
		}
		case "revoked credentials":
			return { kind: "revoked_token", vendor };
		case "clock skew":
			return { kind: "clock_skew", vendor, seconds: (variant % 2 === 0 ? 1 : -1) * (300 + variant * 700) };
		case "unreadable record":
			return { kind: "unparseable", vendor, record, how: pick(variant, ["text", "missing"]) };
		default:
			return null;
	}
}

/** What changes the vendor's data: the next sync is expected to have it. Null for other kinds. */
export function dataFault({ kind, vendor, variant }: PlannedFault): DataFault | null {
	switch (kind) {
		// Within the hours that each sync reads again: 48 of Stripe's, 24 of NetSuite's.
		case "late record":
			return { kind: "late_record", vendor, hours: vendor === "stripe" ? 1 + variant * 9 : 1 + variant * 4 };
		case "edited record":
			return vendor === "stripe"
				? { kind: "edited_record", vendor, how: "payout_failed" }
				: { kind: "edited_record", vendor, how: pick(variant, ["amount", "memo"]) };
		case "deleted record":
			return { kind: "deleted_record", vendor: "netsuite", how: pick(variant, ["line", "transaction"]), count: 1 };
		case "mass deletion":
			return { kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 5 };
		default:
			return null;
	}
}

// What POST /__control/faults asks for: a fault of the desk, a change of a company's data, or the end of NetSuite's access tokens.
import type { Tenants } from "../company/tenants.ts";
import type { DataFault } from "../company/strike-data.ts";
import { type Counted, type Fault, type FaultVendor, type SchemaFault, type UnreadableWay, unreadableWays } from "../core/faults.ts";
import { type Body, count, oneOf, text } from "./body.ts";
import { type FaultKindName, faultKinds } from "./fault-kinds.ts";

export type FaultRequest =
	| { readonly what: "fault"; readonly fault: Fault }
	| { readonly what: "data"; readonly fault: DataFault; readonly company: string }
	| { readonly what: "tokens" };

/** A record of the middle of the history, for a fault that names none. */
function someRecord(tenants: Tenants, slug: string, vendor: FaultVendor, stream: string): string {
	const { history, ledger } = tenants.company(slug);
	if (vendor === "netsuite") {
		const deposits = ledger.filter(({ role }) => role === "deposit");
		return `${deposits[Math.floor(deposits.length / 2)]?.id ?? 0}:1`;
	}
	const rows = stream === "payouts" ? history.payouts : history.charges.map(({ entry }) => entry);
	return rows[Math.floor(rows.length / 2)]?.id ?? "";
}

const streams = {
	stripe: ["balance_transactions", "payouts", "charges", "refunds", "disputes"],
	netsuite: ["transactionline", "transaction", "transactionaccountingline", "account", "currency"],
} as const;

/** A field that matters, for a change that names none. */
function fieldOf(vendor: FaultVendor, change: SchemaFault["change"], stream: string): string {
	if (change === "added") return "settlement_region";
	if (vendor === "stripe") return change === "type_changed" ? "amount" : stream === "payouts" ? "arrival_date" : "reporting_category";
	if (stream === "transaction") return change === "type_changed" ? "type" : "custbody_stripe_payout";
	return change === "type_changed" ? "foreignamount" : "custcol_stripe_category";
}

function schemaChange(body: Body, vendor: FaultVendor): SchemaFault {
	const change = oneOf(body, "change", ["added", "renamed", "type_changed"], "added");
	const [standard] = streams[vendor];
	const stream = oneOf<string>(body, "stream", streams[vendor], standard);
	const field = text(body, "field", "") || fieldOf(vendor, change, stream);
	const to = text(body, "to", "") || (change === "renamed" ? `${field}_new` : "US");
	return { kind: "schema_change", vendor, change, stream, field, to };
}

const serverErrors = { 500: 500, 502: 502, 503: 503 } as const;

function serverError(body: Body): 500 | 502 | 503 {
	const status = count(body, "status", 500);
	if (status !== 500 && status !== 502 && status !== 503) throw new RangeError(`status must be ${Object.keys(serverErrors).join(" or ")}`);
	return status;
}

const isKind = (kind: string): kind is FaultKindName => kind in faultKinds;

function dataFault(body: Body, kind: DataFault["kind"], vendor: FaultVendor): DataFault {
	if (kind === "late_record") return { kind, vendor, hours: count(body, "hours", 6, 1) };
	if (kind === "edited_record")
		return vendor === "stripe"
			? { kind, vendor, how: oneOf(body, "how", ["payout_failed", "description"], "payout_failed") }
			: { kind, vendor, how: oneOf(body, "how", ["amount", "memo"], "amount") };
	if (vendor === "stripe") throw new RangeError("Stripe deletes nothing that moved the balance: take vendor netsuite");
	return { kind, vendor, how: oneOf(body, "how", ["transaction", "line"], "transaction"), count: count(body, "count", 1, 1) };
}

/** @throws RangeError with what is wrong with the request */
export function faultRequest(body: Body, tenants: Tenants): FaultRequest {
	const kind = text(body, "kind");
	if (!isKind(kind)) throw new RangeError(`kind must be one of ${Object.keys(faultKinds).join(", ")}`);
	const vendor = oneOf(body, "vendor", ["stripe", "netsuite"], "stripe");
	const company = text(body, "company", tenants.credentials[0]?.slug ?? "");
	const counted: Counted = { vendor, times: count(body, "times", 1, 1), skip: count(body, "skip", 0), path: text(body, "path", "") };
	const desk = (fault: Fault): FaultRequest => ({ what: "fault", fault });
	switch (kind) {
		case "rate_limit": {
			const hours = count(body, "retryAfterHours", 0);
			return desk({ ...counted, kind, retryAfterSeconds: count(body, "retryAfterSeconds", hours > 0 ? 0 : 1) + hours * 3_600 });
		}
		case "timeout":
			return desk({ ...counted, kind, seconds: count(body, "seconds", 90, 1) });
		case "slow_body":
			return desk({ ...counted, kind, seconds: count(body, "seconds", 20, 1) });
		case "server_error":
			return desk({ ...counted, kind, status: serverError(body) });
		case "malformed_page":
			return desk({ ...counted, kind, how: oneOf(body, "how", ["html", "truncated", "wrong_shape"], "html") });
		case "cut":
		case "duplicate_page":
		case "reordered_page":
			return desk({ ...counted, kind });
		case "unparseable": {
			const record = text(body, "record", "") || someRecord(tenants, company, vendor, text(body, "stream", "balance_transactions"));
			return desk({ kind, vendor, record, how: oneOf<UnreadableWay>(body, "how", unreadableWays[vendor], "text") });
		}
		case "schema_change":
			return desk(schemaChange(body, vendor));
		case "clock_skew":
			return desk({ kind, vendor, seconds: count(body, "seconds", 600, -10_000_000) });
		case "revoked_token":
			return oneOf(body, "how", vendor === "netsuite" ? ["credentials", "token"] : ["credentials"], "credentials") === "token"
				? { what: "tokens" }
				: desk({ kind, vendor });
		case "late_record":
		case "edited_record":
		case "deleted_record":
			return { what: "data", fault: dataFault(body, kind, vendor), company };
	}
}

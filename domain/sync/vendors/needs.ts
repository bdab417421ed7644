// The fields that a stream's rows can't be made without; a record that lacks one goes to quarantine. Said here for the list of
// changes; the transform itself refuses.
import { isVendorId, type StreamOf, type VendorId } from "./vendors.ts";

const balance = ["id", "created", "available_on", "amount", "fee", "net", "currency", "reporting_category", "status", "type"];

const needs: { readonly [V in VendorId]?: Readonly<Partial<Record<StreamOf<V>, readonly string[]>>> } = {
	stripe: {
		balance_transactions: balance,
		payouts: ["id", "created", "arrival_date", "amount", "currency", "automatic", "status"],
		payout_items: balance,
	},
	netsuite: { ledger_lines: ["transaction", "line", "trandate", "type", "currency", "foreignamount"] },
};

export function connectorNeeds(vendor: string, stream: string): readonly string[] {
	const streams: Readonly<Record<string, readonly string[] | undefined>> = (isVendorId(vendor) ? needs[vendor] : undefined) ?? {};
	return streams[stream] ?? [];
}

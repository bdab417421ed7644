// __Title__'s own figure, by a request of its own: what the rows must add up to. Where a vendor has none, give `minor: null` and say so.
import { currencyCode, exponentOf } from "../../domain/core/currency.ts";
import { NumberText, parseExact } from "../../domain/core/json-exact.ts";
import { minorFromDecimal } from "../../domain/core/money.ts";
import type { ReadContext, SourceTotal } from "../connector.ts";
import { ask__Vendor__, __vendor__Refusal } from "./client.ts";

export async function __vendor__Totals(_moment: "before" | "after", context: ReadContext): Promise<readonly SourceTotal[]> {
	const response = await ask__Vendor__(context, "/balances");
	const unreadable = () => __vendor__Refusal("VENDOR_UNREADABLE", response);
	let balances: unknown;
	try {
		balances = (parseExact(new TextDecoder().decode(response.body)) as { balances?: unknown }).balances;
	} catch {
		throw unreadable();
	}
	if (!Array.isArray(balances)) throw unreadable();
	return balances.map((balance: Readonly<Record<string, unknown>>): SourceTotal => {
		const currency = typeof balance.currency === "string" ? currencyCode(balance.currency) : null;
		const text = balance.amount instanceof NumberText ? balance.amount.text : balance.amount;
		if (currency === null || typeof text !== "string") throw unreadable();
		const amount = minorFromDecimal(text, exponentOf(currency));
		if (!amount.ok) throw unreadable();
		return {
			stream: "entries",
			name: "balance",
			currency,
			minor: amount.value,
			count: null,
			ours: { kind: "balance_entry", measure: "net", naturalKeys: null },
			response,
			note: "The balance as __Title__ states it, against the net of every entry.",
		};
	});
}

// Stripe's own figure: the balance per settlement currency, available and pending together. Everything that ever moved it is in
// balance_transactions, so opening + Σ net must be the balance.
import { currencyCode, exponentOf, stripeExponentOf } from "../../domain/core/currency.ts";
import { NumberText, parseExact } from "../../domain/core/json-exact.ts";
import type { ReadContext, SourceTotal } from "../connector.ts";
import { askStripe, stripeRefusal } from "./client.ts";

interface Amount {
	readonly amount?: unknown;
	readonly currency?: unknown;
}

export async function stripeTotals(_moment: "before" | "after", context: ReadContext): Promise<readonly SourceTotal[]> {
	const response = await askStripe(context, (stripe) => stripe.balance.retrieve());
	const sums = new Map<string, bigint>();
	try {
		const body = parseExact(new TextDecoder().decode(response.body)) as { available?: Amount[]; pending?: Amount[] };
		for (const { amount, currency } of [...(body.available ?? []), ...(body.pending ?? [])]) {
			const code = typeof currency === "string" ? currencyCode(currency) : null;
			if (code === null || !(amount instanceof NumberText)) throw new SyntaxError("not a balance");
			sums.set(code, (sums.get(code) ?? 0n) + BigInt(amount.text));
		}
	} catch {
		throw stripeRefusal("VENDOR_UNREADABLE", response);
	}
	return [...sums].map(([currency, minor]) => {
		const shift = exponentOf(currency) - stripeExponentOf(currency);
		return {
			stream: "balance_transactions",
			name: "balance",
			currency,
			minor: shift >= 0 ? minor * 10n ** BigInt(shift) : minor / 10n ** BigInt(-shift),
			count: null,
			ours: { kind: "balance_entry", measure: "net", naturalKeys: null },
			response,
			note: "Available and pending balance as Stripe states it, against the net of every balance transaction.",
		} satisfies SourceTotal;
	});
}

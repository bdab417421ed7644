// Stripe records to canonical rows: pure, exact, versioned. Amounts arrive as whole numbers in Stripe's own exponent and
// leave in ISO minor units; a record whose net is not amount − fee is refused, not repaired.
import type { SourceRecord } from "../connector.ts";
import { exponentOf, stripeExponentOf } from "../../domain/core/currency.ts";
import { instantOfUnix, ledgerDateOf, type LedgerDate } from "../../domain/core/dates.ts";
import type { Result } from "../../domain/core/result.ts";
import type { CanonicalRow, DateKind, Refused } from "../../domain/sync/canonical.ts";
import { type Fields, readRecord, refuse } from "../../domain/sync/record-reader.ts";

/** Raised with every change of meaning in this file. */
export const stripeTransformVersion = 1;

const daySeconds = 86_400n;
// Beyond year 9999 a date no longer sorts as text.
const lastSecond = 253_402_300_799n;

/** The natural key of one payout's item: the same balance transaction may be listed under a payout and by itself. */
export const payoutItemKey = (payoutId: string, transactionId: string): string => `${payoutId}:${transactionId}`;

function unix(fields: Fields, name: string): bigint {
	const seconds = fields.integer(name);
	return seconds >= 0n && seconds <= lastSecond
		? seconds
		: refuse("DATE_OUT_OF_RANGE", `The field "${name}" is ${seconds}, not a date Tieout keeps.`);
}

/** Stripe dates at 00:00:00 UTC are value dates and mean that UTC day in every zone; any other time is an instant of the entity's zone. */
function dated(seconds: bigint, zone: string): { readonly ledgerDate: LedgerDate; readonly dateKind: DateKind } {
	const instant = instantOfUnix(Number(seconds));
	return seconds % daySeconds === 0n
		? { ledgerDate: instant.slice(0, 10), dateKind: "value_date" }
		: { ledgerDate: ledgerDateOf(instant, zone), dateKind: "instant" };
}

/** Stripe's integer in `currency` as ISO minor units: ISK and UGX carry two decimals that must be zero, MGA carries none. */
function isoMinor(amount: bigint, currency: string, on: LedgerDate): bigint {
	const shift = exponentOf(currency, on) - stripeExponentOf(currency);
	if (shift >= 0) return amount * 10n ** BigInt(shift);
	const unit = 10n ** BigInt(-shift);
	return amount % unit === 0n
		? amount / unit
		: refuse("TOO_MANY_DECIMALS", `${amount} is not a whole amount in ${currency}: Stripe's last ${-shift} digits should be zero.`);
}

/** An id that may be expanded into its object. */
const idOf = (fields: Fields, name: string): string => fields.object(name)?.text("id") ?? fields.optionalText(name);

/** `payouts` → one `payout` row. */
export function transformPayout(record: SourceRecord, zone: string): Result<readonly CanonicalRow[], Refused> {
	return readRecord(record, (fields) => {
		const currency = fields.currency("currency");
		const arrival = dated(unix(fields, "arrival_date"), zone);
		const amountMinor = isoMinor(fields.integer("amount"), currency, arrival.ledgerDate);
		const trace = fields.object("trace_id");
		return [
			{
				kind: "payout",
				naturalKey: fields.text("id"),
				...arrival,
				occurredAt: instantOfUnix(Number(unix(fields, "created"))),
				currency,
				amountMinor,
				feeMinor: 0n,
				netMinor: amountMinor,
				category: fields.flag("automatic") ? "automatic" : fields.optionalText("method") === "instant" ? "instant" : "manual",
				status: fields.text("status"),
				reference: fields.text("id"),
				groupKey: "",
				groupReference: trace?.optionalText("value") ?? "",
				relatedKey: idOf(fields, "balance_transaction"),
				document: "",
				documentKind: fields.optionalText("reconciliation_status"),
				account: idOf(fields, "destination"),
				description: fields.optionalText("description"),
			},
		];
	});
}

function balanceTransaction(fields: Fields, zone: string): Omit<CanonicalRow, "kind" | "naturalKey" | "groupKey"> {
	const currency = fields.currency("currency");
	const available = dated(unix(fields, "available_on"), zone);
	const minor = (name: string): bigint => isoMinor(fields.integer(name), currency, available.ledgerDate);
	const amountMinor = minor("amount");
	const feeMinor = minor("fee");
	const netMinor = minor("net");
	if (netMinor !== amountMinor - feeMinor)
		refuse("NET_DIFFERS", `Its net is not its amount less its fee (${netMinor} against ${amountMinor} − ${feeMinor}).`);
	return {
		...available,
		occurredAt: instantOfUnix(Number(unix(fields, "created"))),
		currency,
		amountMinor,
		feeMinor,
		netMinor,
		category: fields.text("reporting_category"),
		status: fields.text("status"),
		reference: idOf(fields, "source") || fields.text("id"),
		groupReference: "",
		relatedKey: fields.object("source")?.optionalText("charge") ?? "",
		document: "",
		documentKind: fields.text("type"),
		account: "",
		description: fields.optionalText("description"),
	};
}

/** `balance_transactions` → one `balance_entry` row. */
export function transformBalanceTransaction(record: SourceRecord, zone: string): Result<readonly CanonicalRow[], Refused> {
	return readRecord(record, (fields) => [
		{ kind: "balance_entry", naturalKey: fields.text("id"), groupKey: "", ...balanceTransaction(fields, zone) },
	]);
}

/** `payout_items` → one `payout_item` row. The row itself carries no payout id: it is in the natural key, put there by the query. */
export function transformPayoutItem(record: SourceRecord, zone: string): Result<readonly CanonicalRow[], Refused> {
	return readRecord(record, (fields) => {
		const payout = record.naturalKey.slice(0, Math.max(0, record.naturalKey.indexOf(":")));
		return [
			{
				kind: "payout_item",
				naturalKey: payoutItemKey(payout, fields.text("id")),
				groupKey: payout,
				...balanceTransaction(fields, zone),
			},
		];
	});
}

// The company's rows as Stripe's objects. Every amount is an integer in the currency's minor unit, every time Unix seconds.
import { unixOfValueDate } from "../core/calendar.ts";
import type { Company } from "../company/company.ts";
import { type BalanceEntry, type Charge, type Dispute, net, type Payout, type Refund } from "../company/processor.ts";

export type StripeObject = Readonly<Record<string, unknown>> & { readonly id: string };

const day = 86_400;

export function balanceTransactionObject(entry: BalanceEntry, now: number): StripeObject {
	const fee = { amount: entry.fee, application: null, currency: entry.currency, description: entry.feeDescription, type: "stripe_fee" };
	return {
		id: entry.id,
		object: "balance_transaction",
		amount: entry.amount,
		available_on: entry.availableOn,
		balance_type: "payments",
		created: entry.created,
		currency: entry.currency,
		description: entry.description,
		exchange_rate: null,
		fee: entry.fee,
		fee_details: entry.fee === 0 ? [] : [fee],
		net: net(entry),
		reporting_category: entry.reportingCategory,
		source: entry.source,
		status: entry.availableOn <= now ? "available" : "pending",
		type: entry.type,
	};
}

function payoutStatus({ created, arrival, failure }: Payout, now: number): string {
	if (failure !== null) return "failed";
	if (now >= arrival) return "paid";
	return now < created + 3_600 ? "pending" : "in_transit";
}

export function payoutObject(payout: Payout, now: number): StripeObject {
	const automatic = payout.kind === "automatic";
	const status = payoutStatus(payout, now);
	const itemised = now >= payout.created + 6 * 3_600 ? "completed" : "in_progress";
	const traced = status === "paid" || status === "failed";
	return {
		id: payout.id,
		object: "payout",
		amount: payout.amount,
		application_fee: null,
		application_fee_amount: null,
		arrival_date: payout.arrival,
		automatic,
		balance_transaction: payout.entry.id,
		created: payout.created,
		currency: payout.currency,
		description: "STRIPE PAYOUT",
		destination: `ba_1Sandbox${payout.currency.toUpperCase()}${payout.currency === "usd" ? "4471" : "9020"}`,
		failure_balance_transaction: payout.failure?.id ?? null,
		failure_code: payout.failure === null ? null : "account_closed",
		failure_message: payout.failure === null ? null : "The bank account has been closed.",
		livemode: false,
		metadata: {},
		method: payout.kind === "instant" ? "instant" : "standard",
		original_payout: null,
		payout_method: null,
		reconciliation_status: automatic ? itemised : "not_applicable",
		reversed_by: null,
		source_type: "card",
		statement_descriptor: null,
		status,
		trace_id: traced ? { status: "supported", value: payout.traceId } : { status: "pending", value: null },
		type: "bank_account",
	};
}

export interface ChargeEvents {
	readonly refunded: number;
	readonly dispute: Dispute | null;
}

export function chargeObject(charge: Charge, events: ChargeEvents): StripeObject {
	const { id, entry, orderNumber, customer } = charge;
	return {
		id,
		object: "charge",
		amount: entry.amount,
		amount_captured: entry.amount,
		amount_refunded: events.refunded,
		application: null,
		application_fee: null,
		application_fee_amount: null,
		balance_transaction: entry.id,
		billing_details: { address: null, email: null, name: customer.name, phone: null, tax_id: null },
		calculated_statement_descriptor: null,
		captured: true,
		created: entry.created,
		currency: entry.currency,
		customer: customer.id,
		description: entry.description,
		disputed: events.dispute !== null,
		failure_balance_transaction: null,
		failure_code: null,
		failure_message: null,
		fraud_details: {},
		livemode: false,
		metadata: { order: `#${orderNumber}` },
		on_behalf_of: null,
		outcome: { network_status: "approved_by_network", risk_level: "normal", seller_message: "Payment complete.", type: "authorized" },
		paid: true,
		payment_intent: `pi_${id.slice(3)}`,
		payment_method: `pm_${id.slice(3)}`,
		payment_method_details: { card: { brand: charge.brand, country: "US", funding: "credit", last4: charge.last4 }, type: "card" },
		receipt_email: null,
		receipt_number: null,
		receipt_url: null,
		refunded: events.refunded === entry.amount,
		review: null,
		shipping: null,
		source_transfer: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: "succeeded",
		transfer_data: null,
		transfer_group: null,
	};
}

export const refundObject = ({ id, charge, entry }: Refund): StripeObject => ({
	id,
	object: "refund",
	amount: -entry.amount,
	balance_transaction: entry.id,
	charge: charge.id,
	created: entry.created,
	currency: entry.currency,
	customer: charge.customer.id,
	customer_account: null,
	destination_details: { card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" }, type: "card" },
	metadata: { order: `#${charge.orderNumber}` },
	payment_intent: `pi_${charge.id.slice(3)}`,
	payment_method: `pm_${charge.id.slice(3)}`,
	reason: "requested_by_customer",
	receipt_number: null,
	source_transfer_reversal: null,
	status: "succeeded",
	transfer_reversal: null,
});

export const disputeObject = ({ id, charge, reason, entry }: Dispute, now: number): StripeObject => ({
	id,
	object: "dispute",
	amount: -entry.amount,
	balance_transactions: [balanceTransactionObject(entry, now)],
	charge: charge.id,
	created: entry.created,
	currency: entry.currency,
	enhanced_eligibility_types: [],
	evidence_details: { due_by: entry.created + 9 * day, has_evidence: false, past_due: false, submission_count: 0 },
	is_charge_refundable: false,
	livemode: false,
	metadata: {},
	payment_intent: `pi_${charge.id.slice(3)}`,
	payment_method_details: { card: { brand: charge.brand, case_type: "chargeback", network_reason_code: "10" }, type: "card" },
	reason,
	status: now > entry.created + 9 * day ? "lost" : "needs_response",
});

/** Available and pending per currency: exact sums. A payout leaves what is available when it is created. */
export function balanceObject({ history, now }: Company): Readonly<Record<string, unknown>> {
	const sums = (wanted: (entry: BalanceEntry) => boolean): unknown[] =>
		["eur", "usd"].map((currency) => {
			const entries = history.entries.filter((entry) => entry.currency === currency && wanted(entry));
			const amount = entries.reduce((sum, entry) => sum + net(entry), 0);
			return { amount, currency, source_types: { card: amount } };
		});
	const available = (entry: BalanceEntry): boolean => entry.availableOn <= now || entry.type === "payout";
	return {
		object: "balance",
		available: sums(available),
		instant_available: sums((entry) => entry.currency === "eur" && available(entry)),
		livemode: false,
		pending: sums((entry) => !available(entry)),
		refund_and_dispute_prefunding: { available: [], pending: [] },
	};
}

export const accountObject = ({ options }: Company): StripeObject => ({
	id: `acct_1${options.slug}`,
	object: "account",
	business_profile: { name: `${options.slug[0]?.toUpperCase()}${options.slug.slice(1)}`, url: null },
	charges_enabled: true,
	country: "US",
	created: unixOfValueDate(options.from),
	default_currency: "usd",
	details_submitted: true,
	payouts_enabled: true,
	settings: { payouts: { schedule: { delay_days: 2, interval: "daily" }, debit_negative_balances: true } },
	type: "standard",
});

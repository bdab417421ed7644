// The lists of one company, newest first, and every object by id: made once per moment of the clock.
import type { Company } from "../company/company.ts";
import type { BalanceEntry, Dispute } from "../company/processor.ts";
import { balanceTransactionObject, chargeObject, disputeObject, payoutObject, refundObject, type StripeObject } from "./objects.ts";

/** What filters may ask of a row, beside its object, which is made when it is shown. */
export interface ListedRow {
	readonly id: string;
	readonly created: number;
	readonly facts: Readonly<Record<string, string | number>>;
	readonly show: () => StripeObject;
}

export interface Catalogue {
	readonly balance_transactions: readonly ListedRow[];
	readonly payouts: readonly ListedRow[];
	readonly charges: readonly ListedRow[];
	readonly refunds: readonly ListedRow[];
	readonly disputes: readonly ListedRow[];
	/** Balance transactions of an itemised payout, its own row included; null for one that Stripe can't itemise (yet). */
	readonly itemsOf: (payoutId: string) => readonly ListedRow[] | null;
	readonly byId: ReadonlyMap<string, ListedRow>;
}

export function catalogueOf({ history, now }: Company): Catalogue {
	const refunded = new Map<string, number>();
	for (const { charge, entry } of history.refunds) refunded.set(charge.id, (refunded.get(charge.id) ?? 0) - entry.amount);
	const disputes = new Map<string, Dispute>(history.disputes.map((dispute) => [dispute.charge.id, dispute]));
	const row = (entry: BalanceEntry): ListedRow => ({
		id: entry.id,
		created: entry.created,
		facts: { source: entry.source ?? "", type: entry.type, currency: entry.currency },
		show: () => balanceTransactionObject(entry, now),
	});
	const entryRows = new Map(history.entries.map((entry) => [entry.id, row(entry)]));
	const newestFirst = (rows: readonly ListedRow[]): ListedRow[] => [...rows].reverse().sort((a, b) => b.created - a.created);
	const payouts = history.payouts.map((payout) => {
		const shown = payoutObject(payout, now);
		const { created } = payout;
		const facts = { status: String(shown.status), arrival_date: payout.arrival, destination: String(shown.destination) };
		return { id: payout.id, created, facts, show: () => shown };
	});
	const charges = history.charges.map((charge) => ({
		id: charge.id,
		created: charge.entry.created,
		facts: { customer: charge.customer.id, payment_intent: `pi_${charge.id.slice(3)}` },
		show: () => chargeObject(charge, { refunded: refunded.get(charge.id) ?? 0, dispute: disputes.get(charge.id) ?? null }),
	}));
	const ofCharge = (chargeId: string): Record<string, string> => ({ charge: chargeId, payment_intent: `pi_${chargeId.slice(3)}` });
	const refunds = history.refunds
		.map((refund) => ({
			id: refund.id,
			created: refund.entry.created,
			facts: ofCharge(refund.charge.id),
			show: () => refundObject(refund),
		}))
		.sort((a, b) => a.created - b.created);
	const contested = history.disputes
		.map((dispute) => ({
			id: dispute.id,
			created: dispute.entry.created,
			facts: ofCharge(dispute.charge.id),
			show: () => disputeObject(dispute, now),
		}))
		.sort((a, b) => a.created - b.created);
	const itemised = new Map(history.payouts.map((payout) => [payout.id, payout]));
	const lists = {
		balance_transactions: newestFirst([...entryRows.values()]),
		payouts: newestFirst(payouts),
		charges: newestFirst(charges),
		refunds: newestFirst(refunds),
		disputes: newestFirst(contested),
	};
	return {
		...lists,
		itemsOf: (payoutId) => {
			const payout = itemised.get(payoutId);
			if (payout === undefined || payout.kind !== "automatic") return null;
			const complete = payoutObject(payout, now).reconciliation_status === "completed";
			const entries = complete ? [...payout.items, payout.entry] : [payout.entry];
			return newestFirst(entries.flatMap(({ id }) => entryRows.get(id) ?? []));
		},
		byId: new Map(Object.values(lists).flatMap((rows) => rows.map((listed) => [listed.id, listed] as const))),
	};
}

// What Stripe tells of as time passes: a company's payouts, as the event objects that its webhooks carry. The same moments give the
// same events with the same ids, however often they are asked for.
import type { Company } from "../company/company.ts";
import type { Payout } from "../company/processor.ts";
import { randomOf } from "../core/random.ts";
import { payoutObject } from "./objects.ts";
import { stripeVersion } from "./stripe-api.ts";

export interface StripeEvent {
	readonly id: string;
	readonly type: string;
	readonly created: number;
	readonly [member: string]: unknown;
}

/** The moments of a payout, in Unix seconds. */
function momentsOf({ created, arrival, kind, failure }: Payout): readonly (readonly [string, number])[] {
	return [
		["payout.created", created],
		...(kind === "automatic" ? [["payout.reconciliation_completed", created + 6 * 3_600] as const] : []),
		["payout.paid", arrival],
		...(failure === null ? [] : [["payout.failed", failure.created] as const]),
	];
}

/** Events after `from` and not after `to`, oldest first. */
export function eventsBetween(company: Company, from: number, to: number): readonly StripeEvent[] {
	const events = company.history.payouts.flatMap((payout) =>
		momentsOf(payout)
			.filter(([, at]) => at > from && at <= to)
			.map(([type, at]) => eventOf(company, payout, type, at)),
	);
	return events.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
}

function eventOf(company: Company, payout: Payout, type: string, at: number): StripeEvent {
	return {
		id: `evt_1${randomOf(company.options.seed, `${payout.id}:${type}`).token(23)}`,
		object: "event",
		api_version: stripeVersion,
		created: at,
		data: { object: payoutObject(payout, at) },
		livemode: false,
		pending_webhooks: 1,
		request: { id: null, idempotency_key: null },
		type,
	};
}

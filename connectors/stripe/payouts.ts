// Stream: payouts. Stripe has no filter by modification, so payouts that may still change are read again until they are final.
import type { Stream } from "../connector.ts";
import { lookbackSeconds } from "./balance-transactions.ts";
import { askAfter, askStripe } from "./client.ts";
import {
	afterPage,
	createdFilter,
	createdWindow,
	firstWindow,
	latestCreated,
	passOf,
	startOver,
	type WindowCursor,
} from "./created-window.ts";
import { type ListRecord, readListPage, recordKey, stripePageSize } from "./list-page.ts";
import { stripeTransformVersion, transformPayout } from "./transform.ts";

// A paid payout can turn to failed within 5 business days and gets its trace id within 10 days of arrival (Stripe, Payouts).
const settledAfterSeconds = 10 * 86_400;

/** True while Stripe may still change the payout: its status, its reconciliation or its trace id. `newest` is the source's own clock. */
function mayChange({ fields }: ListRecord, newest: number): boolean {
	const { status, arrival_date: arrival, reconciliation_status: reconciliation } = fields;
	if (status === "failed" || status === "canceled") return false;
	if (status !== "paid" || reconciliation === "in_progress" || typeof arrival !== "number") return true;
	return newest < arrival + settledAfterSeconds;
}

export const payouts: Stream = {
	transformVersion: stripeTransformVersion,
	firstCursor: JSON.stringify(firstWindow),
	windowCursor: (from, to) => JSON.stringify(createdWindow(from, to)),
	transform: transformPayout,
	async readPage(cursorText, context) {
		const cursor = JSON.parse(cursorText) as WindowCursor;
		const pass = passOf(cursor, lookbackSeconds(context.config), context.now());
		const ask = () =>
			askStripe(context, (stripe) =>
				stripe.payouts.list({
					limit: stripePageSize,
					...createdFilter(pass, cursor),
					...(pass.after === null ? {} : { starting_after: pass.after }),
				}),
			);
		const response = await askAfter(startOver(cursor, pass), pass.after, ask);
		const page = readListPage(response, pass);
		// The newest row that Stripe has shown stands for its time: our clock may be ahead of a sandbox's, and an early end loses changes.
		const latest = latestCreated(response);
		const newest = Math.max(pass.newHigh ?? 0, ...page.records.map(({ created }) => (created === null || created > latest ? 0 : created)));
		const seen = page.records.map((record) => ({ created: record.created, mayChange: mayChange(record, newest) }));
		const { next, done } = afterPage(cursor, pass, { ...page, seen, response, runStartedAt: context.runStartedAt });
		const records = page.records.map((record, index) => ({ naturalKey: recordKey(record), index, text: record.text }));
		return { response, records, nextCursor: JSON.stringify(next), done };
	},
};

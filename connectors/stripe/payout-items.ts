// Stream: the balance transactions of each automatic payout, once Stripe says that its reconciliation is completed. The rows carry
// no payout id, so the link is kept from the query. Which payouts are due follows from our own rows: those that do not add up.
import type { LedgerDate } from "../../domain/core/dates.ts";
import type { ReadContext, Stream } from "../connector.ts";
import { askAfter, askStripe } from "./client.ts";
import { readListPage, recordKey, stripePageSize } from "./list-page.ts";
import { payoutItemKey, stripeTransformVersion, transformPayoutItem } from "./transform.ts";

interface ItemsCursor {
	/** Payouts still to be read; the first is being read. */
	readonly queue: readonly string[];
	readonly after: string | null;
	/** `created` of the last row of the page before. */
	readonly lowest?: number | null;
	/** Read to their end in this run; those that still don't add up are tried again in the next. */
	readonly tried: readonly string[];
	/** Reads every itemised payout of these days instead, in the order of their keys; `last` is the last one taken. */
	readonly window?: { readonly from: LedgerDate; readonly to: LedgerDate; readonly last: string };
}

const first: ItemsCursor = { queue: [], after: null, tried: [] };
// Asking our own rows costs a sum over all items, so several payouts are taken at once.
const queueLength = 50;

/** The cursor with a payout to read at the head of its queue, or an empty queue when none is left for this run. */
async function withQueue(cursor: ItemsCursor, context: ReadContext): Promise<ItemsCursor> {
	if (cursor.queue.length > 0) return cursor;
	if (cursor.window !== undefined) {
		const queue = await context.parentsWithin({ ...cursor.window, limit: queueLength });
		return { ...cursor, queue, after: null, tried: [], window: { ...cursor.window, last: queue.at(-1) ?? cursor.window.last } };
	}
	const pending = await context.pendingParents(cursor.tried.length + queueLength);
	const tried = cursor.tried.filter((id) => pending.includes(id));
	return { queue: pending.filter((id) => !tried.includes(id)).slice(0, queueLength), after: null, tried };
}

export const payoutItems: Stream = {
	transformVersion: stripeTransformVersion,
	firstCursor: JSON.stringify(first),
	windowCursor: (from, to) => JSON.stringify({ ...first, window: { from, to, last: "" } } satisfies ItemsCursor),
	itemsOf: { parent: "payout", parentCategory: "automatic", parentState: "completed", ownCategory: "payout" },
	transform: transformPayoutItem,
	async readPage(cursorText, context) {
		const cursor = await withQueue(JSON.parse(cursorText) as ItemsCursor, context);
		const [payout, ...queue] = cursor.queue;
		if (payout === undefined)
			return { response: null, records: [], nextCursor: JSON.stringify(cursor.window === undefined ? first : cursor), done: true };
		const ask = () =>
			askStripe(context, (stripe) =>
				stripe.balanceTransactions.list({
					payout,
					limit: stripePageSize,
					expand: ["data.source"],
					...(cursor.after === null ? {} : { starting_after: cursor.after }),
				}),
			);
		const response = await askAfter(JSON.stringify({ ...cursor, after: null, lowest: null } satisfies ItemsCursor), cursor.after, ask);
		const page = readListPage(response, cursor);
		const records = page.records.map((record, index) => ({
			naturalKey: payoutItemKey(payout, recordKey(record)),
			index,
			text: record.text,
		}));
		const next: ItemsCursor = page.hasMore
			? { ...cursor, after: page.lastId }
			: { ...cursor, queue, after: null, tried: [...cursor.tried, payout] };
		return { response, records, nextCursor: JSON.stringify(next), done: false };
	},
};

// Stream: the balance transactions of each automatic payout, once Stripe says that its reconciliation is completed. The rows carry
// no payout id, so the link is kept from the query. Which payouts are due follows from our own rows: those that do not add up.
import type { ReadContext, Stream } from "../connector.ts";
import { askStripe } from "./client.ts";
import { readListPage, recordKey, stripePageSize } from "./list-page.ts";
import { payoutItemKey, stripeTransformVersion, transformPayoutItem } from "./transform.ts";

interface ItemsCursor {
	readonly payout: string | null;
	readonly after: string | null;
	/** Read to their end in this run and still not adding up; tried again in the next. */
	readonly tried: readonly string[];
}

const first: ItemsCursor = { payout: null, after: null, tried: [] };

/** The payout to read, or null when none is left for this run. */
async function nextPayout(
	cursor: ItemsCursor,
	context: ReadContext,
): Promise<{ readonly payout: string | null; readonly tried: readonly string[] }> {
	if (cursor.payout !== null) return { payout: cursor.payout, tried: cursor.tried };
	const pending = await context.pendingParents(cursor.tried.length + 1);
	const tried = new Set(cursor.tried);
	return { payout: pending.find((id) => !tried.has(id)) ?? null, tried: cursor.tried.filter((id) => pending.includes(id)) };
}

export const payoutItems: Stream = {
	transformVersion: stripeTransformVersion,
	firstCursor: JSON.stringify(first),
	itemsOf: { parent: "payout", parentCategory: "automatic", parentState: "completed", ownCategory: "payout" },
	transform: transformPayoutItem,
	async readPage(cursorText, context) {
		const cursor = JSON.parse(cursorText) as ItemsCursor;
		const { payout, tried } = await nextPayout(cursor, context);
		if (payout === null) return { response: null, records: [], nextCursor: JSON.stringify(first), done: true };
		const response = await askStripe(context, (stripe) =>
			stripe.balanceTransactions.list({
				payout,
				limit: stripePageSize,
				expand: ["data.source"],
				...(cursor.after === null ? {} : { starting_after: cursor.after }),
			}),
		);
		const page = readListPage(response);
		const records = page.records.map((record, index) => ({
			naturalKey: payoutItemKey(payout, recordKey(record)),
			index,
			text: record.text,
		}));
		const next: ItemsCursor = page.hasMore
			? { payout, after: page.lastId, tried }
			: { payout: null, after: null, tried: [...tried, payout] };
		return { response, records, nextCursor: JSON.stringify(next), done: false };
	},
};

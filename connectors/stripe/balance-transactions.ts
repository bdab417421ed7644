// Stream: every movement of the Stripe balance, in all settlement currencies.
import { numberSetting } from "../../domain/sync/vendors/vendors.ts";
import { stripe as vendor } from "../../domain/sync/vendors/stripe.ts";
import type { Stream } from "../connector.ts";
import { askAfter, askStripe } from "./client.ts";
import { afterPage, createdFilter, createdWindow, firstWindow, passOf, startOver, type WindowCursor } from "./created-window.ts";
import { readListPage, recordKey, stripePageSize } from "./list-page.ts";
import { stripeTransformVersion, transformBalanceTransaction } from "./transform.ts";

export const lookbackSeconds = (config: Readonly<Record<string, unknown>>): number =>
	numberSetting(vendor.fields, config, "lookbackHours") * 3600;

export const balanceTransactions: Stream = {
	transformVersion: stripeTransformVersion,
	firstCursor: JSON.stringify(firstWindow),
	windowCursor: (from, to) => JSON.stringify(createdWindow(from, to)),
	transform: transformBalanceTransaction,
	async readPage(cursorText, context) {
		const cursor = JSON.parse(cursorText) as WindowCursor;
		const pass = passOf(cursor, lookbackSeconds(context.config), context.now());
		const ask = () =>
			askStripe(context, (stripe) =>
				stripe.balanceTransactions.list({
					limit: stripePageSize,
					expand: ["data.source"],
					...createdFilter(pass, cursor),
					...(pass.after === null ? {} : { starting_after: pass.after }),
				}),
			);
		const response = await askAfter(startOver(cursor, pass), pass.after, ask);
		const page = readListPage(response, pass);
		const seen = page.records.map(({ created }) => ({ created, mayChange: false }));
		const { next, done } = afterPage(cursor, pass, { ...page, seen, response, runStartedAt: context.runStartedAt });
		const records = page.records.map((record, index) => ({ naturalKey: recordKey(record), index, text: record.text }));
		return { response, records, nextCursor: JSON.stringify(next), done };
	},
};

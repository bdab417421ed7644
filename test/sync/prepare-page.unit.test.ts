// One record that the database can't hold is refused by itself; the rest of its page is kept.
import { expect, test } from "vitest";
import { preparePage } from "../../activities/sync/prepare-page.ts";
import type { PageRead, Stream } from "../../connectors/connector.ts";
import { transformLedgerLine } from "../../connectors/netsuite/transform.ts";
import { transformPayout } from "../../connectors/stripe/transform.ts";

const ledgerLine = (memo: string, stripeId = "ch_1"): string =>
	JSON.stringify({
		transaction: "1",
		line: "1",
		tranid: "DEP-1",
		type: "Deposit",
		trandate: "2026-10-02",
		lastmodifieddate: "2026-10-02T10:00:00",
		currency: "USD",
		foreignamount: "-1.00",
		mainline: "F",
		acctnumber: "4000",
		memo,
		custcol_stripe_id: stripeId,
		custcol_stripe_category: "charge",
	});

function prepared(transform: Stream["transform"], texts: readonly string[], keyOf = (index: number) => `1:${index}`) {
	const stream: Stream = { transformVersion: 1, firstCursor: "", transform, readPage: () => Promise.reject(new Error("not read here")) };
	const records = texts.map((text, index) => ({ naturalKey: keyOf(index), index, text }));
	const page: PageRead = { response: null, records, nextCursor: "", done: true };
	return preparePage(stream, page, "America/New_York", {});
}

test.each([
	["a NUL in a text", ledgerLine("a\0b"), "TEXT_UNREADABLE"],
	["half of a surrogate pair", ledgerLine("a\ud800b"), "TEXT_UNREADABLE"],
	["an id that no index can hold", ledgerLine("memo", "c".repeat(501)), "TEXT_TOO_LONG"],
	["a text longer than any that is kept", ledgerLine("m".repeat(32_768)), "TEXT_TOO_LONG"],
])("%s is quarantined, the record beside it is kept", (_name, text, code) => {
	const page = prepared(transformLedgerLine, [ledgerLine("good"), text]);
	expect(page.records.map(({ index }) => index)).toEqual([0]);
	expect(page.refused).toMatchObject([{ naturalKey: "1:1", index: 1, code }]);
});

test("a record whose own name can't be held is quarantined under a name that can", () => {
	const { refused } = prepared(transformLedgerLine, [ledgerLine("a"), ledgerLine("b")], (index) => `${index}\0${"k".repeat(600)}`);
	expect(refused).toHaveLength(2);
	for (const { naturalKey } of refused) {
		expect(naturalKey.length).toBeLessThanOrEqual(500);
		expect(naturalKey).not.toContain("\0");
	}
});

test("an amount beyond what is kept, and a reason that quotes the record, can't stop the page", () => {
	const payout = (amount: string, currency = "usd") =>
		`{"id":"po_1","amount":${amount},"currency":${JSON.stringify(currency)},"arrival_date":1793491200,"created":1793073600,"automatic":true,"method":"standard","status":"paid","reconciliation_status":"completed"}`;
	const { refused } = prepared(transformPayout, [payout("9223372036854775808"), payout("1", `\0${"x".repeat(2000)}`)]);
	expect(refused.map(({ code }) => code)).toEqual(["AMOUNT_OUT_OF_RANGE", "CURRENCY_UNKNOWN"]);
	for (const { reason } of refused) {
		expect(reason.length).toBeLessThanOrEqual(500);
		expect(reason).not.toContain("\0");
	}
});

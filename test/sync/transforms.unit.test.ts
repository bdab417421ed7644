import { describe, expect, test } from "vitest";
import { transformLedgerLine } from "../../connectors/netsuite/transform.ts";
import { transformBalanceTransaction, transformPayout, transformPayoutItem } from "../../connectors/stripe/transform.ts";

const zone = "America/New_York";
const record = (text: string, naturalKey = "txn_1") => ({ naturalKey, index: 0, text });
const transaction = (change: Record<string, string> = {}): string => {
	const fields: Record<string, string> = {
		id: '"txn_1"',
		amount: "1000",
		fee: "59",
		net: "941",
		currency: '"usd"',
		available_on: "1793491200",
		created: "1793073600",
		reporting_category: '"charge"',
		type: '"charge"',
		status: '"available"',
		source: '{"id":"ch_1","object":"charge"}',
		...change,
	};
	return `{${Object.entries(fields)
		.map(([name, value]) => `"${name}":${value}`)
		.join(",")}}`;
};

describe("Stripe transform", () => {
	test("reads numbers from the text, beyond 2^53 too", () => {
		const result = transformBalanceTransaction(
			record(transaction({ amount: "9007199254740993", fee: "0", net: "9007199254740993" })),
			zone,
		);
		expect(result.ok && result.value[0]?.amountMinor).toBe(9007199254740993n);
	});

	test("a date at 00:00:00 UTC is a value date, any other an instant of the entity's zone", () => {
		const value = transformBalanceTransaction(record(transaction({ available_on: "1793491200" })), zone);
		expect(value.ok && value.value[0]).toMatchObject({ ledgerDate: "2026-11-01", dateKind: "value_date" });
		const instant = transformBalanceTransaction(record(transaction({ available_on: "1793501400" })), zone);
		expect(instant.ok && instant.value[0]).toMatchObject({ ledgerDate: "2026-10-31", dateKind: "instant" });
	});

	test("ISK and UGX drop Stripe's two zeros, JPY has none, KWD three", () => {
		const minor = (currency: string, amount: string) => {
			const result = transformBalanceTransaction(record(transaction({ currency: `"${currency}"`, amount, fee: "0", net: amount })), zone);
			return result.ok ? result.value[0]?.amountMinor : result.error.code;
		};
		expect([minor("isk", "50000"), minor("jpy", "500"), minor("kwd", "1230"), minor("isk", "50050")]).toEqual([
			500n,
			500n,
			1230n,
			"TOO_MANY_DECIMALS",
		]);
	});

	test.each([
		["a net that is not amount − fee", { net: "940" }, "NET_DIFFERS"],
		["an unknown currency", { currency: '"xxx"' }, "CURRENCY_UNKNOWN"],
		["an amount that is not whole", { amount: "10.5" }, "FIELD_NOT_WHOLE_NUMBER"],
		["an amount as text", { amount: '"abc"' }, "FIELD_NOT_WHOLE_NUMBER"],
		["a missing category", { reporting_category: "null" }, "FIELD_MISSING"],
		["a date out of range", { available_on: "99999999999999" }, "DATE_OUT_OF_RANGE"],
	])("%s is refused with its reason", (_what, change, code) => {
		const result = transformBalanceTransaction(record(transaction(change)), zone);
		expect(result).toMatchObject({ ok: false, error: { naturalKey: "txn_1", code } });
	});

	test("a record that is not JSON is refused, not thrown", () => {
		expect(transformPayout(record("{", "po_1"), zone)).toMatchObject({ ok: false, error: { code: "NOT_JSON" } });
	});

	test("an item takes its payout from the key of the query, and a refund knows its charge", () => {
		const text = transaction({ source: '{"id":"re_1","charge":"ch_9"}', reporting_category: '"refund"' });
		const result = transformPayoutItem(record(text, "po_7:txn_1"), zone);
		expect(result.ok && result.value[0]).toMatchObject({
			naturalKey: "po_7:txn_1",
			groupKey: "po_7",
			reference: "re_1",
			relatedKey: "ch_9",
		});
	});

	test("a payout says how it was paid and whether Stripe can itemise it", () => {
		const payout = (change: string) =>
			transformPayout(
				record(
					`{"id":"po_1","amount":-500,"currency":"usd","arrival_date":1793491200,"created":1793073600,"status":"paid","method":"standard","automatic":true,"reconciliation_status":"completed","balance_transaction":"txn_5","trace_id":{"status":"supported","value":"00123"}${change}}`,
					"po_1",
				),
				zone,
			);
		const automatic = payout("");
		expect(automatic.ok && automatic.value[0]).toMatchObject({
			category: "automatic",
			amountMinor: -500n,
			documentKind: "completed",
			relatedKey: "txn_5",
			groupReference: "00123",
			ledgerDate: "2026-11-01",
		});
		const instant = payout(',"automatic":false,"method":"instant"');
		expect(instant.ok && instant.value[0]?.category).toBe("instant");
	});
});

describe("NetSuite transform", () => {
	const line = (change: Record<string, unknown>) =>
		transformLedgerLine(
			record(
				JSON.stringify({
					transaction: "4471",
					line: "1",
					tranid: "DEP-1",
					type: "Deposit",
					trandate: "2026-10-05",
					currency: "USD",
					foreignamount: "-10.10",
					mainline: "F",
					acctnumber: "1050",
					custcol_stripe_id: "ch_1",
					custcol_stripe_category: "charge",
					custbody_stripe_payout: "po_1",
					memo: "Order 7",
					header_memo: "Stripe payout",
					...change,
				}),
				"4471:1",
			),
		);

	test("an item line is positive when it adds to the company's money, the bank line keeps NetSuite's sign", () => {
		const item = line({});
		expect(item.ok && item.value[0]).toMatchObject({
			naturalKey: "4471:1",
			amountMinor: 1010n,
			category: "charge",
			description: "Order 7",
		});
		const main = line({ line: "0", mainline: "T", foreignamount: "10.10", custcol_stripe_category: null, custcol_stripe_id: null });
		expect(main.ok && main.value[0]).toMatchObject({ amountMinor: 1010n, category: "bank", reference: "", description: "Stripe payout" });
		const returned = line({ type: "Journal", custcol_stripe_category: "payout_return", foreignamount: "-10.10" });
		expect(returned.ok && returned.value[0]).toMatchObject({ amountMinor: -1010n, documentKind: "journal" });
	});

	test("0.1 and 0.2 stay exact, numbers or strings", () => {
		const sum = [0.1, "0.2"]
			.map((foreignamount) => line({ foreignamount, mainline: "T" }))
			.reduce((total, result) => total + (result.ok ? (result.value[0]?.amountMinor ?? 0n) : 0n), 0n);
		expect(sum).toBe(30n);
	});

	test.each([
		["three decimals in USD", { foreignamount: "1.005" }, "TOO_MANY_DECIMALS"],
		["an amount in words", { foreignamount: "n/a" }, "NOT_A_DECIMAL"],
		["no amount", { foreignamount: null }, "FIELD_MISSING"],
		["30 February", { trandate: "2026-02-30" }, "DATE_UNREADABLE"],
	])("%s is refused", (_what, change, code) => {
		expect(line(change)).toMatchObject({ ok: false, error: { code } });
	});
});

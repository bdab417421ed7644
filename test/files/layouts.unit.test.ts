// Every export that Tieout knows, by a small file of its layout with its quirks: what it is taken for, what is asked, and every row to
// the cent. The expected rows lie beside the files; a change there says a change of meaning.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { layouts } from "../../domain/sync/files/layouts/layouts.ts";
import type { TableMapping } from "../../domain/sync/files/table-mapping.ts";
import { goldenBytes, goldenFolder, rendered, settledFile, sourceOf } from "./table-fixture.ts";

interface Fixture {
	readonly file: string;
	readonly layout: string;
	/** The least confidence. */
	readonly sure: number;
	readonly asked: readonly string[];
	readonly answers: Partial<TableMapping>;
	/** Uploaded under this name. */
	readonly as?: string;
}

const account = { account: "ACC-1" };

const fixtures: readonly Fixture[] = [
	{ file: "stripe-payout-reconciliation.csv", layout: "stripe-payout-reconciliation", sure: 0.9, asked: [], answers: {} },
	{ file: "stripe-balance-change.csv", layout: "stripe-balance-change", sure: 0.9, asked: [], answers: {} },
	{ file: "stripe-payouts-report.csv", layout: "stripe-payouts-report", sure: 0.9, asked: [], answers: {} },
	{ file: "stripe-all-transactions.csv", layout: "stripe-all-transactions", sure: 0.9, asked: [], answers: {} },
	{ file: "stripe-payments.csv", layout: "stripe-payments", sure: 0.9, asked: [], answers: {} },
	{ file: "stripe-payouts.csv", layout: "stripe-payouts", sure: 0.9, asked: [], answers: {} },
	{ file: "shopify-payout-transactions.csv", layout: "shopify-payout-transactions", sure: 0.9, asked: [], answers: {} },
	{ file: "shopify-payouts.csv", layout: "shopify-payouts", sure: 0.9, asked: [], answers: {} },
	{ file: "shopify-orders.csv", layout: "shopify-orders", sure: 0.9, asked: [], answers: {} },
	{ file: "paypal-activity.csv", layout: "paypal-activity", sure: 0.9, asked: [], answers: {} },
	{ file: "paypal-activity-german.csv", layout: "paypal-activity", sure: 0.7, asked: [], answers: {} },
	{ file: "paypal-statement.csv", layout: "paypal-statement", sure: 0.9, asked: [], answers: {} },
	{ file: "netsuite-search.csv", layout: "netsuite-search", sure: 0.9, asked: [], answers: {} },
	{
		file: "xero-account-transactions.csv",
		layout: "xero-account-transactions",
		sure: 0.85,
		asked: ["currency"],
		answers: { currency: "GBP" },
	},
	{
		file: "xero-statement-import.csv",
		layout: "xero-statement-import",
		sure: 0.9,
		asked: ["currency", "account"],
		answers: { currency: "GBP", ...account },
	},
	{
		file: "quickbooks-3-columns.csv",
		layout: "quickbooks-3-columns",
		sure: 0.6,
		asked: ["currency", "account"],
		answers: { currency: "GBP", ...account },
	},
	{
		file: "quickbooks-4-columns.csv",
		layout: "quickbooks-4-columns",
		sure: 0.6,
		asked: ["currency", "account", "signs"],
		answers: { currency: "GBP", ...account, signs: "as_written" },
	},
	{ file: "chase-checking.csv", layout: "chase-checking", sure: 0.9, asked: [], answers: {}, as: "Chase4471_Activity_20261020.CSV" },
	{ file: "chase-card.csv", layout: "chase-card", sure: 0.9, asked: ["account"], answers: account },
	{ file: "mercury-2026.csv", layout: "mercury", sure: 0.9, asked: [], answers: {} },
	{ file: "mercury-2024.csv", layout: "mercury", sure: 0.9, asked: [], answers: {} },
	{ file: "hsbc-uk-personal.csv", layout: "hsbc-uk-personal", sure: 0.6, asked: ["account"], answers: account },
	{ file: "hsbc-uk-business.csv", layout: "hsbc-uk-business", sure: 0.9, asked: ["account"], answers: account },
	{ file: "barclays.csv", layout: "barclays", sure: 0.9, asked: [], answers: {} },
	{ file: "wise-statement.csv", layout: "wise-statement", sure: 0.9, asked: ["account"], answers: account },
	{ file: "wise-transfers.csv", layout: "wise-transfers", sure: 0.9, asked: [], answers: {} },
	{ file: "revolut-business-2025.csv", layout: "revolut-business", sure: 0.9, asked: [], answers: {} },
	{ file: "revolut-business-2024.csv", layout: "revolut-business", sure: 0.9, asked: [], answers: {} },
	{ file: "hdfc.csv", layout: "hdfc", sure: 0.9, asked: [], answers: {} },
	{ file: "icici.csv", layout: "icici", sure: 0.9, asked: [], answers: {} },
	{ file: "icici-crdr.csv", layout: "icici", sure: 0.75, asked: ["account"], answers: account },
	{ file: "generic-semicolon.csv", layout: "generic", sure: 0.5, asked: ["currency", "account"], answers: { currency: "EUR", ...account } },
];

describe.each(fixtures)("$file", ({ file, layout, sure, asked, answers, as }) => {
	test("is known by its headers and values, and asks only what it doesn't say", async () => {
		const bytes = goldenBytes(file);
		const { settled } = await settledFile(sourceOf(as ?? file, bytes), bytes);
		expect(settled.layout?.layout).toBe(layout);
		expect(settled.confidence).toBeGreaterThanOrEqual(sure);
		expect(settled.why.length).toBeGreaterThan(0);
		expect(settled.questions.map(({ field }) => field)).toEqual(asked);
	});

	test("gives these rows to the cent, and every other row of it is told apart", async () => {
		const bytes = goldenBytes(file);
		const { format, settled } = await settledFile(sourceOf(as ?? file, bytes), bytes);
		const settings = { ...settled.settings, ...answers };
		const lines = await rendered(sourceOf(as ?? file, bytes), format, settings);
		await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(join(goldenFolder, file.replace(/\.csv$/, ".expected.txt")));
		// However the bytes arrive, the same comes out.
		for (const piece of [1, 64, 1_000_000]) expect(await rendered(sourceOf(as ?? file, bytes, piece), format, settings)).toEqual(lines);
	});

	test("gives records whose text is that part of the file", async () => {
		const bytes = goldenBytes(file);
		const source = sourceOf(file, bytes);
		const { format, settled } = await settledFile(source, bytes);
		for await (const item of format.open(source, { ...settled.settings, ...answers })) {
			if (item.what !== "record" || item.span === null) continue;
			const cut = bytes.subarray(item.span.start, item.span.end);
			expect(new TextDecoder(settled.settings.encoding).decode(cut)).toBe(item.text);
		}
	});
});

test("every layout has a file here, and every file is tested", () => {
	expect(layouts.map(({ id }) => id).filter((id) => !fixtures.some(({ layout }) => layout === id))).toEqual([]);
	const files = readdirSync(goldenFolder).filter((name) => name.endsWith(".csv"));
	expect(files.filter((name) => !fixtures.some(({ file }) => file === name))).toEqual([]);
});

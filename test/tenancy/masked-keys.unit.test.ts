// What is masked stands in no key either, whichever format made it: every row of every golden file, one column at a time.
import { describe, expect, test } from "vitest";
import { bankLineStem } from "../../domain/sync/statement/bank-line-key.ts";
import { coveredKey, keysMasked } from "../../domain/tenancy/policies/masked-keys.ts";
import { maskableFields, maskedColumns, noMasks } from "../../domain/tenancy/policies/masking.ts";
import { goldenKeys, keysThatSay } from "./file-keys.ts";

const everything = new Set(maskedColumns);
const tidy = (text: string): string => text.trim().replace(/\s+/g, " ");

describe("a key", () => {
	test("of any golden file holds no value of a masked column, but where the vendor's own id is repeated by a column", () => {
		const left: string[] = [];
		let covered = 0;
		for (const { kind, naturalKey, says } of goldenKeys)
			for (const field of maskableFields) {
				const value = tidy(says[field] ?? "");
				if (value.length < 3 || !naturalKey.includes(value)) continue;
				const seen = coveredKey(new Set([`${kind}.${field}` as const]), kind, naturalKey);
				if (seen !== naturalKey) covered++;
				if (seen.includes(value)) left.push(`${kind}.${field} ${seen}`);
			}
		expect(covered).toBeGreaterThan(50);
		// The ids that Stripe and PayPal give, and days of payouts that Shopify doesn't number.
		const ids = /^(?:payout|payout_item|balance_entry|order)\.reference (?:po_|txn_|ch_|re_|py_|[0-9A-Z]{17}:|\d{4}-\d{2}-\d{2}:)/;
		// An account that is called as a line of it is described.
		const alike = "ledger_line.description 4471:4010 Fees:2000:1";
		expect(left.filter((each) => !ids.test(each) && each !== alike)).toEqual([]);
	});

	test("covers each column with its own mask and keeps the day, the amount and the number", async () => {
		const keys = await keysThatSay((place) => `<${place}>`);
		const seen = (kind: "bank_line" | "ledger_line" | "payout_item" | "order", field: (typeof maskableFields)[number]) =>
			coveredKey(new Set([`${kind}.${field}` as const]), kind, keys[kind] ?? "");
		expect(keys.bank_line).toBe("<bank_line.account>:2026-10-03:-300:<bank_line.reference>:1");
		expect(seen("bank_line", "account")).toBe("•••:2026-10-03:-300:<bank_line.reference>:1");
		expect(seen("bank_line", "reference")).toBe("<bank_line.account>:2026-10-03:-300:•••:1");
		expect(seen("bank_line", "document")).toBe(keys.bank_line);
		expect(seen("ledger_line", "account")).toBe("•••:2026-09-02:98000:<ledger_line.reference>:1");
		expect(seen("ledger_line", "reference")).toBe("<ledger_line.account>:2026-09-02:98000:•••:1");
		expect(seen("payout_item", "document")).toBe("98765432101:charge:•••:2026-07-01:12000:EUR:1");
		expect(seen("order", "document")).toBe("•••");
		expect(coveredKey(everything, "bank_line", keys.bank_line ?? "")).toBe("•••:2026-10-03:-300:•••:1");
		expect(coveredKey(noMasks, "bank_line", keys.bank_line ?? "")).toBe(keys.bank_line);
	});

	test.each([
		["an account with a colon", "NL91 ABNA:0417", "•••:2026-10-03:-300:•••:1"],
		["an account that looks like a day and an amount", "x:2026-01-01:5:y", "•••:2026-10-03:-300:•••:1"],
		["an account that is the amount", "300", "•••:2026-10-03:-300:•••:1"],
		["no account", "", ":2026-10-03:-300:•••:1"],
	])("of a bank line with %s", (_, account, expected) => {
		const stem = bankLineStem({ account, date: "2026-10-03", minor: -300n, reference: "", description: "Rent" });
		expect(coveredKey(everything, "bank_line", `${stem}:1`)).toBe(expected);
	});

	test("of a ledger's line is covered when its section or text is full of colons, and when it has the transaction's id in front", () => {
		expect(coveredKey(everything, "ledger_line", "Cash: a:2026-09-02:5:b:2026-09-02:98000:Order: 7:2")).toBe("•••:2026-09-02:5:•••:2");
		expect(coveredKey(everything, "ledger_line", "4471:1010 Checking : Main:98000:1")).toBe("4471:•••:98000:1");
		expect(coveredKey(everything, "ledger_line", "4471:1")).toBe("4471:1");
	});

	test("of a vendor's own stays, and only kinds with forms count as covered", () => {
		expect(coveredKey(everything, "payout_item", "po_1:txn_1")).toBe("po_1:txn_1");
		expect(coveredKey(everything, "bank_line", "TRANSFER-1:1:in")).toBe("TRANSFER-1:1:in");
		expect([keysMasked(everything, "bank_line"), keysMasked(everything, "payout"), keysMasked(noMasks, "bank_line")]).toEqual([
			true,
			false,
			false,
		]);
		expect(keysMasked(new Set(["bank_line.document"]), "bank_line")).toBe(false);
	});
});

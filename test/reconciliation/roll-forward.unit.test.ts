// Payouts that Stripe can't itemise: proven by the balance, or not proven, and said so (SPEC R13).
import { describe, expect, test } from "vitest";
import { BooksBuilder, run } from "./books-builder.ts";

/** 100.00 earned in September, 90.00 in October less a fee of 3.00, 20.00 refunded, 150.00 paid out, 8.00 pending in November. */
const books = (): BooksBuilder =>
	new BooksBuilder()
		.movement({ source: "ch_s", category: "charge", gross: 10_000 }, "2026-09-20T12:00:00Z", "2026-09-22")
		.movement({ source: "ch_o", category: "charge", gross: 9_000, fee: 300 }, "2026-10-05T12:00:00Z", "2026-10-07")
		.movement({ source: "re_o", category: "refund", gross: -2_000 }, "2026-10-09T12:00:00Z", "2026-10-09")
		.movement({ source: "ch_n", category: "charge", gross: 800 }, "2026-10-30T12:00:00Z", "2026-11-02")
		.byHand("po_e", "2026-10-20", 15_000)
		.journal("2026-10-05", [
			{ category: "charge", amount: 9_000, id: "ch_o" },
			{ category: "fee", amount: -300, id: "ch_o" },
		])
		.journal("2026-10-09", [{ category: "refund", amount: -2_000, id: "re_o" }])
		.journal("2026-10-30", [{ category: "charge", amount: 800, id: "ch_n" }])
		.deposit("po_e", "2026-10-20", [{ category: "payout", amount: 15_000, id: "po_e" }], { currency: "EUR" })
		.bank("2026-10-20", 15_000, { ref: "po_e", currency: "EUR" });

const lines = (minor: bigint | null) =>
	run(books().rows, { balances: minor === null ? [] : [{ currency: "EUR", minor }] }).rollForwards.map(
		({ line, minor: amount, tieMinor }) => `${line} ${amount}${tieMinor === null ? "" : ` tie ${tieMinor}`}`,
	);
const proof = (minor: bigint | null) => run(books().rows, { balances: minor === null ? [] : [{ currency: "EUR", minor }] }).proofs[0];

describe("the roll-forward of a balance", () => {
	test("goes forward from the start of history and backward from the balance that was read, pending included", () => {
		expect(lines(2_500n)).toEqual([
			"opening 10000",
			"charge 8700",
			"refund -2000",
			"payouts -15000",
			"failed_payouts 0",
			"closing 1700 tie 0",
			"closing_from_balance 1700",
		]);
		expect(proof(2_500n)).toMatchObject({ kind: "balance_proven", status: "matched", itemsMinor: null, differenceMinor: 0n });
		expect(proof(2_500n)?.sentence).toBe(
			"The bank, Stripe and NetSuite agree on 150.00 EUR. Stripe can’t itemise it; the roll-forward of the EUR balance ties.",
		);
	});
	test("doesn't prove a payout when the two closings differ: a movement is missing", () => {
		expect(lines(2_600n)).toContain("closing 1700 tie -100");
		expect(proof(2_600n)?.status).toBe("unproven");
	});
	test("doesn't prove a payout when no balance was read", () => {
		expect(lines(null).at(-1)).toBe("closing 1700");
		expect(proof(null)?.status).toBe("unproven");
		expect(proof(null)?.sentence).toContain("doesn’t prove it");
	});
	test("doesn't prove a payout that never left the balance", () => {
		const rows = books().rows.filter((row) => row.naturalKey !== "txn_po_e");
		expect(run(rows, { balances: [{ currency: "EUR", minor: 17_500n }] }).proofs[0]?.status).toBe("unproven");
	});
	test("an automatic payout whose items Stripe hasn't listed is compared as a whole and stays unproven", () => {
		const items = [{ source: "ch_1", category: "charge", gross: 5_000 }];
		const builder = new BooksBuilder().agreed("po_1", "2026-10-15", items);
		const rows = builder.rows.filter((row) => row.kind !== "payout_item");
		expect(run(rows).proofs[0]).toMatchObject({ kind: "itemised", status: "unproven", itemsMinor: null });
		expect(run(rows).exceptions).toEqual([]);
	});
});

// The rules of policies, without a database: whom they bind, which is the strictest, what waits, which model may be called.
import { fileWorths } from "../../domain/sync/files/file-worth.ts";
import { describe, expect, test } from "vitest";
import { approvalNeeded } from "../../domain/tenancy/policies/approvals.ts";
import { appliesTo } from "../../domain/tenancy/policies/applies-to.ts";
import { judgeExport, strictest } from "../../domain/tenancy/policies/exports.ts";
import { mayCallModel } from "../../domain/tenancy/policies/models.ts";
import { bothRules, rulesFor } from "../../domain/tenancy/policies/policy.ts";

const these = (...refs: string[]) => ({ mode: "these" as const, refs });
const allBut = (...refs: string[]) => ({ mode: "all_but" as const, refs });

describe("a policy", () => {
	test("for every role but some binds roles that are made later", () => {
		expect(appliesTo({ roles: allBut("owner") }, "owner")).toBe(false);
		expect(appliesTo({ roles: allBut("owner") }, "8f2c0b1e-0000-4000-8000-000000000000")).toBe(true);
		expect(appliesTo({ roles: these("analyst") }, "auditor")).toBe(false);
	});

	test("adds up with others: what one masks stays masked, the strictest export rule counts, and another role never shows more", () => {
		const masking = (role: string, column: "payout.account" | "bank_line.description") => ({
			kind: "masking" as const,
			content: { roles: these(role), columns: [column] },
		});
		const all = [masking("analyst", "payout.account"), masking("auditor", "bank_line.description")];
		expect([...rulesFor(all, "analyst").masks]).toEqual(["payout.account"]);
		expect([...bothRules(rulesFor(all, "auditor"), rulesFor(all, "analyst")).masks].sort()).toEqual([
			"bank_line.description",
			"payout.account",
		]);
		const rule = strictest([
			{ formats: ["csv", "xlsx"], maxRows: 100, approvalAbove: null },
			{ formats: ["csv"], maxRows: 500, approvalAbove: 10 },
		]);
		expect(rule).toEqual({ formats: ["csv"], maxRows: 100, approvalAbove: 10 });
		expect(judgeExport(rule, { format: "csv", rows: 10 })).toEqual({ kind: "free" });
		expect(judgeExport(rule, { format: "csv", rows: 11 })).toEqual({ kind: "approval", above: 10 });
		expect(judgeExport(rule, { format: "csv", rows: 101 })).toMatchObject({ code: "EXPORT_ROWS" });
		expect(judgeExport(rule, { format: "xlsx", rows: 1 })).toMatchObject({ code: "EXPORT_FORMAT" });
	});
});

describe("an approval threshold", () => {
	const policy = { action: "roles.publish" as const, above: { minor: "10000", currency: "USD" }, decides: "changes.decide" as const };

	test("lets what is worth no more pass, whatever its sign, and asks about an amount in a currency that it doesn't know", () => {
		const asks = (minor: bigint, currency: string) => approvalNeeded([policy], "roles.publish", [{ minor, currency }]);
		expect(asks(10_000n, "USD")).toBeNull();
		expect(asks(-10_001n, "USD")).toBe("changes.decide");
		expect(asks(1n, "EUR")).toBe("changes.decide");
		expect(approvalNeeded([policy], "roles.publish", null)).toBe("changes.decide");
		expect(approvalNeeded([policy], "users.change_role", null)).toBeNull();
		expect(approvalNeeded([policy], "roles.publish", [])).toBeNull();
	});

	test("of several currencies asks for each by itself, and of several that ask the one counts whom the fewest roles can be", () => {
		const above = (minor: string, currency: string, decides: "changes.decide" | "users.manage") => ({
			action: "files.import" as const,
			above: { minor, currency },
			decides,
		});
		const all = [above("1000", "USD", "changes.decide"), above("500", "EUR", "changes.decide"), above("100000", "USD", "users.manage")];
		const asks = (...worths: [bigint, string][]) =>
			approvalNeeded(
				all,
				"files.import",
				worths.map(([minor, currency]) => ({ minor, currency })),
			);
		expect(asks([1_000n, "USD"], [500n, "EUR"])).toBeNull();
		expect(asks([1n, "USD"], [501n, "EUR"])).toBe("changes.decide");
		expect(asks([100_001n, "USD"])).toBe("users.manage");
		expect(asks([1n, "JPY"])).not.toBeNull();
	});

	test("takes what a file is worth as money in and money out, never netted, and as unknown where its totals were cut", () => {
		const total = (currency: string, count: number, inMinor: string, outMinor: string) => ({
			...({ kind: "bank_line", account: "", amountMinor: "0", feeMinor: "0", netMinor: "0", firstDate: "", lastDate: "" } as const),
			currency,
			count,
			inMinor,
			outMinor,
		});
		const totals = [total("USD", 1, "100", "-100"), total("EUR", 5, "7", "0"), total("USD", 2, "1", "0")];
		expect(fileWorths({ totals, totalsCut: 0 })).toEqual([
			{ minor: 7n, currency: "EUR" },
			{ minor: 201n, currency: "USD" },
		]);
		expect(fileWorths({ totals, totalsCut: 1 })).toBeNull();
		expect(fileWorths(null)).toBeNull();
	});
});

describe("a model call", () => {
	const eu = { providers: ["anthropic" as const], regions: ["eu" as const] };

	test("is refused until a policy allows it, and by every policy that doesn't name provider and region", () => {
		const call = { provider: "anthropic" as const, region: "eu" as const };
		expect(mayCallModel([], call).ok).toBe(false);
		expect(mayCallModel([eu], call).ok).toBe(true);
		expect(mayCallModel([eu], { ...call, region: "us" }).ok).toBe(false);
		expect(mayCallModel([eu], { ...call, region: "any" }).ok).toBe(false);
		expect(mayCallModel([eu], { ...call, provider: "openai" }).ok).toBe(false);
		expect(mayCallModel([eu, { providers: ["openai"], regions: ["any"] }], call).ok).toBe(false);
	});
});

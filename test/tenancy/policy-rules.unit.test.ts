// The rules of policies, without a database: whom they bind, which is the strictest, what waits, which model may be called.
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
		const asks = (minor: bigint, currency: string) => approvalNeeded([policy], "roles.publish", { minor, currency });
		expect(asks(10_000n, "USD")).toBeNull();
		expect(asks(-10_001n, "USD")).toBe("changes.decide");
		expect(asks(1n, "EUR")).toBe("changes.decide");
		expect(approvalNeeded([policy], "roles.publish", null)).toBe("changes.decide");
		expect(approvalNeeded([policy], "users.change_role", null)).toBeNull();
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

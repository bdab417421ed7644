import { describe, expect, test } from "vitest";
import { TieoutError } from "../../domain/core/errors.ts";
import { stripeNetsuiteRules } from "../../domain/reconciliation/rules.ts";
import { rulesOfEntity } from "../../domain/reconciliation/rules-of-entity.ts";

describe("an entity's rules", () => {
	test("lie over the booking model's: its accounts are added to, the rest is replaced", () => {
		const rules = rulesOfEntity({ version: "own/3", accounts: { fee: "7000" }, bankWindowDays: 7, passes: ["exact"] });
		expect(rules).toEqual({
			...stripeNetsuiteRules,
			version: "own/3",
			bankWindowDays: 7,
			passes: ["exact"],
			accounts: { ...stripeNetsuiteRules.accounts, fee: "7000" },
		});
		expect(rulesOfEntity({})).toEqual(stripeNetsuiteRules);
		expect(rulesOfEntity(JSON.parse(JSON.stringify(stripeNetsuiteRules)))).toEqual(stripeNetsuiteRules);
	});
	test.each([{ tolerance: 5 }, { toleranceMinor: -1 }, { toleranceMinor: 0.5 }, { passes: ["guess"] }, { accounts: { fee: 6150 } }, []])(
		"what can't be read is refused by name, never ignored: %j",
		(own) => {
			expect(() => rulesOfEntity(own)).toThrow(TieoutError);
		},
	);
});

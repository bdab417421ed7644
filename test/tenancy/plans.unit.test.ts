// Plans: what ends where, and what a person is told there.
import { expect, test } from "vitest";
import { features, limitWords, planKeys, planOf, plans, quotas, refuseFeature, refuseQuota } from "../../domain/tenancy/plans.ts";

test("each plan has at least what the smaller one has", () => {
	const ends = quotas.map((quota) => planKeys.map((key) => plans[key].quotas[quota] ?? Number.POSITIVE_INFINITY));
	for (const row of ends) expect(row).toEqual([...row].sort((a, b) => a - b));
	for (const feature of features) {
		const has = planKeys.map((key) => plans[key].features.has(feature));
		expect(has, feature).toEqual([...has].sort((a, b) => Number(a) - Number(b)));
	}
});

test("the last one that fits is let in, the next is told the end, what is used and the plan that goes further", () => {
	expect(refuseQuota(plans.starter, "seats", { used: 4, adding: 1 })).toBeNull();
	expect(refuseQuota(plans.starter, "seats", { used: 5, adding: 1 })).toMatchObject({
		code: "PLAN_LIMIT",
		message:
			"The plan Starter allows 5 people; 5 have access now. Growth allows 50 people. Remove somebody who no longer needs access, or ask an owner for a larger plan under Settings, Plan.",
		facts: { plan: "starter", quota: "seats", used: 5, limit: 5, next: "growth" },
	});
});

test("a plan without a limit refuses nothing, and whoever needs more than the next plan is told of the one that has it", () => {
	expect(refuseQuota(plans.enterprise, "rows", { used: 10_000_000_000, adding: 1 })).toBeNull();
	expect(refuseQuota(plans.starter, "seats", { used: 60, adding: 1 })?.message).toContain("Scale allows 250 people.");
	expect(refuseQuota(plans.scale, "runs", { used: 500_000, adding: 1 })?.message).toContain(
		"Enterprise allows any number of jobs a month.",
	);
});

test("a feature that the plan lacks names the plan that has it", () => {
	expect(refuseFeature(plans.growth, "webhooks")).toBeNull();
	expect(refuseFeature(plans.starter, "single_sign_on")?.message).toBe(
		"Single sign-on: not part of the plan Starter. Growth has this. An owner can ask for it under Settings, Plan.",
	);
});

test("a plan that this version doesn't know limits to the smallest one", () => {
	expect(planOf("gold").key).toBe("starter");
	expect(planOf("scale").key).toBe("scale");
});

test("a limit of one is said in the singular", () => {
	expect(limitWords({ ...plans.starter, quotas: { ...plans.starter.quotas, seats: 1 } }, "seats")).toBe("1 person");
});

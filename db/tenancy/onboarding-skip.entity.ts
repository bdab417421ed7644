// A step of setting up a company that somebody decided not to do, and why. What was done is seen in the data itself.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { createdAt, key } from "../types/columns.ts";
import { MembershipSchema } from "./membership.entity.ts";

export const OnboardingSkipSchema = defineEntity({
	name: "OnboardingSkip",
	tableName: "onboarding_skips",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		/** A key of domain/tenancy/lifecycle/onboarding.ts; "*": the whole list was put away. */
		step: key().primary(),
		reason: p.text(),
		skippedBy: p.uuid(),
		createdAt: createdAt(),
		skipper: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "skipped_by")
				.ownColumns("skipped_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});

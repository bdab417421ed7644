// A version of a policy as it was published: never changed, so that what held on any day can be shown.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { createdAt } from "../types/columns.ts";
import { MembershipSchema } from "./membership.entity.ts";
import { PolicySchema } from "./policy.entity.ts";

export const PolicyVersionSchema = defineEntity({
	name: "PolicyVersion",
	tableName: "policy_versions",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		policyId: p.uuid().primary(),
		version: p.integer().primary(),
		name: p.text(),
		content: p.json(),
		active: p.boolean(),
		/** Why, in the words of who changed it. */
		reason: p.text(),
		/** Who changed it; who approved it stands in the audit trail. */
		madeBy: p.uuid(),
		madeAt: createdAt(),
		policy: () =>
			p
				.manyToOne(PolicySchema)
				.joinColumns("tenant_id", "policy_id")
				.ownColumns("policy_id")
				.deleteRule("no action")
				.updateRule("no action"),
		maker: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "made_by")
				.ownColumns("made_by")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});

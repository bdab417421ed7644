// The role that a person tries on in one session: "view as". It goes with the session, and counts only in the company it was chosen in.
import { defineEntity, p } from "@mikro-orm/core";
import { roles } from "../../domain/tenancy/permissions.ts";
import { ownRows } from "../policies.ts";
import { createdAt } from "../types/columns.ts";
import { MembershipSchema } from "./membership.entity.ts";
import { SessionSchema } from "./session.entity.ts";

export const SessionViewSchema = defineEntity({
	name: "SessionView",
	tableName: "session_views",
	rowLevelSecurity: "force",
	policies: [ownRows("user_id")],
	properties: {
		sessionId: p.uuid().primary(),
		userId: p.uuid(),
		tenantId: p.uuid(),
		/** A system role, or "custom" with the company's own. */
		role: p.enum([...roles, "custom"]),
		/** Of a role that is not there any more nothing is tried on. */
		roleId: p.uuid().nullable(),
		/** What the role would be once its draft is published. */
		draft: p.boolean(),
		createdAt: createdAt(),
		session: () => p.manyToOne(SessionSchema).joinColumns("session_id").deleteRule("cascade").updateRule("no action"),
		membership: () =>
			p
				.manyToOne(MembershipSchema)
				.joinColumns("tenant_id", "user_id")
				.ownColumns("tenant_id", "user_id")
				.deleteRule("cascade")
				.updateRule("no action"),
	},
});

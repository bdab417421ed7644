// Under which name an identity provider knows a member. The name lasts; e-mail addresses are given to other people.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { createdAt, key } from "../types/columns.ts";
import { IdentityProviderSchema } from "./identity-provider.entity.ts";
import { MembershipSchema } from "./membership.entity.ts";

export const SsoIdentitySchema = defineEntity({
	name: "SsoIdentity",
	tableName: "sso_identities",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		providerId: p.uuid().primary(),
		/** The claim `sub`. */
		subject: key().primary(),
		userId: p.uuid(),
		createdAt: createdAt(),
		provider: () =>
			p
				.manyToOne(IdentityProviderSchema)
				.joinColumns("tenant_id", "provider_id")
				.ownColumns("provider_id")
				.deleteRule("cascade")
				.updateRule("no action"),
		membership: () =>
			p.manyToOne(MembershipSchema).joinColumns("tenant_id", "user_id").ownColumns("user_id").deleteRule("cascade").updateRule("no action"),
	},
});

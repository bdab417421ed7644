// A domain whose people an identity provider speaks for, once the company has proven in the DNS that it is theirs.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { IdentityProviderSchema } from "./identity-provider.entity.ts";

export const SsoDomainSchema = defineEntity({
	name: "SsoDomain",
	tableName: "sso_domains",
	rowLevelSecurity: "force",
	policies: [tenantRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		domain: key().primary(),
		providerId: p.uuid(),
		/** What its TXT record has to say. */
		proof: p.text(),
		createdAt: createdAt(),
		verifiedAt: instant().nullable(),
		provider: () =>
			p
				.manyToOne(IdentityProviderSchema)
				.joinColumns("tenant_id", "provider_id")
				.ownColumns("provider_id")
				.deleteRule("cascade")
				.updateRule("no action"),
	},
	indexes: [{ name: "sso_domains_verified", properties: ["domain"], where: "verified_at is not null" }],
});

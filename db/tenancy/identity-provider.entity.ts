// A company's own OpenID Connect provider: where it is, what we are called there, and whom it lets in.
import { defineEntity, p } from "@mikro-orm/core";
import { roles } from "../../domain/tenancy/permissions.ts";
import { doorReads, tenantRows } from "../policies.ts";
import { createdAt } from "../types/columns.ts";
import { TenantSchema } from "./tenant.entity.ts";

export const IdentityProviderSchema = defineEntity({
	name: "IdentityProvider",
	tableName: "identity_providers",
	rowLevelSecurity: "force",
	policies: [tenantRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		/** For the button: "Okta". */
		name: p.text(),
		issuer: p.text(),
		clientId: p.text(),
		secretSealed: p.blob(),
		secretKeyId: p.text(),
		/** `off`: nobody comes in through it; `optional`: beside passwords; `enforced`: instead of them, but for owners. */
		state: p.enum(["off", "optional", "enforced"]),
		/** People without a membership get one at their first login, with this role. */
		joins: p.boolean(),
		defaultRole: p.enum([...roles]),
		createdAt: createdAt(),
		updatedAt: createdAt(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
	},
});

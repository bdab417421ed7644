// A data key of a tenant, wrapped by the master key. Never deleted while something is sealed with it.
import { defineEntity, p } from "@mikro-orm/core";
import { TenantSchema } from "./tenant.entity.ts";
import { tenantRows } from "../policies.ts";
import { createdAt, instant } from "../types/columns.ts";

export const TenantKeySchema = defineEntity({
	name: "TenantKey",
	tableName: "tenant_keys",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		/** 1 is derived from the master key and has no row; rows start at 2. */
		keyNo: p.integer().primary(),
		state: p.enum(["pending", "active", "retired"]),
		wrapped: p.type(Uint8Array),
		createdAt: createdAt(),
		activatedAt: instant().nullable(),
		retiredAt: instant().nullable(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
	},
	uniques: [{ name: "tenant_keys_active", properties: ["tenantId"], where: "state = 'active'" }],
});

// A company whose books are kept: its ledger currency and the time zone in which its days begin.
import { defineEntity, p } from "@mikro-orm/core";
import { entityRows, tenantRows } from "../policies.ts";
import { createdAt, currency } from "../types/columns.ts";
import { TenantSchema } from "./tenant.entity.ts";

export const EntitySchema = defineEntity({
	name: "Entity",
	tableName: "entities",
	rowLevelSecurity: "force",
	policies: [tenantRows(), entityRows("id")],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		name: p.text(),
		currency: currency(),
		/** IANA name. */
		timeZone: p.text(),
		/** Reconciliation rules of this entity as data: accounts per category, windows, tolerances. */
		rules: p.json().defaultRaw("'{}'"),
		createdAt: createdAt(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
	},
});

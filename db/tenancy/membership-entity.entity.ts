// Which entities a member is limited to. No row: the member sees every entity. Bridge: a person reads their own before a tenant is chosen.
import { defineEntity, p } from "@mikro-orm/core";
import { ownRowsRead, tenantRows } from "../policies.ts";
import { EntitySchema } from "./entity.entity.ts";
import { MembershipSchema } from "./membership.entity.ts";

export const MembershipEntitySchema = defineEntity({
	name: "MembershipEntity",
	tableName: "membership_entities",
	rowLevelSecurity: "force",
	policies: [tenantRows(), ownRowsRead("user_id")],
	properties: {
		tenantId: p.uuid().primary(),
		userId: p.uuid().primary(),
		entityId: p.uuid().primary(),
		membership: () =>
			p.manyToOne(MembershipSchema).joinColumns("tenant_id", "user_id").ownColumns("user_id").deleteRule("cascade").updateRule("no action"),
		entity: () =>
			p
				.manyToOne(EntitySchema)
				.joinColumns("tenant_id", "entity_id")
				.ownColumns("entity_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});

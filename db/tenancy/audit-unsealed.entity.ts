// Events that have no place in the chain yet: added with the event, taken away by the sealer. So an event that commits late is sealed
// late and never missed, whatever its time says.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, tenantRows } from "../policies.ts";
import { instant } from "../types/columns.ts";

export const AuditUnsealedSchema = defineEntity({
	name: "AuditUnsealed",
	tableName: "audit_unsealed",
	rowLevelSecurity: "force",
	policies: [tenantRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		at: instant().primary(),
		eventId: p.uuid().primary(),
	},
});

// Where a tenant's chain stands, in one row that sealer and signer lock: what it says follows from seals and checkpoints.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, tenantRows } from "../policies.ts";
import { count, instant } from "../types/columns.ts";

export const AuditChainSchema = defineEntity({
	name: "AuditChain",
	tableName: "audit_chains",
	rowLevelSecurity: "force",
	policies: [tenantRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		count: count(),
		head: p.text(),
		/** How many of them the last checkpoint counts. */
		signedCount: count(),
		signedAt: instant().nullable(),
	},
});

// A signed checkpoint: its words as signed, and where its copy lies outside the database.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { count, instant } from "../types/columns.ts";

export const AuditCheckpointSchema = defineEntity({
	name: "AuditCheckpoint",
	tableName: "audit_checkpoints",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		no: p.integer().primary(),
		count: count(),
		at: instant(),
		/** RFC 8785 JSON, signature included. */
		body: p.text(),
		objectKey: p.text(),
	},
});

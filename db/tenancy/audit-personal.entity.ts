// Personal values of audit events, each with the salt of its commitment. Erasing a row erases the value and proves nothing less of
// the event.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { instant, key } from "../types/columns.ts";

export const AuditPersonalSchema = defineEntity({
	name: "AuditPersonal",
	tableName: "audit_personal",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		eventId: p.uuid().primary(),
		/** "actor.name", "email" */
		field: key().primary(),
		eventAt: instant(),
		/** Whose value it is, where that is known. */
		subjectId: p.uuid().nullable(),
		salt: p.text(),
		value: p.text(),
	},
	indexes: [
		{ name: "audit_personal_subject", properties: ["tenantId", "subjectId"] },
		{ name: "audit_personal_at", properties: ["tenantId", "eventAt"] },
	],
});

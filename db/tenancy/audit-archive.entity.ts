// A month of a tenant's events in object storage, read back and verified before this row is written. A month leaves the database only
// when every tenant has such a row for as many events as there are.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, tenantRows } from "../policies.ts";
import { count, createdAt } from "../types/columns.ts";

export const AuditArchiveSchema = defineEntity({
	name: "AuditArchive",
	tableName: "audit_archives",
	rowLevelSecurity: "force",
	policies: [tenantRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		/** Its first day. */
		month: p.date(),
		events: count(),
		/** Numbers of the first and the last of them. */
		firstSeq: count(),
		lastSeq: count(),
		objectKey: p.text(),
		sha256: p.text(),
		verifiedAt: createdAt(),
	},
	indexes: [{ name: "audit_archives_month", properties: ["tenantId", "month"] }],
});

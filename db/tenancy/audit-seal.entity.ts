// One batch of the chain: which events got which numbers, their hashes, and the head behind the last of them.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { count, createdAt, instant } from "../types/columns.ts";

export const AuditSealSchema = defineEntity({
	name: "AuditSeal",
	tableName: "audit_seals",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		lastSeq: count().primary(),
		firstSeq: count(),
		/** Earliest and latest time among its events. */
		fromAt: instant(),
		toAt: instant(),
		/** 48 bytes an event in the order of their numbers: id (16), hash (32). */
		entries: p.blob(),
		/** Hex. */
		head: p.text(),
		sealedAt: createdAt(),
	},
	indexes: [{ name: "audit_seals_time", properties: ["tenantId", "toAt"] }],
});

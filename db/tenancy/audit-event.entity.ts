// What somebody did: added in the transaction that did it, never changed. Parted by month, and reached through this table alone; names
// of people stand beside it (audit-personal.entity.ts), so that they can be erased.
import { defineEntity, p } from "@mikro-orm/core";
import { actorKinds } from "../../domain/tenancy/actor.ts";
import { doorReads, tenantRows } from "../policies.ts";
import { instant, key } from "../types/columns.ts";

export const AuditEventSchema = defineEntity({
	name: "AuditEvent",
	tableName: "audit_events",
	rowLevelSecurity: "force",
	policies: [tenantRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		/** The start of the transaction that did it. */
		at: instant().primary(),
		id: p.uuid().primary(),
		actorKind: p.enum([...actorKinds]),
		actorId: p.uuid().nullable(),
		onBehalfOf: p.uuid().nullable(),
		/** "roles.publish" */
		action: key(),
		resourceKind: key(),
		resourceId: key(),
		summary: p.text(),
		before: p.json().nullable(),
		after: p.json().nullable(),
		reason: p.text().nullable(),
		correlationId: key(),
		jobId: p.uuid().nullable(),
		/** Field → commitment to the value that stands in audit_personal. */
		personal: p.json(),
	},
	// Newest first within what is asked for; no foreign keys, because the trail outlives what it is about and must not wait for its locks.
	indexes: [
		{ name: "audit_events_actor", properties: ["tenantId", "actorId", "at", "id"] },
		{ name: "audit_events_action", properties: ["tenantId", "action", "at", "id"] },
		{ name: "audit_events_resource", properties: ["tenantId", "resourceId", "at", "id"] },
		{ name: "audit_events_correlation", properties: ["tenantId", "correlationId", "at", "id"] },
		{ name: "audit_events_job", properties: ["tenantId", "jobId", "at", "id"] },
	],
});

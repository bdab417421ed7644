// What somebody did: added in the transaction that did it, never changed.
import { defineEntity, p } from "@mikro-orm/core";
import { actorKinds } from "../../domain/tenancy/actor.ts";
import { tenantRows } from "../policies.ts";
import { createdAt, key } from "../types/columns.ts";
import { TenantSchema } from "./tenant.entity.ts";

export const AuditEventSchema = defineEntity({
	name: "AuditEvent",
	tableName: "audit_events",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		at: createdAt(),
		actorKind: p.enum([...actorKinds]),
		actorId: p.uuid().nullable(),
		actorName: p.text(),
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
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
	},
	indexes: [{ name: "audit_events_at", properties: ["tenantId", "at", "id"] }],
});

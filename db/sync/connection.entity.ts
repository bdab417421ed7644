// A connection of an entity to a vendor: where it lies, how it is set up, never its secrets.
import { defineEntity, p } from "@mikro-orm/core";
import { doorReads, entityRows, tenantRows } from "../policies.ts";
import { createdAt, instant, key } from "../types/columns.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { EntitySchema } from "../tenancy/entity.entity.ts";

export const ConnectionSchema = defineEntity({
	name: "Connection",
	tableName: "connections",
	rowLevelSecurity: "force",
	policies: [tenantRows(), entityRows(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		entityId: p.uuid(),
		/** Held to the vendors that have a connector by the API's schema. */
		vendor: key(),
		name: p.text(),
		/** The only difference between a sandbox and the vendor. Empty for files. */
		baseUrl: p.text(),
		config: p.json().defaultRaw("'{}'"),
		status: p.enum(["untested", "connected", "failing", "paused"]),
		createdAt: createdAt(),
		lastSyncedAt: instant().nullable(),
		lastJobId: p.uuid().nullable(),
		entity: () =>
			p
				.manyToOne(EntitySchema)
				.joinColumns("tenant_id", "entity_id")
				.ownColumns("entity_id")
				.deleteRule("no action")
				.updateRule("no action"),
		lastJob: () =>
			p
				.manyToOne(JobSchema)
				.nullable()
				.joinColumns("tenant_id", "last_job_id")
				.ownColumns("last_job_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [{ name: "connections_entity", properties: ["tenantId", "entityId"] }],
});

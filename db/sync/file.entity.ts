// An uploaded file: its bytes in object storage, how its columns are read, and what became of it.
import { defineEntity, p } from "@mikro-orm/core";
import { tenantRows } from "../policies.ts";
import { count, createdAt } from "../types/columns.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { ConnectionSchema } from "./connection.entity.ts";

export const FileSchema = defineEntity({
	name: "File",
	tableName: "files",
	rowLevelSecurity: "force",
	policies: [tenantRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		connectionId: p.uuid(),
		name: p.text(),
		sizeBytes: count(),
		sha256: p.text(),
		objectKey: p.text(),
		status: p.enum(["uploaded", "mapped", "imported", "refused"]),
		mapping: p.json().nullable(),
		preview: p.json().nullable(),
		uploadedBy: p.uuid().nullable(),
		uploadedAt: createdAt(),
		jobId: p.uuid().nullable(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
		uploader: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "uploaded_by")
				.ownColumns("uploaded_by")
				.deleteRule("no action")
				.updateRule("no action"),
		job: () =>
			p
				.manyToOne(JobSchema)
				.nullable()
				.joinColumns("tenant_id", "job_id")
				.ownColumns("job_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [{ name: "files_connection", properties: ["tenantId", "connectionId", "uploadedAt", "id"] }],
});

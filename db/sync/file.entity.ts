// An uploaded file: its bytes in object storage, how its columns are read, and what became of it.
import { type EntitySchema, defineEntity, p } from "@mikro-orm/core";
import { connectionRows, tenantRows } from "../policies.ts";
import { count, createdAt, key } from "../types/columns.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { ConnectionSchema } from "./connection.entity.ts";

// A function, because a constant can't name itself in its own type.
const self = (): EntitySchema => FileSchema;

export const FileSchema = defineEntity({
	name: "File",
	tableName: "files",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		connectionId: p.uuid(),
		name: p.text(),
		sizeBytes: count(),
		sha256: p.text(),
		objectKey: p.text(),
		status: p.enum(["uploaded", "inspecting", "inspected", "mapped", "imported", "refused"]),
		/** Id of the format it is read as; null until it was looked at. */
		format: key().nullable(),
		/** What it was taken for, with confidence and reasons. */
		detected: p.json().nullable(),
		/** Of its normalised records: the same statement in another wrapping has the same. */
		contentSha256: key().nullable(),
		duplicateOf: p.uuid().nullable(),
		inspectJobId: p.uuid().nullable(),
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
		original: () =>
			p
				.manyToOne(self())
				.nullable()
				.joinColumns("tenant_id", "duplicate_of")
				.ownColumns("duplicate_of")
				.deleteRule("no action")
				.updateRule("no action"),
		inspectJob: () =>
			p
				.manyToOne(JobSchema)
				.nullable()
				.joinColumns("tenant_id", "inspect_job_id")
				.ownColumns("inspect_job_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [
		{ name: "files_content", properties: ["tenantId", "contentSha256"] },
		{ name: "files_connection", properties: ["tenantId", "connectionId", "uploadedAt", "id"] },
	],
});

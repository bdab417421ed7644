// The side cursor of a job that reads a window of a stream: the stream's own cursor stays where it is.
import { defineEntity, p } from "@mikro-orm/core";
import { ConnectionSchema } from "./connection.entity.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { connectionRows, tenantRows } from "../policies.ts";
import { key } from "../types/columns.ts";

export const StreamWindowSchema = defineEntity({
	name: "StreamWindow",
	tableName: "stream_windows",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		jobId: p.uuid().primary(),
		stream: key().primary(),
		connectionId: p.uuid(),
		bounds: p.json(),
		cursor: p.text(),
		done: p.boolean(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
		job: () =>
			p.manyToOne(JobSchema).joinColumns("tenant_id", "job_id").ownColumns("job_id").deleteRule("no action").updateRule("no action"),
	},
});

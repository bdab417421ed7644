// Every move of a stream's cursor, in order and for ever: pages, steps without a page, rewinds by a person.
import { defineEntity, p } from "@mikro-orm/core";
import { ConnectionSchema } from "./connection.entity.ts";
import { JobSchema } from "../jobs/job.entity.ts";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { PageSchema } from "./page.entity.ts";
import { connectionRows, tenantRows } from "../policies.ts";
import { count, createdAt, key } from "../types/columns.ts";

export const CursorMoveSchema = defineEntity({
	name: "CursorMove",
	tableName: "cursor_moves",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		connectionId: p.uuid().primary(),
		stream: key().primary(),
		/** Counts the stream's moves from 1. */
		no: count().primary(),
		cause: p.enum(["page", "skip", "rewind"]),
		cursorBefore: p.text(),
		cursorAfter: p.text(),
		/** Number of the last committed page after the move. */
		seqAfter: count(),
		pageId: p.uuid().nullable(),
		jobId: p.uuid().nullable(),
		/** The person who rewound; null for a sync. */
		actorId: p.uuid().nullable(),
		reason: p.text(),
		movedAt: createdAt(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
		page: () =>
			p
				.manyToOne(PageSchema)
				.nullable()
				.joinColumns("tenant_id", "page_id")
				.ownColumns("page_id")
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
		actor: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "actor_id")
				.ownColumns("actor_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
});

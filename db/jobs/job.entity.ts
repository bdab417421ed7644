// A job: one piece of work a person can see, bound to a workflow execution and its continued runs.
import { defineEntity, type EntitySchema, p } from "@mikro-orm/core";
import { jobStatuses } from "../../domain/jobs/job.ts";
import { doorReads, entityJobs, tenantRows } from "../policies.ts";
import { count, createdAt, instant, key } from "../types/columns.ts";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { EntitySchema as CompanySchema } from "../tenancy/entity.entity.ts";
import { TenantSchema } from "../tenancy/tenant.entity.ts";

// A function, because a constant can't name itself in its own type.
const self = (): EntitySchema => JobSchema;

export const JobSchema = defineEntity({
	name: "Job",
	tableName: "jobs",
	rowLevelSecurity: "force",
	policies: [tenantRows(), entityJobs(), doorReads()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		/** What kind of work: "sync", "import", "reconcile", "archive". */
		kind: key(),
		title: p.text(),
		businessKey: key(),
		workflowId: key(),
		/** First run of the execution chain; null until the workflow has claimed the row. */
		firstRunId: key().nullable(),
		/** The run that is going on, or the last one. */
		runId: key().nullable(),
		status: p.enum([...jobStatuses]),
		/** The entity whose work it is; null: the company's as a whole. */
		entityId: p.uuid().nullable(),
		/** Null when a schedule or the platform asked. */
		requestedBy: p.uuid().nullable(),
		requestedAt: createdAt(),
		startedAt: instant().nullable(),
		closedAt: instant().nullable(),
		input: p.json().defaultRaw("'{}'"),
		result: p.json().nullable(),
		progress: p.json().nullable(),
		failureCode: p.text().nullable(),
		failureMessage: p.text().nullable(),
		correlationId: p.text(),
		/** The job whose running execution this request joined. */
		joinedJobId: p.uuid().nullable(),
		/** The job that this one repeats, and the one whose success replaced this one. */
		supersedesJobId: p.uuid().nullable(),
		supersededByJobId: p.uuid().nullable(),
		/** The job whose run started this one. */
		parentJobId: p.uuid().nullable(),
		/** A JobWaiting while the status is `waiting`. */
		waiting: p.json().nullable(),
		rowsRead: count().default(0),
		rowsWritten: count().default(0),
		archiveKey: p.text().nullable(),
		archiveSha256: p.text().nullable(),
		archivedAt: instant().nullable(),
		tenant: () => p.manyToOne(TenantSchema).joinColumns("tenant_id").deleteRule("no action").updateRule("no action"),
		entity: () =>
			p
				.manyToOne(CompanySchema)
				.nullable()
				.joinColumns("tenant_id", "entity_id")
				.ownColumns("entity_id")
				.deleteRule("no action")
				.updateRule("no action"),
		requester: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "requested_by")
				.ownColumns("requested_by")
				.deleteRule("no action")
				.updateRule("no action"),
		joinedJob: () =>
			p
				.manyToOne(self())
				.nullable()
				.joinColumns("tenant_id", "joined_job_id")
				.ownColumns("joined_job_id")
				.deleteRule("no action")
				.updateRule("no action"),
		supersedesJob: () =>
			p
				.manyToOne(self())
				.nullable()
				.joinColumns("tenant_id", "supersedes_job_id")
				.ownColumns("supersedes_job_id")
				.deleteRule("no action")
				.updateRule("no action"),
		supersededByJob: () =>
			p
				.manyToOne(self())
				.nullable()
				.joinColumns("tenant_id", "superseded_by_job_id")
				.ownColumns("superseded_by_job_id")
				.deleteRule("no action")
				.updateRule("no action"),
		parentJob: () =>
			p
				.manyToOne(self())
				.nullable()
				.joinColumns("tenant_id", "parent_job_id")
				.ownColumns("parent_job_id")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	uniques: [
		{
			name: "jobs_execution",
			properties: ["tenantId", "workflowId", "firstRunId"],
			where: "first_run_id is not null and status <> 'joined'",
		},
	],
	indexes: [
		{
			name: "jobs_list",
			properties: ["tenantId", "requestedAt", "id"],
		},
		{ name: "jobs_workflow", properties: ["tenantId", "workflowId", "requestedAt"] },
		{ name: "jobs_business_key", properties: ["tenantId", "businessKey", "requestedAt"] },
		{ name: "jobs_run", properties: ["tenantId", "runId"], where: "run_id is not null" },
		{ name: "jobs_status", properties: ["tenantId", "status", "requestedAt"] },
		{ name: "jobs_parent", properties: ["tenantId", "parentJobId"], where: "parent_job_id is not null" },
		{ name: "jobs_supersedes", properties: ["tenantId", "supersedesJobId"], where: "supersedes_job_id is not null" },
		{ name: "jobs_open", properties: ["requestedAt"], where: "closed_at is null" },
		{ name: "jobs_unarchived", properties: ["closedAt"], where: "closed_at is not null and archived_at is null" },
	],
});

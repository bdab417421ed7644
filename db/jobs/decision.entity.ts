// A question that a running job asks a person: bound to exactly what it was asked about by a hash.
import { defineEntity, p } from "@mikro-orm/core";
import { JobSchema } from "./job.entity.ts";
import { MembershipSchema } from "../tenancy/membership.entity.ts";
import { jobRows, tenantRows } from "../policies.ts";
import { createdAt, currency, instant, key, minor } from "../types/columns.ts";

export const DecisionSchema = defineEntity({
	name: "Decision",
	tableName: "decisions",
	rowLevelSecurity: "force",
	policies: [tenantRows(), jobRows("decisions")],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		jobId: p.uuid(),
		/** One of domain/jobs/decision.ts. */
		kind: p.text(),
		/** For lists. */
		title: p.text().default(""),
		/** What is asked, for a person: what happens if they approve. */
		sentence: p.text(),
		/** Who may decide: a word of domain/tenancy/permissions.ts. */
		permission: key().default("jobs.decide"),
		/** Never decides about it. null: the platform asks. */
		preparedBy: p.uuid().nullable(),
		/** What it is worth, where it is money: in the currency of most rows. */
		amountMinor: minor().nullable(),
		currency: currency().nullable(),
		/** The same in every currency: a list of minor units as text, and currency. */
		amounts: p.json().defaultRaw(`'[]'`),
		/** Before and after, for a change. */
		diff: p.json().nullable(),
		/** Counts and ids of what it is about. */
		subject: p.json(),
		sha256: p.text(),
		status: p.enum(["open", "approved", "rejected", "expired"]),
		askedAt: createdAt(),
		dueAt: instant(),
		decidedBy: p.uuid().nullable(),
		decidedAt: instant().nullable(),
		/** In whose place, where somebody who is away has named the decider. */
		decidedFor: p.uuid().nullable(),
		comment: p.text().nullable(),
		/** When an approved change was made. */
		appliedAt: instant().nullable(),
		job: () =>
			p.manyToOne(JobSchema).joinColumns("tenant_id", "job_id").ownColumns("job_id").deleteRule("no action").updateRule("no action"),
		preparer: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "prepared_by")
				.ownColumns("prepared_by")
				.deleteRule("no action")
				.updateRule("no action"),
		decider: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "decided_by")
				.ownColumns("decided_by")
				.deleteRule("no action")
				.updateRule("no action"),
		absent: () =>
			p
				.manyToOne(MembershipSchema)
				.nullable()
				.joinColumns("tenant_id", "decided_for")
				.ownColumns("decided_for")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	indexes: [
		{ name: "decisions_job", properties: ["tenantId", "jobId", "askedAt"] },
		{ name: "decisions_open", properties: ["tenantId", "status", "dueAt"] },
	],
});

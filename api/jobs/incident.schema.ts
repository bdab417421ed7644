// The shapes of incidents on the wire.
import { z } from "zod";
import {
	changeable,
	closedForReplay,
	type IncidentFacts,
	incidentJobStates,
	incidentKinds,
	incidentLabel,
	type IncidentRefusal,
	incidentStatuses,
	resolvable,
	signable,
} from "../../domain/jobs/incident.ts";
import { jobKinds, jobStatuses } from "../../domain/jobs/job.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { Result } from "../../domain/core/result.ts";
import { incidentOf, type IncidentRow } from "../../db/jobs/incident.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";

export const incidentIdSchema = z.uuid("An incident's id is a UUID.");
export const nameSchema = z.string().trim().min(1, "Give the incident a name.").max(200, "A name has at most 200 characters.");
export const causeSchema = z.string().trim().max(4000, "A cause has at most 4,000 characters.");
export const fixVersionSchema = z.string().trim().max(100, "A version has at most 100 characters.");

export const incidentFilterSchema = z.object({
	kind: z.enum(incidentKinds).optional(),
	statuses: z.array(z.enum(closedForReplay)).max(closedForReplay.length).optional(),
	failureCode: z.string().trim().min(1).max(100).optional(),
	connectionId: z.uuid().optional(),
	/** Part of the title, the beginning of a business key, or an id. */
	search: z.string().trim().max(200).optional(),
	/** The beginning of the worker's build that a try ran on. */
	build: z.string().trim().max(100).optional(),
	from: z.iso.datetime({ offset: true }).optional(),
	to: z.iso.datetime({ offset: true }).optional(),
});

/** Jobs picked by hand, or everything that a filter finds. */
export const incidentJobsSchema = z.union([z.object({ jobIds: z.array(z.uuid()).max(1000) }), z.object({ filter: incidentFilterSchema })]);

export const progressOutput = z.object({
	total: z.number(),
	replaced: z.number(),
	running: z.number(),
	failed: z.number(),
	left: z.number(),
	nothing: z.number(),
});

/** null: it may be done; else why not. */
const whyNot = z.string().nullable();

export const incidentSchema = z.object({
	id: z.string(),
	number: z.number(),
	/** "INC-31" */
	label: z.string(),
	name: z.string(),
	cause: z.string(),
	fixVersion: z.string(),
	status: z.enum(incidentStatuses),
	filter: incidentFilterSchema.nullable(),
	createdBy: z.string(),
	createdAt: z.string(),
	signedOffBy: z.string().nullable(),
	signedOffAt: z.string().nullable(),
	signOffComment: z.string().nullable(),
	progress: progressOutput,
	/** The newest bulk replay that took up one of its jobs. */
	replayJobId: z.string().nullable(),
	/** For the person who asks. */
	whyNotChange: whyNot,
	whyNotResolve: whyNot,
	whyNotSignOff: whyNot,
});
export type IncidentView = z.infer<typeof incidentSchema>;

export const incidentJobSchema = z.object({
	jobId: z.string(),
	kind: z.enum(jobKinds),
	title: z.string(),
	businessKey: z.string(),
	status: z.enum(jobStatuses),
	requestedAt: z.string(),
	closedAt: z.string().nullable(),
	failureCode: z.string().nullable(),
	failureMessage: z.string().nullable(),
	state: z.enum(incidentJobStates),
	/** Why nothing of it is left to replay. */
	nothing: z.string().nullable(),
	/** The replay that took its place, else its newest replay. */
	replayJobId: z.string().nullable(),
	replayStatus: z.enum(jobStatuses).nullable(),
});

const reason = (result: Result<void, IncidentRefusal>): string | null => (result.ok ? null : result.error.message);

/** @param userId the person who looks at it */
export function incidentView(row: IncidentRow, userId: string): IncidentView {
	return {
		id: row.id,
		number: row.number,
		label: incidentLabel(row.number),
		name: row.name,
		cause: row.cause,
		fixVersion: row.fixVersion,
		status: row.status,
		filter: row.filter === null ? null : incidentFilterSchema.parse(row.filter),
		createdBy: row.createdByName,
		createdAt: row.createdAt,
		signedOffBy: row.signedOffByName,
		signedOffAt: row.signedOffAt,
		signOffComment: row.signOffComment,
		progress: row.progress,
		replayJobId: row.replayJobId,
		whyNotChange: reason(changeable(row)),
		whyNotResolve: reason(resolvable(row)),
		whyNotSignOff: reason(signable(row, userId)),
	};
}

/** @throws TieoutError NOT_FOUND, also for another tenant's incident. `lock`: for a change of it in this transaction. */
export async function incidentOrNotFound(em: ScopedEm, tenantId: string, incidentId: string, lock = false): Promise<IncidentRow> {
	const row = await incidentOf(em, { tenantId, incidentId }, lock);
	if (row === null) throw new TieoutError("NOT_FOUND", "There is no such incident in this company. It may belong to another one.");
	return row;
}

/** The incident, locked, when the rule allows what is about to be done. @throws TieoutError with the rule's own sentence */
export async function incidentIf(
	em: ScopedEm,
	{ tenantId, incidentId }: { readonly tenantId: string; readonly incidentId: string },
	rule: (incident: IncidentFacts) => Result<void, IncidentRefusal>,
): Promise<IncidentRow> {
	const row = await incidentOrNotFound(em, tenantId, incidentId, true);
	const allowed = rule(row);
	if (!allowed.ok) throw new TieoutError(allowed.error.code, allowed.error.message);
	return row;
}

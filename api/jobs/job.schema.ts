// The shapes of jobs on the wire.
import { z } from "zod";
import { jobKinds, jobStatuses } from "../../domain/jobs/job.ts";
import { moneySchema } from "../money.schema.ts";
import { decisionSchema } from "./decision.schema.ts";
import { chainLinkSchema } from "./replay.schema.ts";

const instant = z.string();

export const progressSchema = z.object({
	phase: z.string(),
	streams: z
		.array(
			z.object({
				stream: z.string(),
				state: z.enum(["waiting", "running", "done", "failed"]),
				pages: z.number(),
				rows: z.number(),
				quarantined: z.number(),
			}),
		)
		.readonly(),
});

export const jobRowSchema = z.object({
	id: z.string(),
	kind: z.enum(jobKinds),
	title: z.string(),
	businessKey: z.string(),
	status: z.enum(jobStatuses),
	/** Name of the person who asked; null for the platform. */
	requestedBy: z.string().nullable(),
	requestedAt: instant,
	startedAt: instant.nullable(),
	closedAt: instant.nullable(),
	rowsRead: z.number(),
	rowsWritten: z.number(),
	failureCode: z.string().nullable(),
	failureMessage: z.string().nullable(),
	result: z.record(z.string(), z.unknown()).nullable(),
	progress: progressSchema.nullable(),
	joinedJobId: z.string().nullable(),
	/** The job that this run repeats. */
	supersedesJobId: z.string().nullable(),
	/** The replay that took its place. */
	supersededByJobId: z.string().nullable(),
	/** The job whose run started this one. */
	parentJobId: z.string().nullable(),
	waiting: z
		.object({ kind: z.enum(["decision", "paused"]), sentence: z.string(), decisionId: z.string().optional(), since: instant })
		.nullable(),
});

export const eventSchema = z.object({
	/** Unique in the job: "71", in a continued run "2-71". */
	eventId: z.string(),
	runId: z.string(),
	type: z.string(),
	at: instant,
	summary: z.string(),
	/** Unique in the job, as `eventId`. */
	activityId: z.string().nullable(),
	activityType: z.string().nullable(),
	attempt: z.number().nullable(),
});

export const jobDetailSchema = jobRowSchema.extend({
	workflowId: z.string(),
	runId: z.string().nullable(),
	correlationId: z.string(),
	input: z.record(z.string(), z.unknown()),
	archivedAt: instant.nullable(),
	archiveSha256: z.string().nullable(),
	explanation: z.object({ title: z.string(), retry: z.string(), happened: z.string(), safe: z.string(), next: z.string() }).nullable(),
	attempts: z.array(
		z.object({
			id: z.string(),
			activityId: z.string(),
			activityType: z.string(),
			attempt: z.number(),
			startedAt: instant,
			endedAt: instant.nullable(),
			outcome: z.enum(["running", "ok", "failed", "cancelled"]),
			failureCode: z.string().nullable(),
			failureMessage: z.string().nullable(),
			/** What a person can do about it. */
			failureNext: z.string().nullable(),
			workerBuild: z.string(),
			pageId: z.string().nullable(),
			/** Where the history says how this activity ended; null while it is in neither Temporal nor the archive. */
			eventId: z.string().nullable(),
		}),
	),
	pages: z.array(
		z.object({
			id: z.string(),
			stream: z.string(),
			seq: z.number().nullable(),
			pageNo: z.number(),
			activityId: z.string(),
			attempt: z.number(),
			kind: z.enum(["page", "refusal", "total", "reprocess"]),
			status: z.number(),
			rowCount: z.number(),
			receivedAt: instant,
		}),
	),
	totals: z.array(
		z.object({
			stream: z.string(),
			name: z.string(),
			currency: z.string(),
			ours: moneySchema,
			theirs: moneySchema.nullable(),
			oursCount: z.number().nullable(),
			theirsCount: z.number().nullable(),
			verdict: z.enum(["ties", "differs", "not_proven"]),
			note: z.string(),
			asOf: instant,
			pageId: z.string().nullable(),
		}),
	),
	/** The first run and every replay of it, oldest first; the job alone where nobody has replayed it. */
	chain: z.array(chainLinkSchema),
	/** Runs that this one has started, in order. */
	children: z.array(jobRowSchema),
	/** What it asks, or has asked, a person; oldest first. */
	decisions: z.array(decisionSchema),
	/** It can be paused now: it reads, and waits for nobody. */
	pausable: z.boolean(),
	/** What it found at the source besides rows: changed fields that wait for a person, and records that are gone, with the first keys. */
	found: z.object({ fieldChanges: z.number(), deleted: z.number(), deletedKeys: z.array(z.string()) }),
	/** Only for those who may see every tenant's runs. */
	temporalWebUrl: z.string().nullable(),
});

// The shapes of replays on the wire: what is asked, the plan, the outcome and one difference.
import { z } from "zod";
import { isLedgerDate } from "../../domain/core/dates.ts";
import { jobKinds, jobStatuses } from "../../domain/jobs/job.ts";
import { replayModes } from "../../domain/jobs/replay/replay.ts";
import { moneySchema } from "../money.schema.ts";

const day = z
	.string()
	.regex(/^\d{4}-\d{2}-\d{2}$/)
	.refine(isLedgerDate, "This day is not in the calendar.");

export const replayOptionsSchema = z.object({
	streams: z.array(z.string().max(100)).min(1, "Choose at least one stream.").max(50).optional(),
	window: z
		.object({ from: day, to: day })
		.refine(({ from, to }) => from <= to, "The window's first day is after its last.")
		.optional(),
	pageIds: z.array(z.uuid()).min(1).max(1_000).optional(),
	recordKeys: z
		.array(z.object({ stream: z.string().max(100), naturalKey: z.string().max(500) }))
		.min(1)
		.max(1_000)
		.optional(),
	rules: z.enum(["original", "present"]).optional(),
	reconcileAfter: z.boolean().default(true),
});

export const replayAskSchema = z.object({
	jobId: z.uuid(),
	/** Stored pages are the standard: nothing outside is asked. */
	mode: z.enum(replayModes).default("reprocess"),
	options: replayOptionsSchema.default({ reconcileAfter: true }),
});

export const refusalSchema = z.object({ code: z.string(), sentence: z.string(), jobId: z.string().nullable() });

export const replayPlanSchema = z.object({
	of: z.object({ id: z.string(), title: z.string(), kind: z.enum(jobKinds), status: z.enum(jobStatuses) }),
	mode: z.enum(replayModes),
	options: replayOptionsSchema,
	/** `why`: why this way is not open here. */
	modes: z.array(z.object({ mode: z.enum(replayModes), title: z.string(), why: z.string().nullable() })),
	choices: z.object({
		streams: z.array(
			z.object({
				stream: z.string(),
				title: z.string(),
				failed: z.boolean(),
				rows: z.number(),
				/** This plan reads it; a plan that was kept before this was said has no word on it. */
				read: z.boolean().default(false),
			}),
		),
		window: z.object({ from: z.string(), to: z.string() }).nullable(),
		rules: z.boolean(),
	}),
	/** Why it can't start now; `jobId`: the open job to stop or to wait for. */
	refusal: refusalSchema.nullable(),
	read: z.array(z.object({ what: z.string(), detail: z.string(), count: z.number().nullable(), about: z.boolean() })),
	notRead: z.array(z.object({ what: z.string(), count: z.number().nullable() })),
	written: z.array(
		z.object({ what: z.string(), count: z.number().nullable(), about: z.boolean(), guard: z.enum(["guarded", "locked"]), how: z.string() }),
	),
	/** Empty: nothing is written outside. */
	outside: z.array(z.object({ system: z.string(), count: z.number() })),
	outsideSentence: z.string(),
	disturbs: z.array(z.object({ what: z.string(), count: z.number(), sentence: z.string() })),
	cost: z.object({
		requests: z.array(z.object({ vendor: z.string(), count: z.number().nullable() })),
		version: z.string().nullable(),
		versionBefore: z.string().nullable(),
		after: z.array(z.object({ title: z.string(), runId: z.string().nullable() })),
	}),
	action: z.string(),
});

export const chainLinkSchema = z.object({
	jobId: z.string(),
	title: z.string(),
	kind: z.enum(jobKinds),
	status: z.enum(jobStatuses),
	requestedBy: z.string().nullable(),
	requestedAt: z.string(),
	closedAt: z.string().nullable(),
	/** null: the first run. */
	mode: z.enum(replayModes).nullable(),
	supersededByJobId: z.string().nullable(),
});

export const replayOutcomeSchema = z.object({
	rows: z.object({ added: z.number(), changed: z.number(), gone: z.number(), unchanged: z.number() }),
	origin: z.object({ source: z.number(), us: z.number() }),
	matches: z.object({ gained: z.number(), lost: z.number(), changed: z.number(), before: z.number(), after: z.number() }),
	exceptions: z.object({ closed: z.number(), opened: z.number(), changed: z.number(), before: z.number(), after: z.number() }),
	/** Per month, side and currency: before, each change, after. */
	difference: z.array(
		z.object({
			month: z.string(),
			side: z.enum(["books", "bank"]),
			currency: z.string(),
			before: moneySchema,
			steps: z.array(z.object({ label: z.string(), change: moneySchema })),
			after: moneySchema,
			ties: z.boolean(),
		}),
	),
	runs: z.array(z.object({ entityId: z.string(), month: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
	tie: z.object({ ties: z.boolean(), sentence: z.string() }).nullable(),
	sentence: z.string(),
});

export const diffGroups = ["matches", "exceptions", "records"] as const;

export const diffRowSchema = z.object({
	id: z.string(),
	group: z.enum(diffGroups),
	change: z.enum(["added", "changed", "gone", "gained", "lost", "closed", "opened"]),
	label: z.string(),
	/** Month of the reconciliation; null for records. */
	month: z.string().nullable(),
	/** Of records: the canonical row, and which of its versions stand beside each other. */
	canonicalId: z.string().nullable(),
	beforeVersion: z.number().nullable(),
	afterVersion: z.number().nullable(),
	recordId: z.string().nullable(),
	rowKind: z.string().nullable(),
	/** null: the whole record, the whole match. */
	field: z.string().nullable(),
	before: z.string().nullable(),
	after: z.string().nullable(),
	difference: moneySchema.nullable(),
	/** Who changed it: the source, or we in reading it otherwise. Of records only. */
	origin: z.enum(["source", "us"]).nullable(),
});

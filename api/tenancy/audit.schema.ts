// The audit trail's shapes on the wire, and what a list of it may be narrowed by.
import { z } from "zod";

/** With up to six decimals: half of an event's key. */
export const auditInstant = z.iso.datetime({ offset: false, error: "A time is like 2026-11-09T12:00:00.000000Z." });

export const auditFilterSchema = z.object({
	actorId: z.uuid("A person's or key's id is a UUID.").optional(),
	action: z.string().trim().min(1).max(100).optional(),
	resourceId: z.string().trim().min(1).max(200).optional(),
	correlationId: z.string().trim().min(1).max(200).optional(),
	jobId: z.uuid("A job's id is a UUID.").optional(),
	from: auditInstant.optional(),
	/** Exclusive. */
	until: auditInstant.optional(),
});

export const auditRowSchema = z.object({
	id: z.uuid(),
	at: z.string(),
	actorKind: z.string(),
	actorId: z.uuid().nullable(),
	/** null: it was erased. */
	actorName: z.string().nullable(),
	action: z.string(),
	resourceKind: z.string(),
	resourceId: z.string(),
	summary: z.string(),
	reason: z.string().nullable(),
	correlationId: z.string(),
	jobId: z.uuid().nullable(),
	/** It has its place in the chain; a few seconds after it happened. */
	sealed: z.boolean(),
});

export const auditDetailSchema = auditRowSchema.extend({
	onBehalfOf: z.uuid().nullable(),
	before: z.json(),
	after: z.json(),
	/** Field → value; null: it was erased. */
	personal: z.record(z.string(), z.string().nullable()),
	place: z.object({ seq: z.number(), hash: z.string() }).nullable(),
});

export const checkpointSchema = z.object({
	no: z.number(),
	count: z.number(),
	head: z.string(),
	at: z.string(),
	/** As people compare it. */
	signer: z.string(),
	/** The file as it was signed. */
	text: z.string(),
});

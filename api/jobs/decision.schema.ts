// What a job asks a person, on the wire: the question, what it is bound to, and what is decided about.
import { z } from "zod";
import { approvalLocks } from "../../db/tenancy/approval.store.ts";
import { moneySchema } from "../money.schema.ts";

export const decisionSchema = z.object({
	id: z.string(),
	kind: z.enum(["mass_delete"]),
	sentence: z.string(),
	status: z.enum(["open", "approved", "rejected", "expired"]),
	/** Handed back with the answer: what is decided about must not have changed since. */
	sha256: z.string(),
	askedAt: z.string(),
	dueAt: z.string(),
	/** Name of the person. */
	decidedBy: z.string().nullable(),
	decidedAt: z.string().nullable(),
	comment: z.string().nullable(),
	/** Who may answer, and whether the caller may; null once it is answered. */
	answering: z
		.object({
			/** Why the caller can't; null when they can. */
			lock: z.enum(approvalLocks).nullable(),
			/** Who is away and in whose place the caller would answer; null: in their own name. */
			inPlaceOf: z.string().nullable(),
			permission: z.string(),
			/** People who may, a few of them. */
			deciders: z.array(z.string()),
		})
		.nullable(),
	/** What it is worth, one a currency. */
	amounts: z.array(moneySchema),
	subject: z.object({
		/** Records found gone, of how many that are kept. */
		streams: z.array(z.object({ stream: z.string(), title: z.string(), count: z.number(), of: z.number() })),
		/** Some of them. */
		sample: z.array(
			z.object({
				stream: z.string(),
				naturalKey: z.string(),
				label: z.string(),
				date: z.string().nullable(),
				amount: moneySchema.nullable(),
				canonicalId: z.string().nullable(),
			}),
		),
	}),
});

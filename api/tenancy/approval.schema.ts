// What waits for a person, on the wire: a line of the inbox, and the whole of it with what the answer is bound to.
import { z } from "zod";
import { decisionKinds } from "../../domain/jobs/decision.ts";
import { approvalLocks, type ApprovalRow } from "../../db/tenancy/approval.store.ts";
import { decisionSchema } from "../jobs/decision.schema.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";

/** Where a change could not be made at once: what waits for a second person. */
export const waitsSchema = z.object({ jobId: z.string(), decisionId: z.string() }).nullable();

export const approvalSchema = z.object({
	id: z.string(),
	jobId: z.string(),
	jobTitle: z.string(),
	kind: z.enum(decisionKinds),
	title: z.string(),
	sentence: z.string(),
	status: z.enum(["open", "approved", "rejected", "expired"]),
	/** Who may decide. */
	permission: z.string(),
	/** null: the platform asks. */
	preparedBy: z.string().nullable(),
	connectionName: z.string().nullable(),
	/** What it is worth, in the currency of most of its rows. */
	amount: moneySchema.nullable(),
	/** The same in every currency. */
	amounts: z.array(moneySchema),
	/** What is to be changed, where it is a change; else the kind. Alike ones can be answered together. */
	action: z.string(),
	/** Handed back with the answer. */
	sha256: z.string(),
	askedAt: z.string(),
	dueAt: z.string(),
	decidedBy: z.string().nullable(),
	/** In whose place; null: in their own name. */
	decidedFor: z.string().nullable(),
	decidedAt: z.string().nullable(),
	comment: z.string().nullable(),
	/** Why this person can't answer; null when they can. */
	lock: z.enum(approvalLocks).nullable(),
	/** Who is away and in whose place this person would answer; null: in their own name. */
	inPlaceOf: z.string().nullable(),
});

export const approvalDetailSchema = approvalSchema.extend({
	diff: z.object({ before: z.unknown(), after: z.unknown() }).nullable(),
	/** What the person who prepared it said why. */
	reason: z.string().nullable(),
	/** People who may decide it, a few of them. */
	deciders: z.array(z.string()),
	/** The file that would be imported, where that is asked. */
	file: z.object({ id: z.string(), connectionId: z.string() }).nullable(),
	/** What would be deleted, where that is asked. */
	deletion: decisionSchema.shape.subject.nullable(),
});

export const approvalView = ({
	preparedByName,
	decidedByName,
	decidedForName,
	amountMinor,
	currency,
	amounts,
	preparedBy: _preparedBy,
	concerns: _concerns,
	decidedBy: _decidedBy,
	...row
}: ApprovalRow): z.infer<typeof approvalSchema> => ({
	...row,
	inPlaceOf: row.lock === null && row.status === "open" ? row.inPlaceOf : null,
	preparedBy: preparedByName,
	decidedBy: decidedByName,
	decidedFor: decidedForName,
	amounts: amounts.map(({ minor, currency: of }) => moneyWire(minor, of)),
	amount: amountMinor === null || currency === null ? null : moneyWire(amountMinor, currency),
});

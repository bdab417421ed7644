import { z } from "zod";
import { exceptionsOf, type ExceptionRow } from "../../db/reconciliation/exception.store.ts";
import { matchesOf, type MatchRowView } from "../../db/reconciliation/match.store.ts";
import { lineOfException } from "../../domain/reconciliation/line-of-exception.ts";
import { rulesOfEntity } from "../../domain/reconciliation/rules-of-entity.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";
import { proofOrNotFound, runOrNotFound } from "./run-or-not-found.ts";
import { afterSchema, exceptionTypeSchema, runIdSchema } from "./schemas.ts";

const leafSchema = z.object({
	leaf: z.string(),
	label: z.string(),
	a: moneySchema.nullable(),
	b: moneySchema.nullable(),
	difference: moneySchema,
	matched: z.boolean(),
	/** How many of Stripe's rows share the booked line. */
	members: z.number(),
	exceptionType: exceptionTypeSchema.nullable(),
	aCanonicalId: z.string().nullable(),
	aCanonicalVersion: z.number().nullable(),
	bCanonicalId: z.string().nullable(),
	bCanonicalVersion: z.number().nullable(),
	sentence: z.string().nullable(),
});
type Leaf = z.infer<typeof leafSchema>;

/** The records under one line of a payout's proof: exceptions first (with the first page), then matches, paged. */
export const getProofLine = procedure("reconciliations.read")
	.input(
		z.object({
			runId: runIdSchema,
			payoutKey: z.string().max(200),
			category: z.string().max(100),
			after: afterSchema,
			limit: z.int().min(1).max(200).default(20),
		}),
	)
	.output(z.object({ leaves: z.array(leafSchema), next: z.string().nullable(), rest: z.number() }))
	.query(async ({ ctx: { em, tenantId }, input: { runId, payoutKey, category, after, limit } }) => {
		const run = await runOrNotFound(em, { tenantId, runId });
		const rules = rulesOfEntity(run.rules);
		const whole = category === "payout" || category === "bank";
		const level = whole ? (category === "bank" ? "payout_bank" : "payout_ledger") : "item";
		const of = whole ? { memberId: (await proofOrNotFound(em, { tenantId, runId, payoutKey })).canonicalId } : { payoutKey, category };
		const page = await matchesOf(em, { tenantId, runId, level, ...of, after: after ?? null, limit });
		const exceptions = after ? [] : (await exceptionsOf(em, { tenantId, runId, payoutKey, after: null, limit: 200 })).rows;
		const own = exceptions.filter((row) => lineOfException({ ...row, type: exceptionTypeSchema.parse(row.type) }, rules) === category);
		const leaves = [...own.map(leafOfException), ...page.rows.map(leafOfMatch)];
		return { leaves, next: page.next, rest: Math.max(0, (page.total ?? 0) - page.rows.length) };
	});

function leafOfMatch(match: MatchRowView): Leaf {
	const a = match.members.filter(({ side }) => side === "a");
	const [b] = match.members.filter(({ side }) => side === "b");
	const [first] = a;
	const single = a.length === 1 ? first : undefined;
	return {
		leaf: match.leaf,
		label: single === undefined ? `${a.length} in one line` : single.description || single.label,
		a: moneyWire(match.aMinor, match.currency),
		b: moneyWire(match.bMinor, match.currency),
		difference: moneyWire(match.residualMinor, match.currency),
		matched: true,
		members: a.length,
		exceptionType: null,
		aCanonicalId: first?.canonicalId ?? null,
		aCanonicalVersion: first?.canonicalVersion ?? null,
		bCanonicalId: b?.canonicalId ?? null,
		bCanonicalVersion: b?.canonicalVersion ?? null,
		sentence: null,
	};
}

// What Stripe has follows from what is booked and the difference: it is not stored twice.
function leafOfException(row: ExceptionRow): Leaf {
	const money = (minor: bigint) => moneyWire(minor.toString(), row.currency);
	const difference = BigInt(row.differenceMinor);
	const booked = row.bAmountMinor === null ? null : BigInt(row.bAmountMinor);
	const stripe = row.aCanonicalId === null || row.type === "duplicate" ? null : difference + (booked ?? 0n);
	return {
		leaf: row.leaf,
		label: row.leaf,
		a: stripe === null ? null : money(stripe),
		b: booked === null ? null : money(booked),
		difference: money(difference),
		matched: false,
		members: 1,
		exceptionType: exceptionTypeSchema.parse(row.type),
		aCanonicalId: row.aCanonicalId,
		aCanonicalVersion: row.aCanonicalVersion,
		bCanonicalId: row.bCanonicalId,
		bCanonicalVersion: row.bCanonicalVersion,
		sentence: row.sentence,
	};
}

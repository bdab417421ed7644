import { z } from "zod";
import { matchesOf, type MatchRowView } from "../../db/reconciliation/match.store.ts";
import { type ProofLeafRow, proofLeaves } from "../../db/reconciliation/payout-proof.store.ts";
import { moneyOrNull, moneySchema, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";
import { proofOrNotFound } from "./run-or-not-found.ts";
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

/** The records under one line of a payout's proof: what breaks first (with the first page), then matches, paged. Their sum is the line. */
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
		const { currency } = await proofOrNotFound(em, { tenantId, runId, payoutKey });
		const own = after ? [] : await proofLeaves(em, { tenantId, runId, payoutKey, category });
		const page = await matchesOf(em, { tenantId, runId, level: "item", payoutKey, category, after: after ?? null, limit });
		const leaves = [...own.map((leaf) => leafOfProof(leaf, currency)), ...page.rows.map(leafOfMatch)];
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

function leafOfProof({ aMinor, bMinor, exceptionType, ...row }: ProofLeafRow, currency: string): Leaf {
	const difference = BigInt(aMinor ?? "0") - BigInt(bMinor ?? "0");
	return {
		...row,
		a: moneyOrNull(aMinor, currency),
		b: moneyOrNull(bMinor, currency),
		difference: moneyWire(difference.toString(), currency),
		// A rounding has no side at Stripe and explains itself.
		matched: exceptionType === null && bMinor !== null,
		exceptionType: exceptionType === null ? null : exceptionTypeSchema.parse(exceptionType),
	};
}

import { z } from "zod";
import { exceptionsOf } from "../../db/reconciliation/exception.store.ts";
import type { TiedRow } from "../../db/reconciliation/payout-proof.store.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";
import { proofOrNotFound } from "./run-or-not-found.ts";
import { exceptionSchema, exceptionView, payoutSchema, payoutView, runIdSchema } from "./schemas.ts";

const tiedSchema = z.object({
	canonicalId: z.string(),
	canonicalVersion: z.number(),
	/** The deposit's number, or the bank line's account and text. */
	label: z.string(),
	ledgerDate: z.string(),
});

const output = payoutSchema.extend({
	lines: z.array(
		z.object({
			category: z.string(),
			position: z.number(),
			aCount: z.number(),
			a: moneySchema,
			bCount: z.number(),
			b: moneySchema,
			difference: moneySchema,
		}),
	),
	bankRow: tiedSchema.nullable(),
	depositRow: tiedSchema.nullable(),
	exceptions: z.array(exceptionSchema),
});

/** The proof of one payout: its lines by category, the rows it is tied to, and its exceptions. */
export const getProof = procedure("reconciliations.read")
	.input(z.object({ runId: runIdSchema, payoutKey: z.string().max(200) }))
	.output(output)
	.query(async ({ ctx: { em, tenantId }, input: { runId, payoutKey } }) => {
		const proof = await proofOrNotFound(em, { tenantId, runId, payoutKey });
		const exceptions = await exceptionsOf(em, { tenantId, runId, payoutKey, after: null, limit: 200 });
		const { lines, tied, ...payout } = proof;
		return {
			...payoutView(payout),
			lines: lines.map(({ aMinor, bMinor, differenceMinor, ...line }) => ({
				...line,
				a: moneyWire(aMinor, payout.currency),
				b: moneyWire(bMinor, payout.currency),
				difference: moneyWire(differenceMinor, payout.currency),
			})),
			bankRow: tiedView(tied, "payout_bank"),
			depositRow: tiedView(tied, "payout_ledger"),
			exceptions: exceptions.rows.map(exceptionView),
		};
	});

function tiedView(rows: readonly TiedRow[], level: TiedRow["level"]): z.infer<typeof tiedSchema> | null {
	const row = rows.find((tied) => tied.level === level);
	if (row === undefined) return null;
	const label = level === "payout_ledger" ? row.document || row.naturalKey : `${row.account} ${row.description}`.trim();
	return { canonicalId: row.canonicalId, canonicalVersion: row.canonicalVersion, label, ledgerDate: row.ledgerDate };
}

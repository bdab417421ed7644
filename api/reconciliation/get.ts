import { z } from "zod";
import { explainedBy } from "../../db/reconciliation/exception.store.ts";
import { daysBetween, ledgerDateOf } from "../../domain/core/dates.ts";
import { type SourceStatement, sourceStatements } from "../../domain/reconciliation/source-totals.ts";
import { moneyOrNull, moneySchema, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";
import { runOrNotFound } from "./run-or-not-found.ts";
import { exceptionTypeSchema, runIdSchema, runSchema, runView } from "./schemas.ts";

const input = z.object({
	connectionId: z.string(),
	connectionName: z.string(),
	vendor: z.string(),
	stream: z.string(),
	/** Last page that counts. */
	seq: z.number(),
	pages: z.number(),
	readAt: z.string().nullable(),
	/** The input speaks as of then: when the last page that counts was received. */
	asOf: z.string().nullable(),
});

const verdict = z.enum(["ties", "differs", "not_proven"]);

/** What a source itself states of the inputs, and whether they tie to it. */
const source = z.object({
	side: z.enum(["stripe", "netsuite", "bank"]),
	connectionId: z.string(),
	connectionName: z.string(),
	currency: z.string(),
	verdict,
	theirs: moneySchema.nullable(),
	theirsCount: z.number().nullable(),
	ours: moneySchema.nullable(),
	oursCount: z.number().nullable(),
	asOf: z.string().nullable(),
	sentence: z.string(),
	totals: z.array(
		z.object({
			id: z.string(),
			stream: z.string(),
			name: z.string(),
			verdict,
			theirs: moneySchema.nullable(),
			theirsCount: z.number().nullable(),
			ours: moneySchema.nullable(),
			oursCount: z.number().nullable(),
			note: z.string(),
			asOf: z.string(),
		}),
	),
});

const output = runSchema.extend({
	totals: z.array(
		z.object({
			line: z.string(),
			currency: z.string(),
			aCount: z.number(),
			a: moneySchema,
			bCount: z.number(),
			b: moneySchema,
			difference: moneySchema,
			position: z.number(),
		}),
	),
	/** Exceptions summed by type: what explains the open difference. */
	explained: z.array(
		z.object({
			type: exceptionTypeSchema,
			currency: z.string(),
			count: z.number(),
			difference: moneySchema,
			sentence: z.string(),
			/** Age of the oldest, in days, as of the inputs. */
			days: z.number().nullable(),
			payoutKey: z.string().nullable(),
		}),
	),
	/** Per currency: books and bank. Zero when everything is explained. */
	unexplained: z.array(z.object({ section: z.enum(["books", "bank"]), difference: moneySchema })),
	rollForwards: z.array(
		z.object({ currency: z.string(), position: z.number(), line: z.string(), amount: moneySchema, tie: moneySchema.nullable() }),
	),
	inputs: z.array(input),
	/** Per source and currency. */
	sources: z.array(source),
});

/** One run: totals, what explains the difference, roll-forwards and the frozen inputs. */
export const getReconciliation = procedure("reconciliations.read")
	.input(z.object({ runId: runIdSchema }))
	.output(output)
	.query(async ({ ctx: { em, tenantId }, input: { runId } }) => {
		const { totals, rollForwards, inputs, rules: _rules, sourceTotals, ...run } = await runOrNotFound(em, { tenantId, runId });
		const explained = await explainedBy(em, { tenantId, runId });
		const asOf = ledgerDateOf(run.asOf, run.timeZone);
		return {
			...runView(run),
			totals: totals.map(({ aMinor, bMinor, differenceMinor, ...line }) => ({
				...line,
				a: moneyWire(aMinor, line.currency),
				b: moneyWire(bMinor, line.currency),
				difference: moneyWire(differenceMinor, line.currency),
			})),
			explained: explained.map(({ differenceMinor, since, type, ...row }) => ({
				...row,
				type: exceptionTypeSchema.parse(type),
				difference: moneyWire(differenceMinor, row.currency),
				days: since === null ? null : daysBetween(since, asOf),
			})),
			unexplained: totals.flatMap(({ line, currency, differenceMinor }) => {
				const section = line === "books.unexplained" ? ("books" as const) : line === "bank.unexplained" ? ("bank" as const) : null;
				return section === null ? [] : [{ section, difference: moneyWire(differenceMinor, currency) }];
			}),
			rollForwards: rollForwards.map(({ minor, tieMinor, ...line }) => ({
				...line,
				amount: moneyWire(minor, line.currency),
				tie: moneyOrNull(tieMinor, line.currency),
			})),
			inputs: inputs.map((each) => ({ ...each, asOf: each.readAt })),
			sources: sourceStatements(inputs, sourceTotals, [...new Set(totals.map(({ currency }) => currency))]).map(sourceView),
		};
	});

function sourceView({ theirsMinor, oursMinor, totals, ...statement }: SourceStatement): z.infer<typeof source> {
	const money = (minor: string | null) => moneyOrNull(minor, statement.currency);
	return {
		...statement,
		theirs: money(theirsMinor),
		ours: money(oursMinor),
		totals: totals.map(({ theirsMinor: theirs, oursMinor: ours, connectionId: _connection, currency: _currency, ...total }) => ({
			...total,
			theirs: money(theirs),
			ours: money(ours),
		})),
	};
}

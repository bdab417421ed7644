import { z } from "zod";
import { findExceptions, findJobs, findMatches, findRows } from "../../db/sync/search.store.ts";
import { jobStatuses } from "../../domain/jobs/job.ts";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import { may } from "../../domain/tenancy/permissions.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";

const perGroup = 6;

const output = z.object({
	rows: z.array(
		z.object({
			id: z.string(),
			version: z.number(),
			kind: z.enum(canonicalKinds),
			naturalKey: z.string(),
			reference: z.string(),
			ledgerDate: z.string(),
			amount: moneySchema,
			connectionName: z.string(),
			field: z.enum(["naturalKey", "reference", "groupKey", "groupReference", "document"]),
		}),
	),
	jobs: z.array(
		z.object({
			id: z.string(),
			title: z.string(),
			businessKey: z.string(),
			status: z.enum(jobStatuses),
			requestedAt: z.string(),
			why: z.enum(["id", "key", "touched"]),
		}),
	),
	matches: z.array(
		z.object({ id: z.string(), runId: z.string(), month: z.string(), leaf: z.string(), pass: z.string(), residual: moneySchema }),
	),
	exceptions: z.array(
		z.object({
			id: z.string(),
			runId: z.string(),
			month: z.string(),
			type: z.string(),
			leaf: z.string(),
			sentence: z.string(),
			payoutKey: z.string().nullable(),
			difference: moneySchema,
		}),
	),
});

/** Any id of any vendor, whole or its beginning: the records, the jobs that touched them, their matches and exceptions. */
export const searchIds = procedure("explorer.read")
	.input(
		z.object({ text: z.string().trim().min(2, "Type at least two characters.").max(200), limit: z.int().min(1).max(50).default(perGroup) }),
	)
	.output(output)
	.query(async ({ ctx: { em, tenantId, access }, input: { text, limit } }) => {
		const rows = await findRows(em, { tenantId, text, limit });
		// What leads on is an id that was given whole, or the one row that was meant.
		const meant = rows.filter(({ exact }) => exact || rows.length === 1);
		const ids = meant.map(({ id }) => id);
		const jobs = may(access, "jobs.read") ? await findJobs(em, { tenantId, text, limit }, ids) : [];
		const reads = may(access, "reconciliations.read");
		const matches = reads && ids.length > 0 ? await findMatches(em, tenantId, ids, limit) : [];
		const keys = [...new Set([text, ...meant.flatMap((row) => [row.naturalKey, row.reference])])].filter((key) => key !== "");
		const exceptions = reads ? await findExceptions(em, tenantId, keys, limit) : [];
		return {
			rows: rows.map(({ amountMinor, groupKey: _group, exact: _exact, ...row }) => ({
				...row,
				amount: moneyWire(amountMinor, row.currency),
			})),
			jobs: jobs.map((job) => ({ ...job, status: job.status as (typeof jobStatuses)[number] })),
			matches: matches.map(({ residualMinor, currency, ...match }) => ({ ...match, residual: moneyWire(residualMinor, currency) })),
			exceptions: exceptions.map(({ differenceMinor, currency, rowKey: _row, ...each }) => ({
				...each,
				difference: moneyWire(differenceMinor, currency),
			})),
		};
	});

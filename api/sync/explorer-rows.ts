import { z } from "zod";
import { isLedgerDate } from "../../domain/core/dates.ts";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import { type CanonicalListRow, explorerFacets, explorerRows, explorerSums, type RowSort } from "../../db/sync/explorer-rows.store.ts";
import { decodeCursor, encodeCursor } from "../keyset.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";
import { canonicalRowSchema, canonicalRowView } from "./canonical-row.schema.ts";

const sorts = ["ledgerDate", "amount", "fee", "net", "naturalKey", "category", "reference", "status", "account", "document"] as const;

const date = z.string().refine(isLedgerDate, "Write the day as 2026-10-31.");
const word = z.string().max(200);

export const rowFilterSchema = z
	.object({
		kind: z.enum(canonicalKinds).optional(),
		connectionId: z.uuid().optional(),
		stream: word.optional(),
		entityId: z.uuid().optional(),
		from: date.optional(),
		to: date.optional(),
		currency: word.optional(),
		category: word.optional(),
		status: word.optional(),
		account: word.optional(),
		groupKey: word.optional(),
		groupReference: word.optional(),
		reference: word.optional(),
		/** Beginning of any id in the row, as it stands in the source. */
		search: z.string().trim().max(200).optional(),
	})
	.refine((filter) => filter.kind !== undefined || filter.connectionId !== undefined, "Say which kind of rows, or which connection.");

const input = rowFilterSchema.and(
	z.object({
		/** "-" in front: descending. */
		sort: z.enum([...sorts, ...sorts.map((sort) => `-${sort}` as const)]).default("-ledgerDate"),
		after: z.string().max(1000).nullish(),
		limit: z.int().min(1).max(200).default(100),
		/** The totals and facets of the whole set are asked for with the first page only. */
		totals: z.boolean().optional(),
	}),
);

const output = z.object({
	rows: z.array(canonicalRowSchema),
	next: z.string().nullable(),
	/** Rows in the whole filtered set; null where totals were not asked for. */
	total: z.number().nullable(),
	/** Of the whole filtered set, a line per currency. */
	sums: z.array(z.object({ currency: z.string(), count: z.number(), amount: moneySchema, fee: moneySchema, net: moneySchema })),
	facets: z.array(z.object({ facet: z.enum(["currency", "category", "status", "account"]), value: z.string(), count: z.number() })),
});

const sortValue: Readonly<Record<RowSort, (row: CanonicalListRow) => string>> = {
	ledgerDate: (row) => row.ledgerDate,
	amount: (row) => row.amountMinor,
	fee: (row) => row.feeMinor,
	net: (row) => row.netMinor,
	naturalKey: (row) => row.naturalKey,
	category: (row) => row.category,
	reference: (row) => row.reference,
	status: (row) => row.status,
	account: (row) => row.account,
	document: (row) => row.document,
};

export const listRows = procedure("explorer.read")
	.input(input)
	.output(output)
	.query(async ({ ctx, input: { sort: sortText, after, limit, totals, ...filter } }) => {
		const scoped = { ...filter, tenantId: ctx.tenantId };
		const direction = sortText.startsWith("-") ? "desc" : "asc";
		const sort = sortText.replace(/^-/, "") as RowSort;
		const rows = await explorerRows(ctx.em, scoped, { sort, direction, limit: limit + 1, after: decodeCursor(sortText, after ?? null) });
		const shown = rows.slice(0, limit);
		const last = shown.at(-1);
		const next = rows.length > limit && last !== undefined ? encodeCursor(sortText, { value: sortValue[sort](last), id: last.id }) : null;
		const withTotals = totals ?? (after === undefined || after === null);
		const sums = withTotals ? await explorerSums(ctx.em, scoped) : [];
		const facets = withTotals ? await explorerFacets(ctx.em, scoped) : [];
		return {
			rows: shown.map(canonicalRowView),
			next,
			total: withTotals ? sums.reduce((count, sum) => count + sum.count, 0) : null,
			sums: sums.map(({ currency, count, amountMinor, feeMinor, netMinor }) => ({
				currency,
				count,
				amount: moneyWire(amountMinor, currency),
				fee: moneyWire(feeMinor, currency),
				net: moneyWire(netMinor, currency),
			})),
			facets,
		};
	});

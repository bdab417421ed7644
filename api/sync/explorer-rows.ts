import { z } from "zod";
import { isLedgerDate } from "../../domain/core/dates.ts";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import { explorerChoices, explorerRows, type ExplorerSort, explorerTotals } from "../../db/sync/explorer.store.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";
import { canonicalRowSchema, canonicalRowView } from "./canonical-row.schema.ts";

const sorts = {
	ledgerDate: "ledgerDate",
	amount: "amountMinor",
	fee: "feeMinor",
	net: "netMinor",
	naturalKey: "naturalKey",
	category: "category",
	currency: "currency",
	reference: "reference",
	document: "document",
	account: "account",
	status: "status",
} as const satisfies Record<string, ExplorerSort>;
const sortNames = Object.keys(sorts) as (keyof typeof sorts)[];

const facets = ["currency", "category", "status", "account"] as const;

const date = z.string().refine(isLedgerDate, "Write the day as 2026-10-31.");
const minor = z.string().regex(/^-?\d{1,18}$/, "Give the amount in whole minor units.");
const word = z.string().max(200);

const input = z
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
		amountFrom: minor.optional(),
		amountTo: minor.optional(),
		/** Beginning of any id in the row, as it stands in the source. */
		search: z.string().trim().max(200).optional(),
		/** "-" in front: descending. */
		sort: z.enum([...sortNames, ...sortNames.map((name) => `-${name}` as const)]).default("-ledgerDate"),
		after: z.string().max(1000).nullish(),
		limit: z.int().min(1).max(200).default(100),
		/** Totals and facets of the whole set; without it they come with the first page only. */
		totals: z.boolean().optional(),
	})
	.refine((filter) => filter.kind !== undefined || filter.connectionId !== undefined, "Say which kind of rows, or which connection.");

const output = z.object({
	rows: z.array(canonicalRowSchema),
	next: z.string().nullable(),
	/** Rows in the whole filtered set; null where totals were not asked for. */
	total: z.number().nullable(),
	/** Of the whole filtered set, a line per currency. */
	sums: z.array(z.object({ currency: z.string(), count: z.number(), amount: moneySchema, fee: moneySchema, net: moneySchema })),
	/** What each filter can be set to, with how many rows it would keep. */
	facets: z.array(z.object({ facet: z.enum(facets), value: z.string(), count: z.number() })),
});

export const listRows = procedure("explorer.read")
	.input(input)
	.output(output)
	.query(async ({ ctx: { em, tenantId }, input: { sort, after, limit, totals: asked, from, to, ...rest } }) => {
		const filters = { ...rest, dateFrom: from, dateTo: to };
		const by = sorts[sort.replace(/^-/, "") as keyof typeof sorts];
		const direction = sort.startsWith("-") ? "desc" : "asc";
		const page = await explorerRows(em, { tenantId, filters, sort: { by, direction }, cursor: after, limit });
		const rows = page.rows.map(canonicalRowView);
		if (!(asked ?? (after === undefined || after === null))) return { rows, next: page.next, total: null, sums: [], facets: [] };

		const { total, sums } = await explorerTotals(em, { tenantId, filters });
		const choices = [];
		for (const facet of facets) {
			const values = await explorerChoices(em, { tenantId, filters, column: facet });
			choices.push(...values.filter(({ value }) => value !== "").map((value) => ({ facet, ...value })));
		}
		return {
			rows,
			next: page.next,
			total,
			sums: sums.map(({ currency, count, amountMinor, feeMinor, netMinor }) => ({
				currency,
				count,
				amount: moneyWire(amountMinor, currency),
				fee: moneyWire(feeMinor, currency),
				net: moneyWire(netMinor, currency),
			})),
			facets: choices,
		};
	});

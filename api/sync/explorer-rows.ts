import { z } from "zod";
import { isLedgerDate } from "../../domain/core/dates.ts";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import type { ExplorerFilters, ExplorerSort } from "../../db/sync/explorer-source.ts";
import { explorerFacets, explorerRows, explorerTotals } from "../../db/sync/explorer.store.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";
import { requireUnmaskedRows } from "./unmasked.ts";
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
const isSort = (name: string): name is keyof typeof sorts => Object.hasOwn(sorts, name);
const mostSorts = 3;

const date = z.string().refine(isLedgerDate, "Write the day as 2026-10-31.");
const minor = z.string().regex(/^-?\d{1,18}$/, "Give the amount in whole minor units.");
const word = z.string().max(200);
const words = z.union([word, z.array(word).max(50)]);
const ids = z.array(z.uuid()).max(10_000);

/** What decides which rows are in a list, and in which order. */
export const explorerFilter = z
	.object({
		kind: z.enum(canonicalKinds).optional(),
		connectionId: z.uuid().optional(),
		stream: word.optional(),
		entityId: z.uuid().optional(),
		from: date.optional(),
		to: date.optional(),
		currency: words.optional(),
		category: words.optional(),
		status: words.optional(),
		account: words.optional(),
		groupKey: word.optional(),
		groupReference: word.optional(),
		reference: word.optional(),
		amountFrom: minor.optional(),
		amountTo: minor.optional(),
		/** Beginning of any id in the row, as it stands in the source. */
		search: z.string().trim().max(200).optional(),
		/** These rows alone, or all that match but these. */
		ids: ids.optional(),
		exceptIds: ids.optional(),
		/** "-" in front: descending; up to three keys with commas between. */
		sort: z
			.string()
			.max(100)
			.refine((text) => readSorts(text).every(({ name }) => isSort(name)), "The table can't be sorted by this column.")
			.default("-ledgerDate"),
	})
	.refine((filter) => filter.kind !== undefined || filter.connectionId !== undefined, "Say which kind of rows, or which connection.");
export type ExplorerFilterInput = z.infer<typeof explorerFilter>;

function readSorts(text: string): readonly { readonly name: string; readonly direction: "asc" | "desc" }[] {
	const parts = text.split(",").slice(0, mostSorts);
	return parts.map((part) => (part.startsWith("-") ? { name: part.slice(1), direction: "desc" } : { name: part, direction: "asc" }));
}

/** The store's words for a filter that has been checked. */
export function explorerList({ sort, from, to, ...rest }: ExplorerFilterInput) {
	const filters: ExplorerFilters = { ...rest, dateFrom: from, dateTo: to };
	return { filters, sort: readSorts(sort).flatMap(({ name, direction }) => (isSort(name) ? [{ by: sorts[name], direction }] : [])) };
}

const input = z.intersection(
	explorerFilter,
	z.object({
		after: z.string().max(1000).nullish(),
		/** A jump to a row far down; `after` goes on from there. */
		offset: z.int().min(0).max(10_000_000).optional(),
		limit: z.int().min(1).max(200).default(100),
		/** Totals and facets of the whole set; without it they come with the first page only. */
		totals: z.boolean().optional(),
	}),
);

const summary = {
	/** Of the whole filtered set, a line per currency. */
	sums: z.array(z.object({ currency: z.string(), count: z.number(), amount: moneySchema, fee: moneySchema, net: moneySchema })),
	/** What each filter can be set to, with how many rows it would keep. */
	facets: z.array(z.object({ facet: z.enum(explorerFacets), value: z.string(), count: z.number() })),
};

const output = z.object({
	rows: z.array(canonicalRowSchema),
	next: z.string().nullable(),
	/** Rows in the whole filtered set; null where totals were not asked for. */
	total: z.number().nullable(),
	...summary,
});

export const listRows = procedure("explorer.read")
	.input(input)
	.output(output)
	.query(async ({ ctx: { em, tenantId, access }, input: { after, offset, limit, totals: asked, ...filter } }) => {
		requireUnmaskedRows(access.rules.masks, filter);
		const { filters, sort } = explorerList(filter);
		const limited = access.entityIds !== null;
		const page = await explorerRows(em, { tenantId, filters, limited, sort, cursor: after, offset, limit });
		const rows = page.rows.map(canonicalRowView);
		if (!(asked ?? (after === undefined || after === null))) return { rows, next: page.next, total: null, sums: [], facets: [] };
		return { rows, next: page.next, ...summaryView(await explorerTotals(em, { tenantId, filters, limited })) };
	});

/** Count, sums and filter choices apart from the rows: they look at every row that matches, the first rows don't wait for them. */
export const listTotals = procedure("explorer.read")
	.input(explorerFilter)
	.output(z.object({ total: z.number(), ...summary }))
	.query(async ({ ctx: { em, tenantId, access }, input: filter }) => {
		requireUnmaskedRows(access.rules.masks, filter);
		return summaryView(await explorerTotals(em, { tenantId, filters: explorerList(filter).filters, limited: access.entityIds !== null }));
	});

function summaryView({ total, sums, choices }: Awaited<ReturnType<typeof explorerTotals>>) {
	return {
		total,
		sums: sums.map(({ currency, count, amountMinor, feeMinor, netMinor }) => ({
			currency,
			count,
			amount: moneyWire(amountMinor, currency),
			fee: moneyWire(feeMinor, currency),
			net: moneyWire(netMinor, currency),
		})),
		facets: choices.filter(({ value }) => value !== ""),
	};
}

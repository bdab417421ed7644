// Canonical rows for people: filtered, sorted by a whitelisted column, paged by key, with the total and the sums of the whole
// filtered set. Conditions are equality, ranges and starts_with only: anything else would lose its index under row-level security.
import type { PageOf } from "../../domain/core/page.ts";
import type { CanonicalKind } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { sortOrder } from "../types/sort-order.ts";
import {
	conditions,
	type ExplorerFilters,
	type ExplorerOrder,
	explorerSorts,
	indexedOrder,
	rowsSource,
	withinConnections,
} from "./explorer-source.ts";
import { instantText } from "./instant-text.ts";

export interface ExplorerRow {
	readonly id: string;
	readonly version: number;
	readonly connectionId: string;
	readonly connectionName: string;
	readonly vendor: string;
	readonly stream: string;
	readonly kind: CanonicalKind;
	readonly naturalKey: string;
	readonly ledgerDate: string;
	readonly dateKind: string;
	readonly occurredAt: string | null;
	readonly currency: string;
	/** Minor units as text. */
	readonly amountMinor: string;
	readonly feeMinor: string;
	readonly netMinor: string;
	readonly category: string;
	readonly status: string;
	readonly reference: string;
	readonly groupKey: string;
	readonly groupReference: string;
	readonly relatedKey: string;
	readonly document: string;
	readonly documentKind: string;
	readonly account: string;
	readonly description: string;
	readonly fromSeq: number;
	/** Page that replaced this version; null while it is current. */
	readonly toSeq: number | null;
}

export const explorerColumns = `r.id::text as "id", r.version, r.connection_id::text as "connectionId", c.name as "connectionName", c.vendor,
	r.stream, r.kind, r.natural_key as "naturalKey", r.ledger_date::text as "ledgerDate", r.date_kind as "dateKind",
	${instantText("r.occurred_at")} as "occurredAt", r.currency, r.amount_minor::text as "amountMinor", r.fee_minor::text as "feeMinor",
	r.net_minor::text as "netMinor", r.category, r.status, r.reference, r.group_key as "groupKey", r.group_reference as "groupReference",
	r.related_key as "relatedKey", r.document, r.document_kind as "documentKind", r.account, r.description, r.from_seq::int as "fromSeq",
	r.to_seq::int as "toSeq"`;

export interface ExplorerQuery {
	readonly tenantId: string;
	readonly filters: ExplorerFilters;
	/** The acting person sees some entities only. Row security holds without it; with it, only their connections are looked at. */
	readonly limited?: boolean | undefined;
	/** First key first. */
	readonly sort: readonly ExplorerOrder[];
	/** `next` of the page before. */
	readonly cursor?: string | null | undefined;
	/** Without a cursor: how many rows to jump over. */
	readonly offset?: number | undefined;
	readonly limit: number;
}

/** One page of rows. `total` is null: it comes with `explorerTotals`, so that paging stays cheap. @throws TieoutError INPUT for a strange cursor */
export async function explorerRows(em: ScopedEm, query: ExplorerQuery): Promise<PageOf<ExplorerRow>> {
	const filters = await withinConnections(em, query);
	if (filters.connectionIds?.length === 0) return { rows: [], next: null, total: null };
	const order = sortOrder(
		indexedOrder(query.sort).map(({ by, direction }) => ({ ...explorerSorts[by], direction })),
		{ sql: "r.id", type: "uuid" },
	);
	const after = query.cursor ? order.after(query.cursor) : null;
	const source = rowsSource(query.tenantId, filters, {
		sort: query.sort,
		order: order.sql,
		after,
		offset: after === null ? (query.offset ?? 0) : 0,
		limit: query.limit + 1,
	});
	const rows = await em.execute<(ExplorerRow & { at: string[] })[]>(
		`select ${explorerColumns}, ${order.at} as "at" from ${source.sql} r
		join connections c on c.tenant_id = r.tenant_id and c.id = r.connection_id order by ${order.sql}`,
		[...source.values],
	);
	const shown = rows.slice(0, query.limit);
	const last = shown.at(-1);
	return {
		rows: shown.map(({ at: _at, ...row }) => row),
		next: rows.length > query.limit && last !== undefined ? order.cursorOf(last.at) : null,
		total: null,
	};
}

export interface ExplorerTotals {
	readonly total: number;
	/** Per currency: money is never added across currencies. */
	readonly sums: readonly {
		readonly currency: string;
		readonly count: number;
		readonly amountMinor: string;
		readonly feeMinor: string;
		readonly netMinor: string;
	}[];
}

export const explorerFacets = ["currency", "category", "status", "account"] as const;
export type ExplorerFacet = (typeof explorerFacets)[number];

export interface ExplorerChoice {
	readonly facet: ExplorerFacet;
	readonly value: string;
	readonly count: number;
}

interface Group extends Readonly<Record<ExplorerFacet, string>> {
	readonly count: number;
	readonly amountMinor: string;
	readonly feeMinor: string;
	readonly netMinor: string;
}

const choicesPerFacet = 50;

/**
 * Count and sums of the whole filtered set, and what each filter can be set to (at most fifty values). One pass over the rows,
 * grouped finely, is added up here: a pass per total and facet took five times as long.
 */
export async function explorerTotals(
	em: ScopedEm,
	{ tenantId, filters, limited }: { readonly tenantId: string; readonly filters: ExplorerFilters; readonly limited?: boolean },
): Promise<ExplorerTotals & { readonly choices: readonly ExplorerChoice[] }> {
	// What a filter could be set to isn't narrowed by that filter itself: so these four are applied to the groups.
	const { currency, category, status, account, ...rest } = await withinConnections(em, { tenantId, filters, limited });
	const chosen = { currency, category, status, account };
	const { sql, values } = conditions(tenantId, rest);
	const groups = await em.execute<Group[]>(
		`select r.currency, r.category, r.status, r.account, count(*)::int as "count", sum(r.amount_minor)::text as "amountMinor",
			sum(r.fee_minor)::text as "feeMinor", sum(r.net_minor)::text as "netMinor" from canonical_rows r where ${sql} group by 1, 2, 3, 4`,
		[...values],
	);
	const fits = (group: Group, but?: ExplorerFacet): boolean =>
		explorerFacets.every((facet) => facet === but || chosen[facet] === undefined || [chosen[facet]].flat().includes(group[facet]));
	const matching = groups.filter((group) => fits(group));
	const currencies = [...new Set(matching.map((group) => group.currency))].sort();
	return {
		total: matching.reduce((total, { count }) => total + count, 0),
		sums: currencies.map((each) => sumOf(each, matching)),
		choices: explorerFacets.flatMap((facet) =>
			choicesOf(
				facet,
				groups.filter((group) => fits(group, facet)),
			),
		),
	};
}

function sumOf(currency: string, groups: readonly Group[]): ExplorerTotals["sums"][number] {
	const own = groups.filter((group) => group.currency === currency);
	const sum = (pick: (group: Group) => string): string => own.reduce((total, group) => total + BigInt(pick(group)), 0n).toString();
	return {
		currency,
		count: own.reduce((total, { count }) => total + count, 0),
		amountMinor: sum(({ amountMinor }) => amountMinor),
		feeMinor: sum(({ feeMinor }) => feeMinor),
		netMinor: sum(({ netMinor }) => netMinor),
	};
}

function choicesOf(facet: ExplorerFacet, groups: readonly Group[]): ExplorerChoice[] {
	const counts = new Map<string, number>();
	for (const group of groups) counts.set(group[facet], (counts.get(group[facet]) ?? 0) + group.count);
	return [...counts]
		.map(([value, count]) => ({ facet, value, count }))
		.sort((a, b) => (a.value < b.value ? -1 : 1))
		.slice(0, choicesPerFacet);
}

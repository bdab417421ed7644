// Canonical rows for people: filtered, sorted by a whitelisted column, paged by key, with the total and the sums of the whole
// filtered set. Conditions are equality, ranges and starts_with only: anything else would lose its index under row-level security.
import type { PageOf, SortDirection } from "../../domain/core/page.ts";
import type { CanonicalKind } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { sortOrder } from "../types/sort-order.ts";
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

/** What a table may be sorted by: the column and its SQL type for the key. */
export const explorerSorts = {
	ledgerDate: { sql: "r.ledger_date", type: "date" },
	amountMinor: { sql: "r.amount_minor", type: "bigint" },
	feeMinor: { sql: "r.fee_minor", type: "bigint" },
	netMinor: { sql: "r.net_minor", type: "bigint" },
	naturalKey: { sql: "r.natural_key", type: "text" },
	category: { sql: "r.category", type: "text" },
	currency: { sql: "r.currency", type: "text" },
	reference: { sql: "r.reference", type: "text" },
	document: { sql: "r.document", type: "text" },
	account: { sql: "r.account", type: "text" },
	status: { sql: "r.status", type: "text" },
} as const;
export type ExplorerSort = keyof typeof explorerSorts;

export interface ExplorerFilters {
	readonly kind?: CanonicalKind | undefined;
	readonly entityId?: string | undefined;
	readonly connectionId?: string | undefined;
	readonly stream?: string | undefined;
	readonly dateFrom?: string | undefined;
	readonly dateTo?: string | undefined;
	/** One value, or any of several. */
	readonly currency?: string | readonly string[] | undefined;
	readonly category?: string | readonly string[] | undefined;
	readonly status?: string | readonly string[] | undefined;
	readonly account?: string | readonly string[] | undefined;
	readonly groupKey?: string | undefined;
	readonly groupReference?: string | undefined;
	readonly reference?: string | undefined;
	readonly amountFrom?: string | undefined;
	readonly amountTo?: string | undefined;
	/** The beginning of a natural key, reference, group, group reference or document number. */
	readonly search?: string | undefined;
	/** These rows, or all but these. */
	readonly ids?: readonly string[] | undefined;
	readonly exceptIds?: readonly string[] | undefined;
	/** Rows as of these committed pages: connection, stream and sequence number. Without it: current rows. */
	readonly asOf?: readonly { readonly connectionId: string; readonly stream: string; readonly seq: number }[] | undefined;
}

const equalities: Readonly<Partial<Record<keyof ExplorerFilters, string>>> = {
	kind: "r.kind = ?",
	entityId: "c.entity_id = ?::uuid",
	connectionId: "r.connection_id = ?::uuid",
	stream: "r.stream = ?",
	dateFrom: "r.ledger_date >= ?::date",
	dateTo: "r.ledger_date <= ?::date",
	currency: "r.currency = any(?::text[])",
	category: "r.category = any(?::text[])",
	status: "r.status = any(?::text[])",
	account: "r.account = any(?::text[])",
	groupKey: "r.group_key = ?",
	groupReference: "r.group_reference = ?",
	reference: "r.reference = ?",
	amountFrom: "r.amount_minor >= ?::bigint",
	amountTo: "r.amount_minor <= ?::bigint",
	ids: "r.id = any(?::uuid[])",
	exceptIds: "r.id <> all(?::uuid[])",
};

const anyOf = "= any(?::text[])";

// Each column has an index of its own; where most rows have nothing, the index leaves them out and the condition must say so too.
const searched = [
	"starts_with(r.natural_key, ?)",
	"starts_with(r.reference, ?)",
	"starts_with(r.group_key, ?)",
	"r.group_reference <> '' and starts_with(r.group_reference, ?)",
	"r.document <> '' and starts_with(r.document, ?)",
];

/** PostgreSQL's text form of an array: one bound parameter, whatever stands in the values. */
const arrayText = (value: string | readonly string[]): string =>
	`{${(typeof value === "string" ? [value] : value).map((each) => `"${each.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;

function conditions(tenantId: string, filters: ExplorerFilters): { readonly sql: string; readonly values: readonly unknown[] } {
	const sql = ["r.tenant_id = ?::uuid"];
	const values: unknown[] = [tenantId];
	for (const [name, condition] of Object.entries(equalities)) {
		const value = filters[name as keyof ExplorerFilters];
		if (value === undefined) continue;
		const choices = condition.endsWith(anyOf) ? [value as string | readonly string[]].flat() : null;
		// One value as an equality: only that reads an index in the order of its next columns.
		sql.push(choices?.length === 1 ? condition.replace(anyOf, "= ?") : condition);
		values.push(choices?.length === 1 ? choices[0] : condition.includes("(?::") ? arrayText(value as string | readonly string[]) : value);
	}
	const search = filters.search?.trim() ?? "";
	if (search !== "") {
		sql.push(`(${searched.join(" or ")})`);
		values.push(...searched.map(() => search));
	}
	if (filters.asOf === undefined) sql.push("r.to_seq is null");
	else {
		sql.push(
			`exists (select from jsonb_to_recordset(?::jsonb) as s("connectionId" uuid, stream text, seq bigint) where s."connectionId" = r.connection_id
				and s.stream = r.stream and r.from_seq <= s.seq and (r.to_seq is null or r.to_seq > s.seq))`,
		);
		values.push(JSON.stringify(filters.asOf));
	}
	return { sql: sql.join(" and "), values };
}

const from = "from canonical_rows r join connections c on c.tenant_id = r.tenant_id and c.id = r.connection_id";

export interface ExplorerOrder {
	readonly by: ExplorerSort;
	readonly direction: SortDirection;
}

export interface ExplorerQuery {
	readonly tenantId: string;
	readonly filters: ExplorerFilters;
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
	const { sql, values } = conditions(query.tenantId, query.filters);
	const order = sortOrder(
		query.sort.map(({ by, direction }) => ({ ...explorerSorts[by], direction })),
		{ sql: "r.id", type: "uuid" },
	);
	const after = query.cursor ? order.after(query.cursor) : null;
	const rows = await em.execute<(ExplorerRow & { at: string[] })[]>(
		`select ${explorerColumns}, ${order.at} as "at" ${from} where ${sql} ${after === null ? "" : `and ${after.sql}`}
		order by ${order.sql} limit ? offset ?`,
		[...values, ...(after?.values ?? []), query.limit + 1, after === null ? (query.offset ?? 0) : 0],
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
	{ tenantId, filters }: { readonly tenantId: string; readonly filters: ExplorerFilters },
): Promise<ExplorerTotals & { readonly choices: readonly ExplorerChoice[] }> {
	// What a filter could be set to isn't narrowed by that filter itself: so these four are applied to the groups.
	const { currency, category, status, account, ...rest } = filters;
	const chosen = { currency, category, status, account };
	const { sql, values } = conditions(tenantId, rest);
	// The connection's table is only needed where its entity is asked for.
	const source = filters.entityId === undefined ? "from canonical_rows r" : from;
	const groups = await em.execute<Group[]>(
		`select r.currency, r.category, r.status, r.account, count(*)::int as "count", sum(r.amount_minor)::text as "amountMinor",
			sum(r.fee_minor)::text as "feeMinor", sum(r.net_minor)::text as "netMinor" ${source} where ${sql} group by 1, 2, 3, 4`,
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

// Canonical rows for the explorer: one window of the filtered, sorted set by keyset, and the totals of the whole set.
// Only open versions; every condition is equality, range or starts_with, so that row-level security keeps its indexes.
import type { CanonicalKind, DateKind } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { day, iso } from "../types/iso.ts";

export interface RowFilter {
	readonly tenantId: string;
	readonly kind?: CanonicalKind | undefined;
	readonly connectionId?: string | undefined;
	readonly stream?: string | undefined;
	readonly entityId?: string | undefined;
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	readonly currency?: string | undefined;
	readonly category?: string | undefined;
	readonly status?: string | undefined;
	readonly account?: string | undefined;
	readonly groupKey?: string | undefined;
	readonly groupReference?: string | undefined;
	readonly reference?: string | undefined;
	/** Beginning of any id in the row. */
	readonly search?: string | undefined;
}

export const sortColumns = {
	ledgerDate: { sql: "r.ledger_date", cast: "date" },
	amount: { sql: "r.amount_minor", cast: "bigint" },
	fee: { sql: "r.fee_minor", cast: "bigint" },
	net: { sql: "r.net_minor", cast: "bigint" },
	naturalKey: { sql: "r.natural_key", cast: "text" },
	category: { sql: "r.category", cast: "text" },
	reference: { sql: "r.reference", cast: "text" },
	status: { sql: "r.status", cast: "text" },
	account: { sql: "r.account", cast: "text" },
	document: { sql: "r.document", cast: "text" },
} as const;
export type RowSort = keyof typeof sortColumns;

export interface RowWindow {
	readonly sort: RowSort;
	readonly direction: "asc" | "desc";
	readonly limit: number;
	/** Sort value and id of the last row seen. */
	readonly after: { readonly value: string; readonly id: string } | null;
}

export interface CanonicalListRow {
	readonly id: string;
	readonly version: number;
	readonly kind: CanonicalKind;
	readonly connectionId: string;
	readonly connectionName: string;
	readonly stream: string;
	readonly recordId: string;
	readonly recordVersion: number;
	readonly naturalKey: string;
	readonly ledgerDate: string;
	readonly dateKind: DateKind;
	readonly occurredAt: string | null;
	readonly currency: string;
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
}

interface Where {
	readonly sql: string;
	readonly params: readonly unknown[];
}

const searched = ["r.natural_key", "r.reference", "r.group_key", "r.group_reference", "r.related_key", "r.document"];

function whereOf(filter: RowFilter): Where {
	const parts: [string, unknown][] = [
		["r.kind = ?", filter.kind],
		["r.connection_id = ?::uuid", filter.connectionId],
		["r.stream = ?", filter.stream],
		["r.ledger_date >= ?::date", filter.from],
		["r.ledger_date <= ?::date", filter.to],
		["r.currency = ?", filter.currency],
		["r.category = ?", filter.category],
		["r.status = ?", filter.status],
		["r.account = ?", filter.account],
		["r.group_key = ?", filter.groupKey],
		["r.group_reference = ?", filter.groupReference],
		["r.reference = ?", filter.reference],
		["r.connection_id in (select c.id from connections c where c.tenant_id = r.tenant_id and c.entity_id = ?::uuid)", filter.entityId],
	];
	const used = parts.filter(([, value]) => value !== undefined);
	const conditions = ["r.tenant_id = ?::uuid", "r.to_seq is null", ...used.map(([sql]) => sql)];
	const params: unknown[] = [filter.tenantId, ...used.map(([, value]) => value)];
	if (filter.search !== undefined && filter.search !== "") {
		conditions.push(`(${searched.map((column) => `starts_with(${column}, ?)`).join(" or ")})`);
		params.push(...searched.map(() => filter.search));
	}
	return { sql: conditions.join(" and "), params };
}

export const canonicalColumns = `r.id::text as "id", r.version, r.kind, r.connection_id::text as "connectionId", r.stream,
	r.record_id::text as "recordId", r.record_version as "recordVersion", r.natural_key as "naturalKey",
	${day("r.ledger_date")} as "ledgerDate", r.date_kind as "dateKind", ${iso("r.occurred_at")} as "occurredAt", r.currency,
	r.amount_minor::text as "amountMinor", r.fee_minor::text as "feeMinor", r.net_minor::text as "netMinor",
	r.category, r.status, r.reference, r.group_key as "groupKey", r.group_reference as "groupReference", r.related_key as "relatedKey",
	r.document, r.document_kind as "documentKind", r.account, r.description`;

export async function explorerRows(em: ScopedEm, filter: RowFilter, window: RowWindow): Promise<CanonicalListRow[]> {
	const where = whereOf(filter);
	const { sql, cast } = sortColumns[window.sort];
	const direction = window.direction === "asc" ? "asc" : "desc";
	const beyond = window.after === null ? "" : `and (${sql}, r.id) ${direction === "asc" ? ">" : "<"} (?::${cast}, ?::uuid)`;
	const after = window.after === null ? [] : [window.after.value, window.after.id];
	return em.execute<CanonicalListRow[]>(
		`select ${canonicalColumns}, c.name as "connectionName"
		from canonical_rows r join connections c on c.tenant_id = r.tenant_id and c.id = r.connection_id
		where ${where.sql} ${beyond}
		order by ${sql} ${direction}, r.id ${direction} limit ?::int`,
		[...where.params, ...after, window.limit],
	);
}

export interface RowSum {
	readonly currency: string;
	readonly count: number;
	readonly amountMinor: string;
	readonly feeMinor: string;
	readonly netMinor: string;
}

/** Over the whole filtered set, one line per currency: currencies are never added up. */
export async function explorerSums(em: ScopedEm, filter: RowFilter): Promise<RowSum[]> {
	const where = whereOf(filter);
	return em.execute<RowSum[]>(
		`select r.currency, count(*)::int as "count", sum(r.amount_minor)::text as "amountMinor", sum(r.fee_minor)::text as "feeMinor",
			sum(r.net_minor)::text as "netMinor"
		from canonical_rows r where ${where.sql} group by r.currency order by r.currency`,
		where.params,
	);
}

export type Facet = "currency" | "category" | "status" | "account";

export interface FacetValue {
	readonly facet: Facet;
	readonly value: string;
	readonly count: number;
}

/** The values that a filter can be set to, with how many rows each would keep. */
export async function explorerFacets(em: ScopedEm, filter: RowFilter): Promise<FacetValue[]> {
	const where = whereOf(filter);
	return em.execute<FacetValue[]>(
		`select f.facet, f.value, count(*)::int as "count"
		from canonical_rows r cross join lateral (values ('currency', r.currency), ('category', r.category), ('status', r.status), ('account', r.account))
			as f(facet, value)
		where ${where.sql} and f.value <> '' group by f.facet, f.value order by f.facet, count(*) desc, f.value limit 400`,
		where.params,
	);
}

// Where a page of canonical rows comes from: conditions that an index answers, and the shape in which they are asked. A page must cost what it
// shows, however many rows the company has, so what decides is said where the planner can use it.
//
//   a chosen group, reference or id      those rows alone, then sorted: a walk in the order asked for would pass every other row
//   some connections, by day             the first rows of each connection, then the first of those
//   anything else                        a walk in the order asked for
import type { SortDirection } from "../../domain/core/page.ts";
import type { CanonicalKind } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";

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

export interface ExplorerOrder {
	readonly by: ExplorerSort;
	readonly direction: SortDirection;
}

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
	/** Of any of these; set by the store where a person or a filter is limited to some entities. */
	readonly connectionIds?: readonly string[] | undefined;
	/** Rows as of these committed pages: connection, stream and sequence number. Without it: current rows. */
	readonly asOf?: readonly { readonly connectionId: string; readonly stream: string; readonly seq: number }[] | undefined;
}

const equalities: Readonly<Partial<Record<keyof ExplorerFilters, string>>> = {
	kind: "r.kind = ?",
	connectionId: "r.connection_id = ?::uuid",
	connectionIds: "r.connection_id = any(?::uuid[])",
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

const anyOf = /= any\(\?(::\w+)\[\]\)$/;

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

export function conditions(tenantId: string, filters: ExplorerFilters): { readonly sql: string; readonly values: readonly unknown[] } {
	const sql = ["r.tenant_id = ?::uuid"];
	const values: unknown[] = [tenantId];
	for (const [name, condition] of Object.entries(equalities)) {
		const value = filters[name as keyof ExplorerFilters];
		if (value === undefined) continue;
		const choices = anyOf.test(condition) ? [value as string | readonly string[]].flat() : null;
		// One value as an equality: only that reads an index in the order of its next columns.
		sql.push(choices?.length === 1 ? condition.replace(anyOf, "= ?$1") : condition);
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

/** A person who is limited to some entities, and a filter by entity, mean connections: only those are a part of an index. */
export async function withinConnections(
	em: ScopedEm,
	{ tenantId, filters, limited }: { readonly tenantId: string; readonly filters: ExplorerFilters; readonly limited?: boolean | undefined },
): Promise<ExplorerFilters> {
	const { entityId = null, ...rest } = filters;
	if (entityId === null && limited !== true) return filters;
	const rows = await em.execute<{ id: string }[]>(
		`select c.id::text as id from connections c where c.tenant_id = ?::uuid and (?::uuid is null or c.entity_id = ?::uuid) order by c.id`,
		[tenantId, entityId, entityId],
	);
	return { ...rest, connectionIds: rows.map(({ id }) => id) };
}

/** Columns with few values order little by themselves: what their index goes on with (canonical-row.entity.ts). */
const goesOnWith: Readonly<Partial<Record<ExplorerSort, readonly ExplorerSort[]>>> = {
	category: ["ledgerDate"],
	account: ["ledgerDate"],
	status: ["currency", "ledgerDate"],
};

/** What people asked for, completed to an order that an index has. */
export function indexedOrder(sort: readonly ExplorerOrder[]): readonly ExplorerOrder[] {
	const [only, ...others] = sort;
	if (only === undefined || others.length > 0) return sort;
	return [only, ...(goesOnWith[only.by] ?? []).map((by) => ({ by, direction: only.direction }))];
}

interface Window {
	readonly sort: readonly ExplorerOrder[];
	/** ORDER BY. */
	readonly order: string;
	/** Condition that goes on after a row. */
	readonly after: { readonly sql: string; readonly values: readonly string[] } | null;
	readonly offset: number;
	readonly limit: number;
}

interface Source {
	readonly sql: string;
	readonly values: readonly unknown[];
}

/**
 * The rows of a page, in no order yet: a sub-select. Connections are joined to what it gives: joined within, the planner would start from
 * them and take each for an average one, where one of them may have nearly every row.
 */
export function rowsSource(tenantId: string, filters: ExplorerFilters, { sort, order, after, offset, limit }: Window): Source {
	const { connectionIds, ...rest } = filters;
	const where = (own: ExplorerFilters): Source => {
		const { sql, values } = conditions(tenantId, own);
		return after === null ? { sql, values } : { sql: `${sql} and ${after.sql}`, values: [...values, ...after.values] };
	};
	const page = `order by ${order} limit ? offset ?`;
	if (narrow.some((name) => filters[name] !== undefined)) {
		const { sql, values } = where(filters);
		// "offset 0": sorted only once they are found.
		return { sql: `(select * from (select * from canonical_rows r where ${sql} offset 0) r ${page})`, values: [...values, limit, offset] };
	}
	if (connectionIds !== undefined && connectionIds.length > 1 && filters.connectionId === undefined && sort[0]?.by === "ledgerDate") {
		const { sql, values } = where(rest);
		return {
			sql: `(select r.* from unnest(?::uuid[]) as k(id) cross join lateral (
				select * from canonical_rows r where r.connection_id = k.id and ${sql} order by ${order} limit ?) r ${page})`,
			values: [arrayText(connectionIds), ...values, offset + limit, limit, offset],
		};
	}
	const { sql, values } = where(filters);
	return { sql: `(select * from canonical_rows r where ${sql} ${page})`, values: [...values, limit, offset] };
}

/** Filters that leave few rows, wherever they lie in the order asked for. */
const narrow = ["groupKey", "groupReference", "reference", "ids"] as const;

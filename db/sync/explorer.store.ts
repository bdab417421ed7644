// Canonical rows for people: filtered, sorted by a whitelisted column, paged by key, with the total and the sums of the whole
// filtered set. Conditions are equality, ranges and starts_with only: anything else would lose its index under row-level security.
import type { PageOf, SortDirection } from "../../domain/core/page.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { CanonicalKind } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";
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
	readonly currency?: string | undefined;
	readonly category?: string | undefined;
	readonly status?: string | undefined;
	readonly account?: string | undefined;
	readonly groupKey?: string | undefined;
	readonly groupReference?: string | undefined;
	readonly reference?: string | undefined;
	readonly amountFrom?: string | undefined;
	readonly amountTo?: string | undefined;
	/** The beginning of a natural key, reference, group, group reference or document number. */
	readonly search?: string | undefined;
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
	currency: "r.currency = ?",
	category: "r.category = ?",
	status: "r.status = ?",
	account: "r.account = ?",
	groupKey: "r.group_key = ?",
	groupReference: "r.group_reference = ?",
	reference: "r.reference = ?",
	amountFrom: "r.amount_minor >= ?::bigint",
	amountTo: "r.amount_minor <= ?::bigint",
};

const searched = ["r.natural_key", "r.reference", "r.group_key", "r.group_reference", "r.document"];

function conditions(tenantId: string, filters: ExplorerFilters): { readonly sql: string; readonly values: readonly unknown[] } {
	const sql = ["r.tenant_id = ?::uuid"];
	const values: unknown[] = [tenantId];
	for (const [name, condition] of Object.entries(equalities)) {
		const value = filters[name as keyof ExplorerFilters];
		if (value === undefined) continue;
		sql.push(condition);
		values.push(value);
	}
	const search = filters.search?.trim() ?? "";
	if (search !== "") {
		sql.push(`(${searched.map((column) => `starts_with(${column}, ?)`).join(" or ")})`);
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

export interface ExplorerQuery {
	readonly tenantId: string;
	readonly filters: ExplorerFilters;
	readonly sort: { readonly by: ExplorerSort; readonly direction: SortDirection };
	/** `next` of the page before. */
	readonly cursor?: string | null | undefined;
	readonly limit: number;
}

/** @throws TieoutError INPUT for a cursor that is not one of ours */
function readCursor(cursor: string): readonly [string, string] {
	try {
		const parsed: unknown = JSON.parse(cursor);
		if (Array.isArray(parsed) && typeof parsed[0] === "string" && typeof parsed[1] === "string") return [parsed[0], parsed[1]];
	} catch {
		// Falls through to the same sentence.
	}
	throw new TieoutError("INPUT", "This page of the table no longer exists. Start again from the first page.");
}

/** One page of rows. `total` is null: it comes with `explorerTotals`, so that paging stays cheap. */
export async function explorerRows(em: ScopedEm, query: ExplorerQuery): Promise<PageOf<ExplorerRow>> {
	const { sql, values } = conditions(query.tenantId, query.filters);
	const column = explorerSorts[query.sort.by];
	const direction = query.sort.direction === "desc" ? "desc" : "asc";
	const parameters = [...values];
	let after = "";
	if (query.cursor) {
		const [value, id] = readCursor(query.cursor);
		after = `and (${column.sql}, r.id) ${direction === "desc" ? "<" : ">"} (?::${column.type}${column.type === "text" ? ' collate "C"' : ""}, ?::uuid)`;
		parameters.push(value, id);
	}
	const rows = await em.execute<(ExplorerRow & { at: string })[]>(
		`select ${explorerColumns}, ${column.sql}::text as "at" ${from} where ${sql} ${after}
		order by ${column.sql} ${direction}, r.id ${direction} limit ?`,
		[...parameters, query.limit + 1],
	);
	const shown = rows.slice(0, query.limit);
	const last = shown.at(-1);
	return {
		rows: shown.map(({ at: _at, ...row }) => row),
		next: rows.length > query.limit && last !== undefined ? JSON.stringify([last.at, last.id]) : null,
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

/** Count and sums of the whole filtered set. */
export async function explorerTotals(
	em: ScopedEm,
	{ tenantId, filters }: { readonly tenantId: string; readonly filters: ExplorerFilters },
): Promise<ExplorerTotals> {
	const { sql, values } = conditions(tenantId, filters);
	const sums = await em.execute<ExplorerTotals["sums"][number][]>(
		`select r.currency, count(*)::int as "count", sum(r.amount_minor)::text as "amountMinor", sum(r.fee_minor)::text as "feeMinor",
			sum(r.net_minor)::text as "netMinor" ${from} where ${sql} group by r.currency order by r.currency`,
		[...values],
	);
	return { total: sums.reduce((total, { count }) => total + count, 0), sums };
}

/** Distinct values of a column within the filters, for the filter's menu; at most fifty. */
export async function explorerChoices(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly filters: ExplorerFilters; readonly column: "category" | "status" | "currency" | "account" },
): Promise<{ readonly value: string; readonly count: number }[]> {
	const { sql, values } = conditions(input.tenantId, input.filters);
	const column = { category: "r.category", status: "r.status", currency: "r.currency", account: "r.account" }[input.column];
	return em.execute<{ value: string; count: number }[]>(
		`select ${column} as "value", count(*)::int as "count" ${from} where ${sql} group by 1 order by 1 limit 50`,
		[...values],
	);
}

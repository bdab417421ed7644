// What a replay's runs did to canonical rows, read from the versions: every page that they numbered ends some versions and begins others.
// Who changed a row follows from the run: a sync brought another record, a re-processing read the same one otherwise.
import type { PageOf } from "../../domain/core/page.ts";
import type { Origin, RowCounts } from "../../domain/jobs/replay/outcome.ts";
import type { RowText } from "../../domain/jobs/replay/row-changes.ts";
import { decodeKey, encodeKey } from "../reconciliation/keyset.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

interface OfJobs {
	readonly tenantId: string;
	/** The runs that did the work. */
	readonly jobIds: readonly string[];
}

const compared = [
	"ledger_date",
	"occurred_at",
	"currency",
	"amount_minor",
	"fee_minor",
	"category",
	"status",
	"reference",
	"group_key",
	"group_reference",
	"related_key",
	"document",
	"document_kind",
	"account",
	"description",
];
const tuple = (name: string): string => `(${compared.map((column) => `${name}.${column}`).join(", ")})`;

// A version that begins and one that ends at the same page are one change; one alone is a row that came or went.
const steps = `with steps as materialized (
		select p.connection_id, p.stream, p.seq, case when j.kind = 'reprocess' then 'us' else 'source' end as origin
		from pages p join jobs j on j.tenant_id = p.tenant_id and j.id = p.job_id
		where p.tenant_id = ?::uuid and p.seq is not null and p.job_id in (select value::uuid from jsonb_array_elements_text(?::jsonb))
	), changes as (
		select n.id, n.kind, n.natural_key, n.stream, s.seq, s.origin, o.version as before_version, n.version as after_version,
			case when o.id is null then 'added' else 'changed' end as change, n.record_id
		from steps s join canonical_rows n on n.tenant_id = ?::uuid and n.connection_id = s.connection_id and n.stream = s.stream and n.from_seq = s.seq
		left join canonical_rows o on o.tenant_id = n.tenant_id and o.id = n.id and o.to_seq = n.from_seq
		where o.id is null or ${tuple("o")} is distinct from ${tuple("n")}
		union all
		select o.id, o.kind, o.natural_key, o.stream, s.seq, s.origin, o.version, null, 'gone', o.record_id
		from steps s join canonical_rows o on o.tenant_id = ?::uuid and o.connection_id = s.connection_id and o.stream = s.stream and o.to_seq = s.seq
		where not exists (select from canonical_rows n where n.tenant_id = o.tenant_id and n.id = o.id and n.from_seq = o.to_seq)
	)`;

const parameters = ({ tenantId, jobIds }: OfJobs): unknown[] => [tenantId, JSON.stringify(jobIds), tenantId, tenantId];

export interface RowsDiffCounts {
	readonly rows: Omit<RowCounts, "unchanged">;
	readonly origin: Readonly<Record<Origin, number>>;
}

export async function countRowChanges(em: ScopedEm, of: OfJobs): Promise<RowsDiffCounts> {
	const [row] = await em.execute<Record<"added" | "changed" | "gone" | "source" | "us", number>[]>(
		`${steps} select count(*) filter (where x.change = 'added')::int as "added", count(*) filter (where x.change = 'changed')::int as "changed",
			count(*) filter (where x.change = 'gone')::int as "gone", count(*) filter (where x.origin = 'source')::int as "source",
			count(*) filter (where x.origin = 'us')::int as "us" from changes x`,
		parameters(of),
	);
	const { added = 0, changed = 0, gone = 0, source = 0, us = 0 } = row ?? {};
	return { rows: { added, changed, gone }, origin: { source, us } };
}

/** Of these months ("2026-10"), those in which, or so many days around which, a changed row lies. */
export async function changedWithin(
	em: ScopedEm,
	of: OfJobs & { readonly months: readonly string[]; readonly nearDays: number },
): Promise<string[]> {
	if (of.months.length === 0) return [];
	const rows = await em.execute<{ month: string }[]>(
		`${steps} select m.month from (select value as month, (value || '-01')::date as first from jsonb_array_elements_text(?::jsonb)) m
		where exists (
			select from changes x
			join canonical_rows c on c.tenant_id = ?::uuid and c.id = x.id and c.version in (x.before_version, x.after_version)
			where c.ledger_date >= m.first - ?::int and c.ledger_date < m.first + interval '1 month' + make_interval(days => ?::int))`,
		[...parameters(of), JSON.stringify(of.months), of.tenantId, of.nearDays, of.nearDays],
	);
	return rows.map(({ month }) => month);
}

export interface RowChange {
	readonly id: string;
	readonly recordId: string;
	readonly kind: string;
	readonly naturalKey: string;
	readonly change: "added" | "changed" | "gone";
	readonly origin: Origin;
	readonly currency: string;
	readonly before: RowText | null;
	readonly after: RowText | null;
	readonly beforeVersion: number | null;
	readonly afterVersion: number | null;
}

const rowText = (
	name: string,
): string => `case when ${name}.id is null then null else jsonb_build_object('ledgerDate', ${name}.ledger_date::text,
	'occurredAt', ${instantText(`${name}.occurred_at`)}, 'currency', ${name}.currency, 'amountMinor', ${name}.amount_minor::text,
	'feeMinor', ${name}.fee_minor::text, 'category', ${name}.category, 'status', ${name}.status, 'reference', ${name}.reference,
	'groupKey', ${name}.group_key, 'groupReference', ${name}.group_reference, 'relatedKey', ${name}.related_key, 'document', ${name}.document,
	'documentKind', ${name}.document_kind, 'account', ${name}.account, 'description', ${name}.description) end`;

// Gone first, then changed, then added: what is lost is looked at first.
const rank = `case x.change when 'gone' then '1' when 'changed' then '2' else '3' end`;

/** One page of changes. @throws TieoutError INPUT for a cursor of another list */
export async function rowChanges(
	em: ScopedEm,
	of: OfJobs & { readonly after: string | null; readonly limit: number },
): Promise<Omit<PageOf<RowChange>, "total">> {
	const at = decodeKey(of.after, 4);
	const found = await em.execute<(RowChange & { readonly rank: string; readonly seq: string })[]>(
		`${steps} select x.id::text as "id", x.record_id::text as "recordId", x.kind, x.natural_key as "naturalKey", x.change, x.origin,
			coalesce(n.currency, o.currency) as "currency", ${rowText("o")} as "before", ${rowText("n")} as "after",
			x.before_version as "beforeVersion", x.after_version as "afterVersion", ${rank} as "rank", x.seq::text as "seq"
		from changes x
		left join canonical_rows o on o.tenant_id = ?::uuid and o.id = x.id and o.version = x.before_version
		left join canonical_rows n on n.tenant_id = ?::uuid and n.id = x.id and n.version = x.after_version
		${at === null ? "" : `where (${rank}, x.natural_key, x.id, x.seq) > (?, ?, ?::uuid, ?::bigint)`}
		order by ${rank}, x.natural_key, x.id, x.seq limit ?`,
		[...parameters(of), of.tenantId, of.tenantId, ...(at ?? []), of.limit + 1],
	);
	const shown = found.slice(0, of.limit);
	const last = found.length > of.limit ? shown.at(-1) : undefined;
	return {
		rows: shown.map(({ rank: _rank, seq: _seq, ...row }) => row),
		next: last === undefined ? null : encodeKey([last.rank, last.naturalKey, last.id, last.seq]),
	};
}

// Which stored pages a re-processing reads: those that still hold a current record or one that could not be read. A page whose records
// were all replaced since has nothing to give. The plan counts with the same conditions as the run reads.
import type { ReprocessSelection } from "../../domain/jobs/replay/replay.ts";
import { Conditions } from "../reconciliation/conditions.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface SelectionOf {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly selection: ReprocessSelection;
	/** Of `staleOnly`: the present transform's version per stream. */
	readonly transforms?: Readonly<Record<string, number>> | undefined;
}

const list = (values: readonly string[]): string => JSON.stringify(values);
const inList = (column: string): string => `${column} in (select value from jsonb_array_elements_text(?::jsonb))`;

/** Pages of the selection: `p`, with its source page `s`. Asked once per page, never per record. */
function pagesWhere({ tenantId, connectionId, selection }: SelectionOf): Conditions {
	const where = new Conditions()
		.add("p.tenant_id = ?::uuid", tenantId)
		.add("p.connection_id = ?::uuid", connectionId)
		.add("p.seq is not null");
	const either = (column: string, values: readonly string[]): Conditions =>
		where.add(`(${inList(`p.${column}::text`)} or ${inList(`s.${column}::text`)})`, list(values), list(values));
	if (selection.streams !== undefined) where.add(inList("p.stream"), list(selection.streams));
	if (selection.jobIds !== undefined) either("job_id", selection.jobIds);
	if (selection.pageIds !== undefined) either("id", selection.pageIds);
	return where;
}

const fromPages = "pages p left join pages s on s.tenant_id = p.tenant_id and s.id = p.source_page_id";

function keysOf(name: "r" | "q", { selection }: SelectionOf, where: Conditions): Conditions {
	if (selection.recordKeys === undefined) return where;
	return where.add(
		`exists (select from jsonb_to_recordset(?::jsonb) as k(stream text, "naturalKey" text)
			where k.stream = ${name}.stream and k."naturalKey" = ${name}.natural_key)`,
		JSON.stringify(selection.recordKeys),
	);
}

/** Current records of a page; alias `r`. */
function recordsWhere(of: SelectionOf): Conditions {
	const { window, staleOnly } = of.selection;
	const where = keysOf("r", of, new Conditions().add("r.tenant_id = ?::uuid", of.tenantId).add("r.to_seq is null"));
	// "is true" keeps it a list that is made once and hashed: as a join, a planner without statistics walks all rows for each record.
	const row = `(r.id in (select c.record_id from canonical_rows c where c.tenant_id = ?::uuid and c.connection_id = ?::uuid and c.to_seq is null`;
	const own = [of.tenantId, of.connectionId];
	if (window !== undefined) where.add(`${row} and c.ledger_date between ?::date and ?::date)) is true`, ...own, window.from, window.to);
	if (staleOnly === true)
		where.add(
			`${row} and c.transform_version < coalesce((?::jsonb ->> c.stream)::int, 0))) is true`,
			...own,
			JSON.stringify(of.transforms ?? {}),
		);
	return where;
}

/** Open quarantine of a page; alias `q`. What has no day stands in every window. */
function quarantineWhere(of: SelectionOf): Conditions {
	const where = new Conditions().add("q.tenant_id = ?::uuid", of.tenantId).add("q.resolved_at is null").add("q.dismissed_at is null");
	return keysOf("q", of, of.selection.staleOnly === true ? where.add("false") : where);
}

export interface SelectedCount {
	readonly stream: string;
	readonly pages: number;
	readonly records: number;
	readonly quarantined: number;
}

export async function countSelection(em: ScopedEm, of: SelectionOf): Promise<SelectedCount[]> {
	const pages = pagesWhere(of);
	const records = recordsWhere(of);
	const quarantine = quarantineWhere(of);
	// Each table once, whatever the planner thinks of the join: before the first statistics it would read all records for every page.
	return em.execute<SelectedCount[]>(
		`with r as materialized (
			select r.page_id, count(*) as records, 0 as quarantined from records r where ${records.sql} and r.connection_id = ?::uuid group by r.page_id
			union all
			select q.page_id, 0, count(*) from quarantine q where ${quarantine.sql} and q.connection_id = ?::uuid group by q.page_id
		), chosen as materialized (select p.id, p.stream from ${fromPages} where ${pages.sql})
		select c.stream, count(distinct c.id)::int as "pages", sum(r.records)::int as "records", sum(r.quarantined)::int as "quarantined"
		from chosen c join r on r.page_id = c.id group by c.stream order by c.stream`,
		[...records.values, of.connectionId, ...quarantine.values, of.connectionId, ...pages.values],
	);
}

export interface SelectedPage {
	readonly id: string;
	readonly stream: string;
	readonly seq: number;
	readonly method: string;
	readonly target: string;
	readonly requestBody: string;
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly objectKey: string;
	readonly sha256: string;
	readonly sizeBytes: number;
	readonly cursorBefore: string | null;
	/** ISO 8601. */
	readonly receivedAt: string;
}

/** The next pages of the selection in one stream, in the order in which they were committed: asked page by page, so that it costs what it finds. */
export async function selectPages(
	em: ScopedEm,
	of: SelectionOf & { readonly stream: string; readonly afterSeq: number; readonly limit: number },
): Promise<SelectedPage[]> {
	const pages = pagesWhere({ ...of, selection: { ...of.selection, streams: undefined } });
	const records = recordsWhere(of);
	const quarantine = quarantineWhere(of);
	return em.execute<SelectedPage[]>(
		`select p.id::text as "id", p.stream, p.seq::int as "seq", p.method, p.target, p.request_body as "requestBody", p.status, p.headers,
			p.object_key as "objectKey", p.sha256, p.size_bytes::float8 as "sizeBytes", coalesce(s.cursor_before, p.cursor_before) as "cursorBefore",
			to_char(p.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "receivedAt"
		from ${fromPages}
		where ${pages.sql} and p.stream = ? and p.seq > ?::bigint and (
			exists (select from records r where ${records.sql} and r.page_id = p.id)
			or exists (select from quarantine q where ${quarantine.sql} and q.page_id = p.id))
		order by p.seq limit ?`,
		[...pages.values, of.stream, of.afterSeq, ...records.values, ...quarantine.values, of.limit],
	);
}

export interface StoredRecord {
	readonly id: string;
	readonly version: number;
	readonly naturalKey: string;
	readonly index: number;
	readonly payloadSha256: string;
}

export interface StoredRefusal {
	readonly id: string;
	readonly naturalKey: string;
	readonly index: number;
	readonly payloadSha256: string;
	readonly code: string;
	readonly reason: string;
}

/** What the selection holds of one page: its current records, and what of it could not be read. */
export async function selectedOfPage(
	em: ScopedEm,
	of: SelectionOf & { readonly pageId: string },
): Promise<{ readonly records: readonly StoredRecord[]; readonly refused: readonly StoredRefusal[] }> {
	const records = recordsWhere(of);
	const quarantine = quarantineWhere(of);
	return {
		records: await em.execute<StoredRecord[]>(
			`select r.id::text as "id", r.version, r.natural_key as "naturalKey", r.page_index as "index", r.payload_sha256 as "payloadSha256"
			from records r where ${records.sql} and r.page_id = ?::uuid order by r.page_index`,
			[...records.values, of.pageId],
		),
		refused: await em.execute<StoredRefusal[]>(
			`select q.id::text as "id", q.natural_key as "naturalKey", q.page_index as "index", q.payload_sha256 as "payloadSha256", q.code, q.reason
			from quarantine q where ${quarantine.sql} and q.page_id = ?::uuid order by q.page_index`,
			[...quarantine.values, of.pageId],
		),
	};
}

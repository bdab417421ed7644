// Records that the source no longer has. A page only finds them; they end with the run, all of a stream together, so that a person
// can be asked first where there are many.
import { derivedId } from "../../domain/core/ids.ts";
import type { Worth } from "../../domain/tenancy/policies/approvals.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { countKept } from "./stream.store.ts";
import { closeCanonicalRows } from "./write-rows.store.ts";

/** Which records a page says are gone: those of `stream` whose key begins with a prefix, but for `except`. */
export interface DeletionFind {
	readonly stream: string;
	readonly prefixes: readonly string[];
	readonly except: readonly string[];
}

interface OfConnection {
	readonly tenantId: string;
	readonly connectionId: string;
}

/** The first text after every text that begins with `prefix`, in byte order. */
const behind = (prefix: string): string => prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);

/** What was returned is found anew; what a person kept is asked about again only after the stream that told of it was rewound. */
export async function findDeletions(
	em: ScopedEm,
	input: OfConnection & { readonly jobId: string; readonly pageId: string; readonly find: DeletionFind },
): Promise<void> {
	const { tenantId, connectionId, find } = input;
	const ranges = find.prefixes.filter((prefix) => prefix !== "").map((prefix) => ({ from: prefix, to: behind(prefix) }));
	if (ranges.length === 0) return;
	const gone = await em.execute<{ id: string; version: number; naturalKey: string }[]>(
		`select r.id::text as "id", r.version, r.natural_key as "naturalKey" from jsonb_to_recordset(?::jsonb) as p("from" text, "to" text)
		join records r on r.tenant_id = ?::uuid and r.connection_id = ?::uuid and r.stream = ? and r.to_seq is null
			and r.natural_key >= p."from" collate "C" and r.natural_key < p."to" collate "C"
		where r.natural_key not in (select jsonb_array_elements_text(?::jsonb))`,
		[JSON.stringify(ranges), tenantId, connectionId, find.stream, JSON.stringify(find.except)],
	);
	if (gone.length === 0) return;
	const rows = gone.map((record) => ({ ...record, deletion: derivedId("deletion", record.id, String(record.version)) }));
	await em.execute(
		`insert into deletions (tenant_id, id, connection_id, stream, record_id, record_version, natural_key, page_id, job_id, status)
		select ?::uuid, i.deletion, ?::uuid, ?, i.id, i.version, i."naturalKey", ?::uuid, ?::uuid, 'found'
		from jsonb_to_recordset(?::jsonb) as i(deletion uuid, id uuid, version int, "naturalKey" text)
		on conflict (tenant_id, id) do update set status = 'found', page_id = excluded.page_id, job_id = excluded.job_id
			where deletions.status = 'returned' or (deletions.status = 'kept' and exists (
				select from cursor_moves m join pages p on p.tenant_id = m.tenant_id and p.connection_id = m.connection_id and p.stream = m.stream
				where m.tenant_id = ?::uuid and p.id = ?::uuid and m.cause = 'rewind' and m.moved_at > deletions.settled_at))`,
		[tenantId, connectionId, find.stream, input.pageId, input.jobId, JSON.stringify(rows), tenantId, input.pageId],
	);
}

/** A record that is read again is not gone. */
export async function returnDeleted(
	em: ScopedEm,
	input: OfConnection & { readonly stream: string; readonly naturalKeys: readonly string[] },
): Promise<void> {
	await em.execute(
		`update deletions d set status = 'returned', settled_at = now() from jsonb_array_elements_text(?::jsonb) as i(key)
		where d.tenant_id = ?::uuid and d.connection_id = ?::uuid and d.stream = ? and d.natural_key = i.key and d.status = 'found'`,
		[JSON.stringify(input.naturalKeys), input.tenantId, input.connectionId, input.stream],
	);
}

export interface FoundDeletions {
	readonly stream: string;
	/** Natural keys of records that are still current, in byte order. */
	readonly keys: readonly string[];
	/** Current records of the stream, those among them. */
	readonly open: number;
}

/** What was found and is not settled, by stream. */
export async function foundDeletions(em: ScopedEm, { tenantId, connectionId }: OfConnection): Promise<FoundDeletions[]> {
	return em.execute<FoundDeletions[]>(
		`select d.stream, jsonb_agg(d.natural_key order by d.natural_key) as "keys",
			(select count(*)::int from records o where o.tenant_id = ?::uuid and o.connection_id = ?::uuid and o.stream = d.stream and o.to_seq is null) as "open"
		from deletions d join records r on r.tenant_id = d.tenant_id and r.id = d.record_id and r.version = d.record_version and r.to_seq is null
		where d.tenant_id = ?::uuid and d.connection_id = ?::uuid and d.status = 'found' group by d.stream order by d.stream`,
		[tenantId, connectionId, tenantId, connectionId],
	);
}

/** What the found records of these streams are worth: the amounts of the rows that would end, the currency of most rows first. */
export async function worthOfFound(
	em: ScopedEm,
	{ tenantId, connectionId, streams }: OfConnection & { readonly streams: readonly string[] },
): Promise<Worth[]> {
	const rows = await em.execute<{ currency: string; minor: string }[]>(
		`select c.currency, sum(abs(c.amount_minor))::text as "minor"
		from deletions d join records r on r.tenant_id = d.tenant_id and r.id = d.record_id and r.version = d.record_version and r.to_seq is null
			join canonical_rows c on c.tenant_id = r.tenant_id and c.record_id = r.id and c.to_seq is null
		where d.tenant_id = ?::uuid and d.connection_id = ?::uuid and d.status = 'found' and d.stream in (select jsonb_array_elements_text(?::jsonb))
		group by c.currency order by count(*) desc, c.currency collate "C"`,
		[tenantId, connectionId, JSON.stringify(streams)],
	);
	return rows.map(({ currency, minor }) => ({ currency, minor: BigInt(minor) }));
}

export interface SettleDeletions extends OfConnection {
	readonly stream: string;
	readonly jobId: string;
	readonly epoch: number;
	readonly decisionId: string | null;
	readonly run: { readonly workflowId: string; readonly runId: string; readonly activityId: string; readonly attempt: number };
}

/**
 * Ends the found records of a stream, each under the next number of the stream and beside the page that said so.
 * @returns how many ended
 * @throws TieoutError STALE_LEASE when another run has taken the stream
 */
export async function deleteFound(em: ScopedEm, input: SettleDeletions): Promise<number> {
	const { tenantId, connectionId, stream } = input;
	const found = await em.execute<{ id: string; recordId: string; version: number; pageId: string }[]>(
		`select d.id::text as "id", d.record_id::text as "recordId", d.record_version as "version", d.page_id::text as "pageId"
		from deletions d join records r on r.tenant_id = d.tenant_id and r.id = d.record_id and r.version = d.record_version and r.to_seq is null
		where d.tenant_id = ?::uuid and d.connection_id = ?::uuid and d.stream = ? and d.status = 'found' order by d.page_id, d.natural_key`,
		[tenantId, connectionId, stream],
	);
	for (const [pageId, of] of Map.groupBy(found, (each) => each.pageId)) {
		const seq = await nextSeq(em, input);
		await insertReadAgain(em, { ...input, seq, sourcePageId: pageId, rowCount: of.length });
		const { affectedRows: ended } = await em.execute<{ affectedRows: number }>(
			`update records r set to_seq = ? from jsonb_to_recordset(?::jsonb) as i("recordId" uuid, version int)
			where r.tenant_id = ?::uuid and r.id = i."recordId" and r.version = i.version and r.to_seq is null`,
			[seq, JSON.stringify(of), tenantId],
			"run",
		);
		await countKept(em, input, -ended);
		await closeCanonicalRows(em, { tenantId, records: of.map(({ recordId }) => ({ id: recordId })), seq });
	}
	await settle(em, input, "deleted");
	return found.length;
}

/** Leaves the found records of a stream as they are, by decision. @returns how many */
export const keepFound = (em: ScopedEm, input: SettleDeletions): Promise<number> => settle(em, input, "kept");

async function settle(em: ScopedEm, input: SettleDeletions, status: "deleted" | "kept"): Promise<number> {
	const rows = await em.execute<unknown[]>(
		`update deletions set status = ?, decision_id = ?::uuid, settled_at = now()
		where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ? and status = 'found' returning 1`,
		[status, input.decisionId, input.tenantId, input.connectionId, input.stream],
	);
	return rows.length;
}

async function nextSeq(em: ScopedEm, { tenantId, connectionId, stream, epoch }: SettleDeletions): Promise<number> {
	const rows = await em.execute<{ seq: number }[]>(
		`update streams set seq = seq + 1, updated_at = now()
		where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ? and lease_epoch = ? returning seq::int as "seq"`,
		[tenantId, connectionId, stream, epoch],
	);
	const seq = rows[0]?.seq;
	if (seq === undefined)
		throw new TieoutError("STALE_LEASE", "Another run of this sync has taken over, so nothing was deleted by this one.");
	return seq;
}

/** The source page under a number of its own: its bytes are not stored twice. */
async function insertReadAgain(
	em: ScopedEm,
	input: SettleDeletions & { readonly seq: number; readonly sourcePageId: string; readonly rowCount: number },
): Promise<void> {
	const { run } = input;
	await em.execute(
		`insert into pages (tenant_id, id, connection_id, stream, seq, job_id, workflow_id, run_id, page_no, activity_id, attempt, kind, source_page_id,
			method, target, request_body, status, headers, object_key, sha256, size_bytes, row_count, cursor_before, cursor_after, received_at)
		select p.tenant_id, ?::uuid, p.connection_id, ?, ?, ?::uuid, ?, ?,
			coalesce((select max(n.page_no) from pages n where n.tenant_id = p.tenant_id and n.run_id = ? and n.stream = ? and n.kind in ('page', 'reprocess')), 0) + 1,
			?, ?, 'reprocess', p.id, p.method, p.target, p.request_body, p.status, p.headers, p.object_key, p.sha256, p.size_bytes, ?, null, null, p.received_at
		from pages p where p.tenant_id = ?::uuid and p.id = ?::uuid`,
		[
			derivedId("page", input.connectionId, input.stream, String(input.seq)),
			input.stream,
			input.seq,
			input.jobId,
			run.workflowId,
			run.runId,
			run.runId,
			input.stream,
			run.activityId,
			run.attempt,
			input.rowCount,
			input.tenantId,
			input.sourcePageId,
		],
	);
}

/** How many records of a stream are current although the source says that they are gone, because a person decided so. */
export async function keptDeletions(em: ScopedEm, { tenantId, connectionId }: OfConnection): Promise<{ stream: string; kept: number }[]> {
	return em.execute<{ stream: string; kept: number }[]>(
		`select d.stream, count(*)::int as "kept" from deletions d
		join records r on r.tenant_id = d.tenant_id and r.id = d.record_id and r.version = d.record_version and r.to_seq is null
		where d.tenant_id = ?::uuid and d.connection_id = ?::uuid and d.status = 'kept' group by d.stream`,
		[tenantId, connectionId],
	);
}

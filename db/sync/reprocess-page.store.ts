// The fenced commit of a stored page that was processed again: what differs, in one transaction, or nothing. No cursor moves. It queues up
// behind the stream's row as a sync's commit does, so the two never write at once, and it takes only what is still current by then.
//
//   lease as taken? ──no──▶ STALE_LEASE, nothing written
//        │ yes ─▶ this page of this job is there already? ──yes──▶ recognised, nothing written
//        ▼
//   page seq+1 (bytes of the source page) ▸ rows of changed records ▸ records that can be read now ▸ what can't be read any more
import { TieoutError } from "../../domain/core/errors.ts";
import { derivedId } from "../../domain/core/ids.ts";
import type { CanonicalRow } from "../../domain/sync/canonical.ts";
import { instantText } from "./instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { insertPage, type PageFacts } from "./page.store.ts";
import { type RecordDraft, recordIdOf, type RefusedDraft, writeQuarantine, writeRecords } from "./write-records.store.ts";
import { closeCanonicalRows, openCanonicalRows, type RecordVersion } from "./write-rows.store.ts";

/** The current canonical rows of these records, by record. */
export async function currentRowsOf(
	em: ScopedEm,
	{ tenantId, records }: { readonly tenantId: string; readonly records: readonly RecordVersion[] },
): Promise<ReadonlyMap<string, readonly CanonicalRow[]>> {
	if (records.length === 0) return new Map();
	const rows = await em.execute<(Record<"amountMinor" | "feeMinor" | "netMinor", string> & { readonly recordId: string })[]>(
		`select c.record_id::text as "recordId", c.kind, c.natural_key as "naturalKey", c.ledger_date::text as "ledgerDate", c.date_kind as "dateKind",
			${instantText("c.occurred_at")} as "occurredAt", c.currency, c.amount_minor::text as "amountMinor", c.fee_minor::text as "feeMinor",
			c.net_minor::text as "netMinor", c.category, c.status, c.reference, c.group_key as "groupKey", c.group_reference as "groupReference",
			c.related_key as "relatedKey", c.document, c.document_kind as "documentKind", c.account, c.description
		from jsonb_to_recordset(?::jsonb) as i(id uuid, version int)
		join canonical_rows c on c.tenant_id = ?::uuid and c.record_id = i.id and c.record_version = i.version and c.to_seq is null`,
		[JSON.stringify(records.map(({ id, version }) => ({ id, version }))), tenantId],
	);
	const byRecord = new Map<string, CanonicalRow[]>();
	for (const { recordId, ...row } of rows) {
		const amounts = { amountMinor: BigInt(row.amountMinor), feeMinor: BigInt(row.feeMinor), netMinor: BigInt(row.netMinor) };
		const own = byRecord.get(recordId) ?? [];
		own.push({ ...(row as unknown as CanonicalRow), ...amounts });
		byRecord.set(recordId, own);
	}
	return byRecord;
}

export interface ReprocessCommit extends PageFacts {
	readonly epoch: number;
	readonly sourcePageId: string;
	readonly sourceSeq: number;
	readonly transformVersion: number;
	/** Records whose rows are others now. */
	readonly changed: readonly { readonly of: RecordVersion; readonly rows: readonly CanonicalRow[] }[];
	/** Records that could not be read before and can be now. */
	readonly recovered: readonly RecordDraft[];
	/** Records that could be read before and can't be any more: their rows stay as they are. */
	readonly refused: readonly RefusedDraft[];
}

export type Reprocessed = "committed" | "recognised" | "nothing";

/** @throws TieoutError STALE_LEASE when another run has taken the stream */
export async function commitReprocessed(em: ScopedEm, input: ReprocessCommit): Promise<Reprocessed> {
	const { tenantId, connectionId, stream, jobId } = input;
	const [row] = await em.execute<{ seq: number; epoch: number }[]>(
		`select seq::int as "seq", lease_epoch::int as "epoch" from streams
		where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ? for update`,
		[tenantId, connectionId, stream],
	);
	if (row?.epoch !== input.epoch)
		throw new TieoutError("STALE_LEASE", "Another run has taken this stream, so nothing of this page was written.");
	const pageId = derivedId("reprocess", jobId, input.sourcePageId);
	const there = await em.execute<unknown[]>("select 1 from pages where tenant_id = ?::uuid and id = ?::uuid", [tenantId, pageId]);
	if (there.length > 0) return "recognised";
	const changed = await stillCurrent(em, input);
	const recovered = await notReplaced(em, input);
	const rowCount = changed.length + recovered.length + input.refused.length;
	if (rowCount === 0) return "nothing";
	const seq = row.seq + 1;
	await em.execute("update streams set seq = ?, updated_at = now() where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ?", [
		seq,
		tenantId,
		connectionId,
		stream,
	]);
	await insertPage(em, { ...input, id: pageId, seq, kind: "reprocess", rowCount, cursorBefore: null, cursorAfter: null });
	await closeCanonicalRows(em, { tenantId, records: changed.map(({ of }) => of), seq });
	await openCanonicalRows(em, { ...input, changed, seq });
	// The record stands where it was received: its place is the source page.
	await writeRecords(em, { ...input, records: recovered, seenAt: input.response.receivedAt }, input.sourcePageId, seq);
	await writeQuarantine(em, input, pageId);
	return "committed";
}

/** A sync may have brought a newer version of a record since its page was read. */
async function stillCurrent(em: ScopedEm, { tenantId, changed }: ReprocessCommit): Promise<ReprocessCommit["changed"]> {
	if (changed.length === 0) return [];
	const rows = await em.execute<{ id: string }[]>(
		`select r.id::text as "id" from records r join jsonb_to_recordset(?::jsonb) as i(id uuid, version int) on i.id = r.id and i.version = r.version
		where r.tenant_id = ?::uuid and r.to_seq is null`,
		[JSON.stringify(changed.map(({ of }) => of)), tenantId],
	);
	const current = new Set(rows.map(({ id }) => id));
	return changed.filter(({ of }) => current.has(of.id));
}

/** What the source has said later about a record counts more than what this page said. */
async function notReplaced(em: ScopedEm, input: ReprocessCommit): Promise<readonly RecordDraft[]> {
	const { tenantId, recovered, sourceSeq } = input;
	if (recovered.length === 0) return [];
	const drafts = recovered.map((draft) => ({ id: recordIdOf(input, draft.naturalKey), sha: draft.payloadSha256, draft }));
	const rows = await em.execute<{ id: string }[]>(
		`select distinct r.id::text as "id" from records r join jsonb_to_recordset(?::jsonb) as i(id uuid, sha text) on i.id = r.id
		where r.tenant_id = ?::uuid and r.payload_sha256 <> i.sha and (r.from_seq >= ?::bigint or r.to_seq > ?::bigint)`,
		[JSON.stringify(drafts.map(({ id, sha }) => ({ id, sha }))), tenantId, sourceSeq, sourceSeq],
	);
	const replaced = new Set(rows.map(({ id }) => id));
	return drafts.filter(({ id }) => !replaced.has(id)).map(({ draft }) => draft);
}

/** The present transform's words for what it still can't read. */
export async function restateRefusals(
	em: ScopedEm,
	{
		tenantId,
		refusals,
	}: { readonly tenantId: string; readonly refusals: readonly { readonly id: string; readonly code: string; readonly reason: string }[] },
): Promise<void> {
	if (refusals.length === 0) return;
	await em.execute(
		`update quarantine q set code = i.code, reason = i.reason from jsonb_to_recordset(?::jsonb) as i(id uuid, code text, reason text)
		where q.tenant_id = ?::uuid and q.id = i.id and q.resolved_at is null`,
		[JSON.stringify(refusals), tenantId],
	);
}

export interface ReprocessCounts {
	readonly changed: number;
	readonly recovered: number;
}

/** What a job has changed, counted from what is stored, so that a page that was tried twice counts once. */
export async function countReprocessed(
	em: ScopedEm,
	{ tenantId, jobId }: { readonly tenantId: string; readonly jobId: string },
): Promise<ReprocessCounts> {
	const [row] = await em.execute<ReprocessCounts[]>(
		`select
			(select count(distinct c.record_id)::int from pages p join canonical_rows c on c.tenant_id = p.tenant_id and c.connection_id = p.connection_id
				and c.stream = p.stream and c.from_seq = p.seq join records r on r.tenant_id = c.tenant_id and r.id = c.record_id and r.version = c.record_version
				where p.tenant_id = ?::uuid and p.job_id = ?::uuid and p.kind = 'reprocess' and r.from_seq < p.seq) as "changed",
			(select count(*)::int from pages p join records r on r.tenant_id = p.tenant_id and r.connection_id = p.connection_id and r.stream = p.stream
				and r.from_seq = p.seq where p.tenant_id = ?::uuid and p.job_id = ?::uuid and p.kind = 'reprocess') as "recovered"`,
		[tenantId, jobId, tenantId, jobId],
	);
	return row ?? { changed: 0, recovered: 0 };
}

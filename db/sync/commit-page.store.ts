// The fenced commit: cursor, page, records, canonical rows and quarantine in one transaction, or nothing. The cursor moves by
// compare-and-set from exactly where the page was read, under the lease it was read with.
//
//   cursor, seq, epoch as read? ──no──▶ this very page is there already? ──yes──▶ recognised, nothing written
//          │ yes                                        └──no──▶ STALE_LEASE, nothing written
//          ▼
//   page seq+1 ▸ close changed records ▸ insert new versions ▸ the same for their canonical rows ▸ quarantine
import { TieoutError } from "../../domain/core/errors.ts";
import { derivedId } from "../../domain/core/ids.ts";
import type { CanonicalRow } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { markFileImported } from "./import-file.store.ts";
import { insertPage, type PageFacts } from "./page.store.ts";

export interface RecordDraft {
	readonly naturalKey: string;
	readonly index: number;
	/** Hex SHA-256 of the record's text. */
	readonly payloadSha256: string;
	readonly rows: readonly CanonicalRow[];
}

export interface RefusedDraft {
	readonly naturalKey: string;
	readonly index: number;
	readonly payloadSha256: string;
	readonly code: string;
	readonly reason: string;
}

export interface PageCommit extends PageFacts {
	readonly epoch: number;
	readonly seqBefore: number;
	readonly cursorBefore: string;
	readonly cursorAfter: string;
	readonly transformVersion: number;
	readonly records: readonly RecordDraft[];
	readonly refused: readonly RefusedDraft[];
	/** An uploaded file that this page read to its end. */
	readonly finishesFile: string | null;
}

export interface Committed {
	readonly outcome: "committed" | "recognised";
	readonly pageId: string;
	readonly seq: number;
	/** Records that were new or changed. */
	readonly written: number;
}

interface Cell {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly stream: string;
}

const stale = (): TieoutError =>
	new TieoutError("STALE_LEASE", "Another run of this sync has gone on from here, so this page was not written again.");

/** Moves the cursor when it is where it was read. @returns whether it moved */
async function advance(em: ScopedEm, input: Pick<PageCommit, "epoch" | "seqBefore" | "cursorBefore" | "cursorAfter"> & Cell, step: 0 | 1) {
	const moved = await em.execute<{ seq: number }[]>(
		`update streams set cursor = ?, seq = seq + ?, cursor_at = now(), updated_at = now()
		where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ? and lease_epoch = ? and cursor = ? and seq = ?
		returning seq::int as "seq"`,
		[input.cursorAfter, step, input.tenantId, input.connectionId, input.stream, input.epoch, input.cursorBefore, input.seqBefore],
	);
	return moved.length === 1;
}

/** Moves a cursor without a page: the stream had nothing to ask. @throws TieoutError STALE_LEASE */
export async function moveCursor(
	em: ScopedEm,
	input: Pick<PageCommit, "epoch" | "seqBefore" | "cursorBefore" | "cursorAfter"> & Cell,
): Promise<void> {
	if (!(await advance(em, input, 0))) throw stale();
}

/** @throws TieoutError STALE_LEASE when another writer went first */
export async function commitPage(em: ScopedEm, input: PageCommit): Promise<Committed> {
	const seq = input.seqBefore + 1;
	const pageId = derivedId("page", input.connectionId, input.stream, String(seq));
	if (!(await advance(em, input, 1))) {
		if (await isCommitted(em, input, pageId)) return { outcome: "recognised", pageId, seq, written: 0 };
		throw stale();
	}
	await insertPage(em, { ...input, id: pageId, seq, kind: "page", rowCount: input.records.length + input.refused.length });
	const written = await writeRecords(em, input, pageId, seq);
	await writeQuarantine(em, input, pageId);
	if (input.finishesFile !== null) await markFileImported(em, { tenantId: input.tenantId, fileId: input.finishesFile, jobId: input.jobId });
	return { outcome: "committed", pageId, seq, written };
}

/** True when the reply of an earlier commit of exactly this page was lost on its way. */
async function isCommitted(em: ScopedEm, input: PageCommit, pageId: string): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`select 1 from pages where tenant_id = ?::uuid and id = ?::uuid and run_id = ? and sha256 = ? and cursor_before = ? and cursor_after = ?`,
		[input.tenantId, pageId, input.runId, input.stored.sha256, input.cursorBefore, input.cursorAfter],
	);
	return rows.length === 1;
}

async function writeRecords(em: ScopedEm, input: PageCommit, pageId: string, seq: number): Promise<number> {
	if (input.records.length === 0) return 0;
	const idOf = (record: RecordDraft): string => derivedId(input.connectionId, input.stream, record.naturalKey);
	const incoming = JSON.stringify(
		input.records.map((record) => ({ id: idOf(record), key: record.naturalKey, at: record.index, sha: record.payloadSha256 })),
	);
	await em.execute(
		`update records r set to_seq = ? from jsonb_to_recordset(?::jsonb) as i(id uuid, sha text)
		where r.tenant_id = ?::uuid and r.id = i.id and r.to_seq is null and r.payload_sha256 <> i.sha`,
		[seq, incoming, input.tenantId],
	);
	const inserted = await em.execute<{ id: string; version: number }[]>(
		`insert into records (tenant_id, id, version, connection_id, stream, natural_key, page_id, page_index, payload_sha256, from_seq, seen_at)
		select ?::uuid, i.id, coalesce((select max(r.version) from records r where r.tenant_id = ?::uuid and r.id = i.id), 0) + 1,
			?::uuid, ?, i.key, ?::uuid, i.at, i.sha, ?, ?::timestamptz
		from jsonb_to_recordset(?::jsonb) as i(id uuid, key text, at int, sha text)
		where not exists (select from records r where r.tenant_id = ?::uuid and r.id = i.id and r.to_seq is null)
		returning id::text as "id", version`,
		[input.tenantId, input.tenantId, input.connectionId, input.stream, pageId, seq, input.response.receivedAt, incoming, input.tenantId],
	);
	if (inserted.length > 0) {
		const versions = new Map(inserted.map(({ id, version }) => [id, version]));
		await writeCanonicalRows(
			em,
			input,
			seq,
			new Map(
				input.records.flatMap((record) => {
					const version = versions.get(idOf(record));
					return version === undefined ? [] : [[record, { id: idOf(record), version }] as const];
				}),
			),
		);
	}
	await em.execute(
		`update quarantine q set resolved_at = now() from jsonb_to_recordset(?::jsonb) as i(key text)
		where q.tenant_id = ?::uuid and q.connection_id = ?::uuid and q.stream = ? and q.natural_key = i.key and q.resolved_at is null`,
		[incoming, input.tenantId, input.connectionId, input.stream],
	);
	return inserted.length;
}

/** Closes the rows of the records' earlier versions and opens those of the new ones. */
async function writeCanonicalRows(
	em: ScopedEm,
	input: PageCommit,
	seq: number,
	changed: ReadonlyMap<RecordDraft, { readonly id: string; readonly version: number }>,
): Promise<void> {
	await em.execute(
		`update canonical_rows c set to_seq = ? from jsonb_to_recordset(?::jsonb) as i(id uuid)
		where c.tenant_id = ?::uuid and c.record_id = i.id and c.to_seq is null`,
		[seq, JSON.stringify([...changed.values()]), input.tenantId],
	);
	const rows = [...changed].flatMap(([record, of]) =>
		record.rows.map((row) => ({
			...row,
			id: derivedId("canonical", input.connectionId, row.kind, row.naturalKey),
			recordId: of.id,
			recordVersion: of.version,
			amountMinor: row.amountMinor.toString(),
			feeMinor: row.feeMinor.toString(),
			netMinor: row.netMinor.toString(),
		})),
	);
	if (rows.length === 0) return;
	await em.execute(
		`insert into canonical_rows (tenant_id, id, version, connection_id, stream, kind, record_id, record_version, transform_version,
			natural_key, ledger_date, date_kind, occurred_at, currency, amount_minor, fee_minor, net_minor, category, status, reference,
			group_key, group_reference, related_key, document, document_kind, account, description, from_seq)
		select ?::uuid, i.id, coalesce((select max(c.version) from canonical_rows c where c.tenant_id = ?::uuid and c.id = i.id), 0) + 1,
			?::uuid, ?, i.kind, i."recordId", i."recordVersion", ?, i."naturalKey", i."ledgerDate", i."dateKind", i."occurredAt", i.currency,
			i."amountMinor", i."feeMinor", i."netMinor", i.category, i.status, i.reference, i."groupKey", i."groupReference", i."relatedKey",
			i.document, i."documentKind", i.account, i.description, ?
		from jsonb_to_recordset(?::jsonb) as i(id uuid, kind text, "recordId" uuid, "recordVersion" int, "naturalKey" text, "ledgerDate" date,
			"dateKind" text, "occurredAt" timestamptz, currency text, "amountMinor" bigint, "feeMinor" bigint, "netMinor" bigint, category text,
			status text, reference text, "groupKey" text, "groupReference" text, "relatedKey" text, document text, "documentKind" text,
			account text, description text)`,
		[input.tenantId, input.tenantId, input.connectionId, input.stream, input.transformVersion, seq, JSON.stringify(rows)],
	);
}

/** One open row per record that cannot be read: an earlier sighting is closed by the later one. */
async function writeQuarantine(em: ScopedEm, input: PageCommit, pageId: string): Promise<void> {
	if (input.refused.length === 0) return;
	const refused = JSON.stringify(input.refused.map((each) => ({ ...each, id: derivedId("quarantine", pageId, String(each.index)) })));
	await em.execute(
		`update quarantine q set resolved_at = now() from jsonb_to_recordset(?::jsonb) as i("naturalKey" text)
		where q.tenant_id = ?::uuid and q.connection_id = ?::uuid and q.stream = ? and q.natural_key = i."naturalKey" and q.resolved_at is null`,
		[refused, input.tenantId, input.connectionId, input.stream],
	);
	await em.execute(
		`insert into quarantine (tenant_id, id, connection_id, stream, page_id, page_index, natural_key, code, reason, payload_sha256, job_id)
		select ?::uuid, i.id, ?::uuid, ?, ?::uuid, i.index, i."naturalKey", i.code, i.reason, i."payloadSha256", ?::uuid
		from jsonb_to_recordset(?::jsonb) as i(id uuid, index int, "naturalKey" text, code text, reason text, "payloadSha256" text)`,
		[input.tenantId, input.connectionId, input.stream, pageId, input.jobId, refused],
	);
}

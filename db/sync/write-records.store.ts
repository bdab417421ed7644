// Records and their rows as versions: a changed record ends its version and begins the next; nothing is overwritten. Called inside
// the transaction that moved the stream's sequence number, never by itself.
import { derivedId } from "../../domain/core/ids.ts";
import type { CanonicalRow } from "../../domain/sync/canonical.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { returnDeleted } from "./deletion.store.ts";
import { countKept } from "./stream.store.ts";
import { closeCanonicalRows, openCanonicalRows, type RecordVersion, type WriteOf } from "./write-rows.store.ts";

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

export const recordIdOf = ({ connectionId, stream }: Pick<WriteOf, "connectionId" | "stream">, naturalKey: string): string =>
	derivedId(connectionId, stream, naturalKey);

/**
 * Writes what is new or changed at `seq`, resolves what was quarantined of it, and takes back a deletion that was found of it.
 * @param pageId the page that brought the records
 * @returns how many were new or changed
 */
export async function writeRecords(
	em: ScopedEm,
	input: WriteOf & { readonly records: readonly RecordDraft[]; readonly seenAt: string },
	pageId: string,
	seq: number,
): Promise<number> {
	if (input.records.length === 0) return 0;
	const incoming = JSON.stringify(
		input.records.map((record) => ({
			id: recordIdOf(input, record.naturalKey),
			key: record.naturalKey,
			at: record.index,
			sha: record.payloadSha256,
		})),
	);
	const { affectedRows: ended } = await em.execute<{ affectedRows: number }>(
		`update records r set to_seq = ? from jsonb_to_recordset(?::jsonb) as i(id uuid, sha text)
		where r.tenant_id = ?::uuid and r.id = i.id and r.to_seq is null and r.payload_sha256 <> i.sha`,
		[seq, incoming, input.tenantId],
		"run",
	);
	const inserted = await em.execute<RecordVersion[]>(
		`insert into records (tenant_id, id, version, connection_id, stream, natural_key, page_id, page_index, payload_sha256, from_seq, seen_at)
		select ?::uuid, i.id, coalesce((select max(r.version) from records r where r.tenant_id = ?::uuid and r.id = i.id), 0) + 1,
			?::uuid, ?, i.key, ?::uuid, i.at, i.sha, ?, ?::timestamptz
		from jsonb_to_recordset(?::jsonb) as i(id uuid, key text, at int, sha text)
		where not exists (select from records r where r.tenant_id = ?::uuid and r.id = i.id and r.to_seq is null)
		returning id::text as "id", version`,
		[input.tenantId, input.tenantId, input.connectionId, input.stream, pageId, seq, input.seenAt, incoming, input.tenantId],
	);
	await countKept(em, input, inserted.length - ended);
	const versions = new Map(inserted.map((each) => [each.id, each]));
	const changed = input.records.flatMap(({ naturalKey, rows }) => {
		const of = versions.get(recordIdOf(input, naturalKey));
		return of === undefined ? [] : [{ of, rows }];
	});
	await closeCanonicalRows(em, { tenantId: input.tenantId, records: inserted, seq });
	await openCanonicalRows(em, { ...input, changed, seq });
	await resolveQuarantine(em, input, input.records);
	await returnDeleted(em, { ...input, naturalKeys: input.records.map(({ naturalKey }) => naturalKey) });
	return inserted.length;
}

/** What was refused of these records before is settled by this reading. */
async function resolveQuarantine(em: ScopedEm, input: WriteOf, read: readonly { readonly naturalKey: string }[]): Promise<void> {
	await em.execute(
		`update quarantine q set resolved_at = now(), resolved_by_job_id = ?::uuid from jsonb_to_recordset(?::jsonb) as i("naturalKey" text)
		where q.tenant_id = ?::uuid and q.connection_id = ?::uuid and q.stream = ? and q.natural_key = i."naturalKey" and q.resolved_at is null`,
		[input.jobId, JSON.stringify(read.map(({ naturalKey }) => ({ naturalKey }))), input.tenantId, input.connectionId, input.stream],
	);
}

/**
 * One open row per record that cannot be read: an earlier sighting is closed by the later one. One that a person left out, and that
 * has not changed since, stays left out.
 */
export async function writeQuarantine(
	em: ScopedEm,
	input: Omit<WriteOf, "transformVersion"> & { readonly refused: readonly RefusedDraft[] },
	pageId: string,
): Promise<void> {
	if (input.refused.length === 0) return;
	const refused = JSON.stringify(input.refused.map((each) => ({ ...each, id: derivedId("quarantine", pageId, String(each.index)) })));
	await em.execute(
		`update quarantine q set resolved_at = now(), resolved_by_job_id = ?::uuid
		from jsonb_to_recordset(?::jsonb) as i("naturalKey" text, "payloadSha256" text)
		where q.tenant_id = ?::uuid and q.connection_id = ?::uuid and q.stream = ? and q.natural_key = i."naturalKey" and q.resolved_at is null
			and (q.dismissed_at is null or q.payload_sha256 <> i."payloadSha256")`,
		[input.jobId, refused, input.tenantId, input.connectionId, input.stream],
	);
	await em.execute(
		`insert into quarantine (tenant_id, id, connection_id, stream, page_id, page_index, natural_key, code, reason, payload_sha256, job_id)
		select ?::uuid, i.id, ?::uuid, ?, ?::uuid, i.index, i."naturalKey", i.code, i.reason, i."payloadSha256", ?::uuid
		from jsonb_to_recordset(?::jsonb) as i(id uuid, index int, "naturalKey" text, code text, reason text, "payloadSha256" text)
		where not exists (select from quarantine q where q.tenant_id = ?::uuid and q.connection_id = ?::uuid and q.stream = ?
			and q.natural_key = i."naturalKey" and q.payload_sha256 = i."payloadSha256" and q.dismissed_at is not null and q.resolved_at is null)`,
		[input.tenantId, input.connectionId, input.stream, pageId, input.jobId, refused, input.tenantId, input.connectionId, input.stream],
	);
}

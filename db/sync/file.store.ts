// Uploaded files: what they are called, how their columns are read, and which job imported them. The bytes are in object storage.
import type { StatementMapping } from "../../domain/sync/statement/mapping.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { iso } from "../types/iso.ts";

export type FileStatus = "uploaded" | "mapped" | "imported" | "refused";

export interface FileRow {
	readonly id: string;
	readonly connectionId: string;
	readonly connectionName: string;
	readonly name: string;
	readonly sizeBytes: number;
	readonly sha256: string;
	readonly objectKey: string;
	readonly status: FileStatus;
	readonly mapping: StatementMapping | null;
	readonly uploadedBy: string | null;
	readonly uploadedAt: string;
	readonly jobId: string | null;
	/** Rows of the file that could not be read. */
	readonly rowErrors: number;
}

export interface NewFile {
	readonly tenantId: string;
	readonly id: string;
	readonly connectionId: string;
	readonly name: string;
	readonly sizeBytes: number;
	readonly sha256: string;
	readonly objectKey: string;
	readonly uploadedBy: string;
}

export async function insertFile(em: ScopedEm, file: NewFile): Promise<void> {
	await em.execute(
		`insert into files (tenant_id, id, connection_id, name, size_bytes, sha256, object_key, status, uploaded_by)
		values (?::uuid, ?::uuid, ?::uuid, ?, ?::bigint, ?, ?, 'uploaded', ?::uuid)`,
		[file.tenantId, file.id, file.connectionId, file.name, file.sizeBytes, file.sha256, file.objectKey, file.uploadedBy],
	);
	await notify(em, { topic: "files", key: file.id });
}

const columns = `f.id::text as "id", f.connection_id::text as "connectionId", c.name as "connectionName", f.name, f.size_bytes::int as "sizeBytes",
	f.sha256, f.object_key as "objectKey", f.status, f.mapping, m.name as "uploadedBy", ${iso("f.uploaded_at")} as "uploadedAt",
	f.job_id::text as "jobId",
	(select count(*) from quarantine q where q.tenant_id = f.tenant_id and q.job_id = f.job_id and q.resolved_at is null)::int as "rowErrors"`;

const tables = `files f
	join connections c on c.tenant_id = f.tenant_id and c.id = f.connection_id
	left join memberships m on m.tenant_id = f.tenant_id and m.user_id = f.uploaded_by`;

/** Newest first; at most two hundred. */
export async function filesOf(
	em: ScopedEm,
	{ tenantId, connectionId }: { tenantId: string; connectionId: string | null },
): Promise<FileRow[]> {
	return em.execute<FileRow[]>(
		`select ${columns} from ${tables}
		where f.tenant_id = ?::uuid and (?::uuid is null or f.connection_id = ?::uuid)
		order by f.uploaded_at desc, f.id limit 200`,
		[tenantId, connectionId, connectionId],
	);
}

export async function fileById(em: ScopedEm, { tenantId, id }: { tenantId: string; id: string }): Promise<FileRow | null> {
	const rows = await em.execute<FileRow[]>(`select ${columns} from ${tables} where f.tenant_id = ?::uuid and f.id = ?::uuid`, [
		tenantId,
		id,
	]);
	return rows[0] ?? null;
}

/** Keeps the person's answer about the columns. A file that has been imported keeps the one it was imported with. */
export async function saveFileMapping(
	em: ScopedEm,
	{ tenantId, id, mapping }: { tenantId: string; id: string; mapping: StatementMapping },
): Promise<boolean> {
	const rows = await em.execute<{ id: string }[]>(
		`update files set mapping = ?::jsonb, status = 'mapped'
		where tenant_id = ?::uuid and id = ?::uuid and status in ('uploaded', 'mapped') returning id::text as "id"`,
		[JSON.stringify(mapping), tenantId, id],
	);
	if (rows.length > 0) await notify(em, { topic: "files", key: id });
	return rows.length > 0;
}

/** Links the file to the job that imports it. */
export async function setFileJob(em: ScopedEm, { tenantId, id, jobId }: { tenantId: string; id: string; jobId: string }): Promise<void> {
	await em.execute(`update files set job_id = ?::uuid where tenant_id = ?::uuid and id = ?::uuid`, [jobId, tenantId, id]);
	await notify(em, { topic: "files", key: id });
}

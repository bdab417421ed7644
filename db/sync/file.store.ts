// Uploaded files as people see them: recorded when their bytes are in object storage, mapped by a person, handed to an import.
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export type FileStatus = "uploaded" | "inspecting" | "inspected" | "mapped" | "imported" | "refused";

export interface FileRow {
	readonly id: string;
	readonly connectionId: string;
	readonly connectionName: string;
	readonly name: string;
	readonly sizeBytes: number;
	readonly sha256: string;
	readonly objectKey: string;
	readonly status: FileStatus;
	/** FileSettings, or null before any were saved. */
	readonly mapping: unknown;
	/** FilePreview under the saved settings, or null. */
	readonly preview: unknown;
	/** DetectedFile, or null before it was looked at; `accepted` beside it once a person took it in spite of a warning. */
	readonly detected: unknown;
	/** What it was taken for, in words; null before it was looked at. */
	readonly title: string | null;
	readonly confidence: number | null;
	readonly recordCount: number | null;
	readonly inspectJobId: string | null;
	/** Name of the person; null when they are no longer a member. */
	readonly uploadedBy: string | null;
	readonly uploadedAt: string;
	readonly jobId: string | null;
	/** Its import was asked for, and its job, or the one that it joined, is open. */
	readonly importing: boolean;
	/** Rows of its import that could not be read and still wait for somebody. */
	readonly quarantined: number;
}

const columns = `f.id::text as "id", f.connection_id::text as "connectionId", c.name as "connectionName", f.name,
	f.size_bytes::float8 as "sizeBytes", f.sha256, f.object_key as "objectKey", f.status, f.mapping, f.preview, f.detected,
	case when f.detected -> 'layout' ->> 'issuer' is null then f.detected ->> 'formatTitle'
		else (f.detected -> 'layout' ->> 'issuer') || ' · ' || (f.detected -> 'layout' ->> 'title') end as "title",
	(f.detected ->> 'confidence')::float8 as "confidence", (f.preview ->> 'recordCount')::float8 as "recordCount",
	f.inspect_job_id::text as "inspectJobId",
	m.name as "uploadedBy", ${instantText("f.uploaded_at")} as "uploadedAt", f.job_id::text as "jobId",
	exists (select from jobs j left join jobs o on o.tenant_id = j.tenant_id and o.id = j.joined_job_id
		where j.tenant_id = f.tenant_id and j.id = f.job_id and coalesce(o.status, j.status) in ('requested', 'running', 'waiting')) as "importing",
	(select count(*)::int from quarantine q join pages p on p.tenant_id = q.tenant_id and p.id = q.page_id
		where q.tenant_id = f.tenant_id and q.job_id = f.job_id and p.target = '/files/' || f.id::text and q.resolved_at is null and q.dismissed_at is null) as "quarantined"`;
const from = `from files f
	join connections c on c.tenant_id = f.tenant_id and c.id = f.connection_id
	left join memberships m on m.tenant_id = f.tenant_id and m.user_id = f.uploaded_by`;

interface OneFile {
	readonly tenantId: string;
	readonly fileId: string;
}

export async function insertFile(
	em: ScopedEm,
	input: {
		readonly tenantId: string;
		readonly id: string;
		readonly connectionId: string;
		readonly name: string;
		readonly sizeBytes: number;
		readonly sha256: string;
		readonly objectKey: string;
		readonly uploadedBy: string | null;
	},
): Promise<void> {
	await em.execute(
		`insert into files (tenant_id, id, connection_id, name, size_bytes, sha256, object_key, status, uploaded_by)
		values (?::uuid, ?::uuid, ?::uuid, ?, ?, ?, ?, 'uploaded', ?::uuid)`,
		[input.tenantId, input.id, input.connectionId, input.name, input.sizeBytes, input.sha256, input.objectKey, input.uploadedBy],
	);
	await notify(em, { topic: "files", key: input.id });
}

/** Null when nobody or another tenant has it. */
export async function fileOf(em: ScopedEm, { tenantId, fileId }: OneFile): Promise<FileRow | null> {
	const rows = await em.execute<FileRow[]>(`select ${columns} ${from} where f.tenant_id = ?::uuid and f.id = ?::uuid`, [tenantId, fileId]);
	return rows[0] ?? null;
}

/** The same, held until this transaction ends: what is looked at now is what is let in or changed, whoever asks meanwhile. */
export async function lockedFileOf(em: ScopedEm, of: OneFile): Promise<FileRow | null> {
	await em.execute("select 1 from files where tenant_id = ?::uuid and id = ?::uuid for no key update", [of.tenantId, of.fileId]);
	return fileOf(em, of);
}

/** Newest first, at most `limit`. */
export async function filesOf(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly connectionId?: string | undefined; readonly limit?: number },
): Promise<FileRow[]> {
	const one = input.connectionId !== undefined;
	return em.execute<FileRow[]>(
		`select ${columns} ${from} where f.tenant_id = ?::uuid ${one ? "and f.connection_id = ?::uuid" : ""}
		order by f.uploaded_at desc, f.id desc limit ?`,
		[input.tenantId, ...(one ? [input.connectionId] : []), input.limit ?? 200],
	);
}

export interface InspectedFile extends OneFile {
	readonly format: string;
	readonly settings: unknown;
	readonly detected: unknown;
	readonly preview: unknown;
	readonly contentSha256: string | null;
	readonly duplicateOf: string | null;
	/** `mapped`: a person has confirmed it; `inspected`: it was only looked at. */
	readonly status: "inspected" | "mapped";
}

/** Keeps how a file is read and what that gives, which is another import than one that was asked for before; refused for a file that is imported already. @returns whether it was kept */
export async function saveInspection(em: ScopedEm, input: InspectedFile): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`update files set mapping = ?::jsonb, preview = ?::jsonb, detected = ?::jsonb, format = ?, content_sha256 = ?, duplicate_of = ?::uuid,
			status = ?, job_id = null where tenant_id = ?::uuid and id = ?::uuid and status <> 'imported' returning id`,
		[
			JSON.stringify(input.settings),
			JSON.stringify(input.preview),
			JSON.stringify(input.detected),
			input.format,
			input.contentSha256,
			input.duplicateOf,
			input.status,
			input.tenantId,
			input.fileId,
		],
	);
	if (rows.length === 1) await notify(em, { topic: "files", key: input.fileId });
	return rows.length === 1;
}

/** Keeps why a person imports a file that differs from its own balances, or is here already. */
export async function acceptFile(
	em: ScopedEm,
	input: OneFile & { readonly userId: string; readonly reason: string; readonly of: readonly string[]; readonly at: string },
): Promise<void> {
	await em.execute(
		`update files f set detected = coalesce(f.detected, '{}'::jsonb) || jsonb_build_object('accepted', ?::jsonb || jsonb_build_object('by',
			(select m.name from memberships m where m.tenant_id = f.tenant_id and m.user_id = ?::uuid)))
		where f.tenant_id = ?::uuid and f.id = ?::uuid`,
		[JSON.stringify({ reason: input.reason, of: input.of, at: input.at }), input.userId, input.tenantId, input.fileId],
	);
}

/** Names the job that looks at the file, and how it is to be read: null leaves it to the file. */
export async function setFileInspection(
	em: ScopedEm,
	{ tenantId, fileId, jobId, settings }: OneFile & { readonly jobId: string; readonly settings: unknown },
): Promise<void> {
	await em.execute(
		`update files set status = 'inspecting', inspect_job_id = ?::uuid, mapping = ?::jsonb
		where tenant_id = ?::uuid and id = ?::uuid and status <> 'imported'`,
		[jobId, settings === null ? null : JSON.stringify(settings), tenantId, fileId],
	);
	await notify(em, { topic: "files", key: fileId });
}

/** Names the job that will import the file. */
export async function setFileJob(em: ScopedEm, { tenantId, fileId, jobId }: OneFile & { readonly jobId: string }): Promise<void> {
	await em.execute(`update files set job_id = ?::uuid where tenant_id = ?::uuid and id = ?::uuid`, [jobId, tenantId, fileId]);
	await notify(em, { topic: "files", key: fileId });
}

export interface FilesConnection {
	readonly id: string;
	/** Where a sample statement can be had; set where a sandbox plays the bank. */
	readonly sampleUrl: string | null;
}

/** The connection that uploads go to: the one named, or the tenant's only one. Null when there is none, or several and none is named. */
export async function filesConnectionOf(
	em: ScopedEm,
	{ tenantId, connectionId }: { readonly tenantId: string; readonly connectionId: string | null },
): Promise<FilesConnection | null> {
	const rows = await em.execute<FilesConnection[]>(
		`select id::text as "id", config ->> 'sampleUrl' as "sampleUrl" from connections
		where tenant_id = ?::uuid and vendor = 'files' and (?::uuid is null or id = ?::uuid) order by id limit 2`,
		[tenantId, connectionId, connectionId],
	);
	return rows.length === 1 ? (rows[0] ?? null) : null;
}

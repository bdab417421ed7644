// Uploaded files as an import sees them: which wait, which a job has imported, which turned out to be unreadable.
import type { FilePreview } from "../../domain/sync/files/preview.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface ImportFile {
	readonly id: string;
	readonly name: string;
	/** Its bytes in object storage. */
	readonly stored: { readonly key: string; readonly sha256: string; readonly sizeBytes: number };
	/** FileSettings, as a person confirmed them. */
	readonly mapping: unknown;
}

export interface PendingFile extends ImportFile {
	/** Its own import was asked for, and let through. */
	readonly letIn: boolean;
	readonly connectionId: string;
	/** What it reads as; null: it was not looked at. */
	readonly preview: Pick<FilePreview, "kind" | "contentSha256" | "totals" | "totalsCut" | "proofs"> | null;
	/** Whose export it was taken for; null: nobody's. */
	readonly issuer: string | null;
}

const columns = `id::text as "id", name, mapping,
	jsonb_build_object('key', object_key, 'sha256', sha256, 'sizeBytes', size_bytes) as "stored"`;

/** Mapped files of a connection that wait for an import, oldest first. */
export async function pendingFilesOf(
	em: ScopedEm,
	{ tenantId, connectionId }: { readonly tenantId: string; readonly connectionId: string },
): Promise<PendingFile[]> {
	return em.execute<PendingFile[]>(
		`select ${columns}, job_id is not null as "letIn", connection_id::text as "connectionId",
			case when jsonb_typeof(preview -> 'recordCount') = 'number' then preview - 'rows' end as "preview", detected -> 'layout' ->> 'issuer' as "issuer"
		from files where tenant_id = ?::uuid and connection_id = ?::uuid and status = 'mapped' order by uploaded_at, id`,
		[tenantId, connectionId],
	);
}

/** Files that a job has read to their end. */
export async function importedFilesOf(
	em: ScopedEm,
	{ tenantId, jobId }: { readonly tenantId: string; readonly jobId: string },
): Promise<ImportFile[]> {
	return em.execute<ImportFile[]>(
		`select ${columns} from files where tenant_id = ?::uuid and job_id = ?::uuid and status = 'imported' order by uploaded_at, id`,
		[tenantId, jobId],
	);
}

export async function importFileOf(
	em: ScopedEm,
	{ tenantId, fileId }: { readonly tenantId: string; readonly fileId: string },
): Promise<ImportFile | null> {
	const rows = await em.execute<ImportFile[]>(`select ${columns} from files where tenant_id = ?::uuid and id = ?::uuid`, [
		tenantId,
		fileId,
	]);
	return rows[0] ?? null;
}

/** Part of the page commit that read the file to its end. */
export async function markFileImported(
	em: ScopedEm,
	{ tenantId, fileId, jobId }: { readonly tenantId: string; readonly fileId: string; readonly jobId: string },
): Promise<void> {
	await em.execute(`update files set status = 'imported', job_id = ?::uuid where tenant_id = ?::uuid and id = ?::uuid`, [
		jobId,
		tenantId,
		fileId,
	]);
	await notify(em, { topic: "files", key: fileId });
}

/** The file as a whole is not readable: it waits for nothing any more. */
export async function markFileRefused(
	em: ScopedEm,
	{ tenantId, fileId, jobId }: { readonly tenantId: string; readonly fileId: string; readonly jobId: string },
): Promise<void> {
	await em.execute(`update files set status = 'refused', job_id = ?::uuid where tenant_id = ?::uuid and id = ?::uuid`, [
		jobId,
		tenantId,
		fileId,
	]);
	await notify(em, { topic: "files", key: fileId });
}

// The open question about a file's import, so that nobody asks it twice and the file's page can say that it waits.
import type { ScopedEm } from "../tenant-scope.ts";

export interface WaitingImport {
	readonly decisionId: string;
	readonly jobId: string;
}

/** null: nobody is asked about this file. */
export async function waitingImport(
	em: ScopedEm,
	{ tenantId, fileId }: { readonly tenantId: string; readonly fileId: string },
): Promise<WaitingImport | null> {
	const rows = await em.execute<WaitingImport[]>(
		`select d.id::text as "decisionId", d.job_id::text as "jobId" from decisions d
		where d.tenant_id = ?::uuid and d.status = 'open' and d.subject ->> 'kind' = 'files.import' and d.subject -> 'args' ->> 'fileId' = ? limit 1`,
		[tenantId, fileId],
	);
	return rows[0] ?? null;
}

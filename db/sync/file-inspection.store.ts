// What the job that looks at a file may do to its row: only while the file waits for exactly this job.
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";

interface OfJob {
	readonly tenantId: string;
	readonly fileId: string;
	readonly jobId: string;
}

/** Locks the file's row. False when a person has decided meanwhile, or another look was asked for. */
export async function stillAsked(em: ScopedEm, { tenantId, fileId, jobId }: OfJob): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`select 1 from files where tenant_id = ?::uuid and id = ?::uuid and status = 'inspecting' and inspect_job_id = ?::uuid for update`,
		[tenantId, fileId, jobId],
	);
	return rows.length === 1;
}

/** The file as a whole can't be read: kept with why, imported by nobody. */
export async function refuseFile(
	em: ScopedEm,
	input: {
		readonly tenantId: string;
		readonly fileId: string;
		readonly problem: { readonly code: string; readonly reason: string } | null;
	},
): Promise<void> {
	await em.execute(
		`update files set status = 'refused', detected = jsonb_build_object('problem', ?::jsonb), preview = null where tenant_id = ?::uuid and id = ?::uuid`,
		[JSON.stringify(input.problem), input.tenantId, input.fileId],
	);
	await notify(em, { topic: "files", key: input.fileId });
}

export async function releaseFile(em: ScopedEm, input: OfJob): Promise<void> {
	if (!(await stillAsked(em, input))) return;
	await em.execute(`update files set status = 'uploaded' where tenant_id = ?::uuid and id = ?::uuid`, [input.tenantId, input.fileId]);
	await notify(em, { topic: "files", key: input.fileId });
}

/** How far the look is, on its job's row. */
export async function recordInspection(
	em: ScopedEm,
	{ tenantId, jobId, rows }: { readonly tenantId: string; readonly jobId: string; readonly rows: number },
): Promise<void> {
	const progress = { phase: "reading the file", streams: [{ stream: "file", state: "running", pages: 0, rows, quarantined: 0 }] };
	await em.execute(`update jobs set progress = ?::jsonb, rows_read = ? where tenant_id = ?::uuid and id = ?::uuid and status = 'running'`, [
		JSON.stringify(progress),
		rows,
		tenantId,
		jobId,
	]);
	await notify(em, { topic: "jobs", key: jobId });
}

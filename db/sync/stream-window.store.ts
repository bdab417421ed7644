// The side cursor of a job that reads a window of a stream: it moves by compare-and-set like the stream's own, which stays put.
import type { StreamWindow } from "../../domain/sync/sync-state.ts";
import type { ScopedEm } from "../tenant-scope.ts";

interface OfWindow {
	readonly tenantId: string;
	readonly jobId: string;
	readonly stream: string;
}

/** Begins the windows of a job; one that is there already stays where it is, because the job was started before. */
export async function openWindows(
	em: ScopedEm,
	input: {
		readonly tenantId: string;
		readonly jobId: string;
		readonly connectionId: string;
		readonly bounds: StreamWindow;
		readonly windows: readonly { readonly stream: string; readonly cursor: string }[];
	},
): Promise<void> {
	await em.execute(
		`insert into stream_windows (tenant_id, job_id, stream, connection_id, bounds, cursor, done)
		select ?::uuid, ?::uuid, w.stream, ?::uuid, ?::jsonb, w.cursor, false from jsonb_to_recordset(?::jsonb) as w(stream text, cursor text)
		on conflict (tenant_id, job_id, stream) do nothing`,
		[input.tenantId, input.jobId, input.connectionId, JSON.stringify(input.bounds), JSON.stringify(input.windows)],
	);
}

/** Where the job's window stands; null when the job reads no window of this stream. */
export async function windowCursorOf(em: ScopedEm, { tenantId, jobId, stream }: OfWindow): Promise<string | null> {
	const rows = await em.execute<{ cursor: string }[]>(
		"select cursor from stream_windows where tenant_id = ?::uuid and job_id = ?::uuid and stream = ?",
		[tenantId, jobId, stream],
	);
	return rows[0]?.cursor ?? null;
}

/** @returns false when the window does not stand where the page was read */
export async function moveWindow(
	em: ScopedEm,
	{ tenantId, jobId, stream, cursorBefore, cursorAfter }: OfWindow & { readonly cursorBefore: string; readonly cursorAfter: string },
): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`update stream_windows set cursor = ? where tenant_id = ?::uuid and job_id = ?::uuid and stream = ? and cursor = ? returning 1`,
		[cursorAfter, tenantId, jobId, stream, cursorBefore],
	);
	return rows.length === 1;
}

export async function finishWindow(em: ScopedEm, { tenantId, jobId, stream }: OfWindow): Promise<void> {
	await em.execute("update stream_windows set done = true where tenant_id = ?::uuid and job_id = ?::uuid and stream = ?", [
		tenantId,
		jobId,
		stream,
	]);
}

// A sync's progress on its jobs row: counts are sums over stored pages, never increments, so a page that is tried twice counts once.
import type { StreamState, SyncPhase, SyncProgress } from "../../domain/sync/progress.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface ProgressChange {
	readonly tenantId: string;
	readonly jobId: string;
	readonly phase?: SyncPhase;
	/** Only the streams whose state changes. */
	readonly states: Readonly<Record<string, StreamState>>;
}

interface Counts {
	readonly stream: string;
	readonly pages: number;
	readonly rows: number;
	readonly quarantined: number;
}

async function countsOf(em: ScopedEm, tenantId: string, jobId: string): Promise<Counts[]> {
	return em.execute<Counts[]>(
		`select p.stream, count(*)::int as "pages", sum(p.row_count)::int as "rows",
			(select count(*)::int from quarantine q where q.tenant_id = ?::uuid and q.job_id = ?::uuid and q.stream = p.stream) as "quarantined"
		from pages p where p.tenant_id = ?::uuid and p.job_id = ?::uuid and p.kind = 'page' group by p.stream`,
		[tenantId, jobId, tenantId, jobId],
	);
}

/** Merges the change into the row under its lock: sibling streams report at the same time, while pages that refer to the job go on. */
export async function recordProgress(em: ScopedEm, change: ProgressChange): Promise<SyncProgress> {
	const { tenantId, jobId } = change;
	const [row] = await em.execute<{ progress: SyncProgress | null }[]>(
		"select progress from jobs where tenant_id = ?::uuid and id = ?::uuid for no key update",
		[tenantId, jobId],
	);
	const before = row?.progress ?? { phase: "planning" as const, streams: [] };
	const counts = new Map((await countsOf(em, tenantId, jobId)).map((each) => [each.stream, each]));
	const known = new Map(before.streams.map(({ stream, state }) => [stream, state]));
	for (const [stream, state] of Object.entries(change.states)) known.set(stream, state);
	const progress: SyncProgress = {
		phase: change.phase ?? before.phase,
		streams: [...known].map(([stream, state]) => {
			const { pages = 0, rows = 0, quarantined = 0 } = counts.get(stream) ?? {};
			return { stream, state, pages, rows, quarantined };
		}),
	};
	await em.execute(`update jobs set progress = ?::jsonb, rows_read = ? where tenant_id = ?::uuid and id = ?::uuid`, [
		JSON.stringify(progress),
		progress.streams.reduce((sum, { rows }) => sum + rows, 0),
		tenantId,
		jobId,
	]);
	await notify(em, { topic: "jobs", key: jobId });
	return progress;
}

export interface JobCounts {
	readonly rowsRead: number;
	readonly rowsWritten: number;
	readonly quarantined: number;
}

/** What a job read, wrote and could not read, counted from what is stored. */
export async function countJob(
	em: ScopedEm,
	{ tenantId, jobId }: { readonly tenantId: string; readonly jobId: string },
): Promise<JobCounts> {
	const [row] = await em.execute<JobCounts[]>(
		`select coalesce(sum(p.row_count), 0)::int as "rowsRead",
			(select count(*)::int from records r join pages g on g.tenant_id = r.tenant_id and g.id = r.page_id
				where g.tenant_id = ?::uuid and g.job_id = ?::uuid) as "rowsWritten",
			(select count(*)::int from quarantine q where q.tenant_id = ?::uuid and q.job_id = ?::uuid) as "quarantined"
		from pages p where p.tenant_id = ?::uuid and p.job_id = ?::uuid and p.kind = 'page'`,
		[tenantId, jobId, tenantId, jobId, tenantId, jobId],
	);
	const counts = row ?? { rowsRead: 0, rowsWritten: 0, quarantined: 0 };
	await em.execute(`update jobs set rows_read = ?, rows_written = ? where tenant_id = ?::uuid and id = ?::uuid`, [
		counts.rowsRead,
		counts.rowsWritten,
		tenantId,
		jobId,
	]);
	return counts;
}

// A replay's own row: what it repeats, its plan as promised, where things stood before, and what came of it.
import type { ReplayOutcome } from "../../domain/jobs/replay/outcome.ts";
import type { ReplayPlan } from "../../domain/jobs/replay/plan.ts";
import type { ReplayMode, ReplayOptions } from "../../domain/jobs/replay/replay.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";

/** The finished reconciliation of a month before the replay; null: there was none. */
export interface RunBefore {
	readonly entityId: string;
	readonly month: string;
	readonly runId: string | null;
}

export interface ReplayBase {
	readonly streams: readonly { readonly connectionId: string; readonly stream: string; readonly seq: number; readonly rows: number }[];
	readonly runs: readonly RunBefore[];
}

export interface ReplayRow {
	readonly jobId: string;
	readonly ofJobId: string | null;
	readonly mode: ReplayMode;
	readonly options: ReplayOptions;
	readonly plan: unknown;
	/** null: it has not begun. */
	readonly base: ReplayBase | null;
	readonly outcome: ReplayOutcome | null;
}

interface OfJob {
	readonly tenantId: string;
	readonly jobId: string;
}

export interface NewReplay extends OfJob {
	readonly ofJobId: string | null;
	readonly mode: ReplayMode;
	readonly options: ReplayOptions;
	/** A ReplayPlan, or the set of a bulk replay. */
	readonly plan: ReplayPlan | object;
}

/** A second call changes nothing: what was promised stays. Into the table itself, as the view (db/masking.ts) takes no covered columns. */
export async function insertReplay(em: ScopedEm, replay: NewReplay): Promise<void> {
	await em.execute(
		`insert into public.replays (tenant_id, job_id, of_job_id, mode, options, plan) values (?::uuid, ?::uuid, ?::uuid, ?, ?::jsonb, ?::jsonb)
		on conflict (tenant_id, job_id) do nothing`,
		[replay.tenantId, replay.jobId, replay.ofJobId, replay.mode, JSON.stringify(replay.options), JSON.stringify(replay.plan)],
	);
}

export async function replayOf(em: ScopedEm, { tenantId, jobId }: OfJob): Promise<ReplayRow | null> {
	const rows = await em.execute<ReplayRow[]>(
		`select job_id::text as "jobId", of_job_id::text as "ofJobId", mode, options, plan,
			nullif(base, '{}'::jsonb) as "base", outcome from replays
		where tenant_id = ?::uuid and job_id = ?::uuid`,
		[tenantId, jobId],
	);
	return rows[0] ?? null;
}

/** Where things stand before the first write; kept once. */
export async function saveBase(em: ScopedEm, { tenantId, jobId, base }: OfJob & { readonly base: ReplayBase }): Promise<void> {
	await em.execute(`update replays set base = ?::jsonb where tenant_id = ?::uuid and job_id = ?::uuid and base = '{}'::jsonb`, [
		JSON.stringify(base),
		tenantId,
		jobId,
	]);
}

export async function saveReplayOutcome(
	em: ScopedEm,
	{ tenantId, jobId, outcome }: OfJob & { readonly outcome: ReplayOutcome },
): Promise<void> {
	await em.execute("update replays set outcome = ?::jsonb where tenant_id = ?::uuid and job_id = ?::uuid", [
		JSON.stringify(outcome),
		tenantId,
		jobId,
	]);
	await notify(em, { topic: "jobs", key: jobId });
}

/** Where the streams of a connection stand. */
export async function streamsNow(
	em: ScopedEm,
	{ tenantId, connectionId }: { readonly tenantId: string; readonly connectionId: string },
): Promise<ReplayBase["streams"]> {
	return em.execute<ReplayBase["streams"][number][]>(
		`select s.connection_id::text as "connectionId", s.stream, s.seq::int as "seq",
			(select count(*)::int from canonical_rows c where c.tenant_id = s.tenant_id and c.connection_id = s.connection_id
				and c.stream = s.stream and c.to_seq is null) as "rows"
		from streams s where s.tenant_id = ?::uuid and s.connection_id = ?::uuid order by s.stream`,
		[tenantId, connectionId],
	);
}

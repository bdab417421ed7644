// Reads what a plan is made of: the job at the root of the chain, what it stored, what stands in its way, which reconciliations read it.
import {
	type BlockingJob,
	type FollowingRun,
	type ReconcileFacts,
	type ReplayFacts,
	type StreamFacts,
} from "../../domain/jobs/replay/facts.ts";
import { isReplayable, type ReplayMode, type ReplayOptions, type ReprocessSelection } from "../../domain/jobs/replay/replay.ts";
import type { JobKind, JobStatus } from "../../domain/jobs/job.ts";
import type { JobProgress } from "../../domain/jobs/progress.ts";
import { rulesOfEntity } from "../../domain/reconciliation/rules-of-entity.ts";
import type { VendorStream } from "../../domain/sync/vendors/vendor.ts";
import { isVendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import { runIdOf } from "../reconciliation/freeze-inputs.store.ts";
import { countSelection } from "../sync/reprocess-selection.store.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { chainRoot } from "./replay-chain.store.ts";

export interface FactsOf {
	readonly tenantId: string;
	/** Of a replay: the job that it repeats is meant. */
	readonly jobId: string;
	readonly mode: ReplayMode;
	readonly options: ReplayOptions;
	/** Further jobs of the same work that are settled with it. */
	readonly settles?: readonly string[] | undefined;
	/** Not in its own way: the replay's own job. */
	readonly ownJobId?: string | undefined;
}

interface RootJob {
	readonly id: string;
	readonly title: string;
	readonly kind: JobKind;
	readonly status: JobStatus;
	readonly input: Readonly<Record<string, unknown>>;
	readonly progress: JobProgress | null;
	readonly build: string | null;
}

/** null: nobody or another tenant has the job. */
export async function replayFacts(em: ScopedEm, of: FactsOf): Promise<ReplayFacts | null> {
	const { tenantId } = of;
	const rootId = await chainRoot(em, { tenantId, jobId: of.jobId });
	const job = rootId === null ? null : await rootJob(em, tenantId, rootId);
	if (job === null) return null;
	const [present] = await em.execute<{ build: string }[]>(
		"select worker_build as build from attempts where tenant_id = ?::uuid order by started_at desc limit 1",
		[tenantId],
	);
	const base = {
		job: { id: job.id, title: job.title, kind: job.kind, status: job.status },
		openReplay: await openReplayOf(em, { tenantId, jobId: job.id, ownJobId: of.ownJobId }),
		versions: { present: present?.build ?? null, original: job.build },
	};
	if (job.kind === "reconcile") return { ...base, ...(await reconcileFacts(em, of, job)) };
	return { ...base, ...(await dataFacts(em, of, job)) };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

async function rootJob(em: ScopedEm, tenantId: string, id: string): Promise<RootJob | null> {
	const rows = await em.execute<RootJob[]>(
		`select j.id::text as "id", j.title, j.kind, j.status, j.input, j.progress,
			(select a.worker_build from attempts a where a.tenant_id = j.tenant_id and a.job_id = j.id order by a.started_at desc limit 1) as "build"
		from jobs j where j.tenant_id = ?::uuid and j.id = ?::uuid`,
		[tenantId, id],
	);
	return rows[0] ?? null;
}

interface OfJob {
	readonly tenantId: string;
	readonly jobId: string;
	readonly ownJobId?: string | undefined;
}

const blocking = `j.id::text as "jobId", j.title, j.kind`;

async function openReplayOf(em: ScopedEm, { tenantId, jobId, ownJobId }: OfJob): Promise<BlockingJob | null> {
	const rows = await em.execute<BlockingJob[]>(
		`select ${blocking} from replays y join jobs j on j.tenant_id = y.tenant_id and j.id = y.job_id
		where y.tenant_id = ?::uuid and y.of_job_id = ?::uuid and j.closed_at is null and j.id::text <> ? limit 1`,
		[tenantId, jobId, ownJobId ?? ""],
	);
	return rows[0] ?? null;
}

/** An open job whose input names the same thing; a replay's own children don't stand in its way. */
async function busyWith(
	em: ScopedEm,
	{ tenantId, jobId, ownJobId, match }: OfJob & { readonly match: Readonly<Record<string, string>> },
): Promise<BlockingJob | null> {
	const names = Object.keys(match);
	const rows = await em.execute<BlockingJob[]>(
		`select ${blocking} from jobs j where j.tenant_id = ?::uuid and j.closed_at is null and j.status <> 'joined' and j.id <> ?::uuid
			and j.kind in ('sync', 'import', 'reprocess', 'reconcile', 'replay') and j.id::text <> ? and coalesce(j.parent_job_id::text, '') <> ?
			and ${names.map(() => "j.input ->> ? = ?").join(" and ")} order by j.requested_at limit 1`,
		[tenantId, jobId, ownJobId ?? "", ownJobId ?? "-", ...names.flatMap((name) => [name, match[name]])],
	);
	return rows[0] ?? null;
}

/** What a replay of this job would process again. */
function selectionOf(
	job: { readonly id: string; readonly kind: JobKind; readonly input: Readonly<Record<string, unknown>> },
	options: ReplayOptions,
	settles: readonly string[],
): ReprocessSelection {
	const { streams, window, pageIds, recordKeys } = options;
	const chosen = { streams, window, pageIds, recordKeys };
	if (job.kind === "reprocess") {
		const given = (job.input["selection"] ?? {}) as ReprocessSelection;
		return { ...given, ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) };
	}
	return { ...chosen, jobIds: [job.id, ...settles] };
}

/** As `selectionOf`, for a job by its id. */
export async function selectionOfJob(
	em: ScopedEm,
	{
		tenantId,
		jobId,
		options,
		settles,
	}: { readonly tenantId: string; readonly jobId: string; readonly options: ReplayOptions; readonly settles: readonly string[] },
): Promise<ReprocessSelection> {
	const job = await rootJob(em, tenantId, jobId);
	return job === null ? { jobIds: [] } : selectionOf(job, options, settles);
}

async function dataFacts(em: ScopedEm, of: FactsOf, job: RootJob) {
	const { tenantId } = of;
	const connectionId = textOf(job.input["connectionId"]);
	const none = { busy: null, connection: null, streams: [], window: null, follow: [], reconcile: null };
	if (!isReplayable(job.kind) || connectionId === "") return none;
	const [row] = await em.execute<{ id: string; name: string; vendor: string; entityId: string }[]>(
		`select id::text as "id", name, vendor, entity_id::text as "entityId" from connections where tenant_id = ?::uuid and id = ?::uuid`,
		[tenantId, connectionId],
	);
	if (row === undefined || !isVendorId(row.vendor)) return none;
	const declared: Readonly<Record<string, VendorStream>> = vendors[row.vendor].streams;
	const jobIds = [job.id, ...(of.settles ?? [])];
	// What a failed job has read so far is saved: counted over all its streams, whatever is chosen, so that the choice can be shown.
	const { streams: _streams, ...options } = of.options;
	const counted = await countSelection(em, { tenantId, connectionId, selection: selectionOf(job, options, of.settles ?? []) });
	const stored = await storedStreams(em, { tenantId, connectionId, jobIds });
	const states = new Map(job.progress?.streams.map(({ stream, state }) => [stream, state]) ?? []);
	const ended = job.status === "done" || job.status === "check";
	const names = [...new Set([...Object.keys(declared), ...counted.map(({ stream }) => stream)])];
	const streams = names.map((stream): StreamFacts => {
		const kept = stored.get(stream);
		const { pages = 0, records = 0, quarantined = 0 } = counted.find((each) => each.stream === stream) ?? {};
		return {
			stream,
			title: declared[stream]?.title ?? stream,
			failed: !ended && states.get(stream) !== "done",
			windowed: declared[stream]?.window === true,
			pages: kept?.pages ?? 0,
			rows: kept?.rows ?? 0,
			pageSize: kept?.pageSize ?? 0,
			kept: kept?.kept ?? 0,
			cursorAt: kept?.cursorAt ?? null,
			held: kept?.held ?? 0,
			selected: { pages, records, quarantined },
		};
	});
	return {
		busy: await busyWith(em, { tenantId, jobId: job.id, ownJobId: of.ownJobId, match: { connectionId } }),
		connection: { id: row.id, name: row.name, vendor: row.vendor, vendorTitle: vendors[row.vendor].title },
		streams,
		window: await windowOf(em, { tenantId, connectionId, jobIds }),
		follow: await followingRuns(em, { tenantId, connectionId }),
		reconcile: null,
	};
}

interface OfPages {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly jobIds: readonly string[];
}

interface StoredStream {
	readonly stream: string;
	readonly cursorAt: string | null;
	readonly kept: number;
	readonly held: number;
	readonly pages: number;
	readonly rows: number;
	readonly pageSize: number;
}

async function storedStreams(em: ScopedEm, { tenantId, connectionId, jobIds }: OfPages): Promise<ReadonlyMap<string, StoredStream>> {
	const rows = await em.execute<StoredStream[]>(
		`select s.stream, ${instantText("s.cursor_at")} as "cursorAt",
			(select count(*)::int from records r where r.tenant_id = s.tenant_id and r.connection_id = s.connection_id and r.stream = s.stream
				and r.to_seq is null) as "kept",
			(select count(*)::int from quarantine q where q.tenant_id = s.tenant_id and q.connection_id = s.connection_id and q.stream = s.stream
				and q.resolved_at is null and q.dismissed_at is null) as "held",
			coalesce(o.pages, 0)::int as "pages", coalesce(o.rows, 0)::int as "rows",
			(select coalesce(max(p.row_count), 0)::int from pages p where p.tenant_id = s.tenant_id and p.connection_id = s.connection_id
				and p.stream = s.stream and p.kind = 'page') as "pageSize"
		from streams s left join lateral (
			select count(*) as pages, sum(p.row_count) as rows from pages p
			where p.tenant_id = s.tenant_id and p.connection_id = s.connection_id and p.stream = s.stream and p.kind = 'page'
				and p.job_id::text in (select value from jsonb_array_elements_text(?::jsonb))
		) o on true
		where s.tenant_id = ?::uuid and s.connection_id = ?::uuid`,
		[JSON.stringify(jobIds), tenantId, connectionId],
	);
	return new Map(rows.map((row) => [row.stream, row]));
}

/** First and last day of the rows whose current record came with these jobs. */
async function windowOf(em: ScopedEm, { tenantId, connectionId, jobIds }: OfPages): Promise<{ from: string; to: string } | null> {
	const [row] = await em.execute<{ from: string | null; to: string | null }[]>(
		`select min(c.ledger_date)::text as "from", max(c.ledger_date)::text as "to" from canonical_rows c
		join records r on r.tenant_id = c.tenant_id and r.id = c.record_id and r.version = c.record_version
		join pages p on p.tenant_id = r.tenant_id and p.id = r.page_id
		where c.tenant_id = ?::uuid and c.connection_id = ?::uuid and p.job_id::text in (select value from jsonb_array_elements_text(?::jsonb))`,
		[tenantId, connectionId, JSON.stringify(jobIds)],
	);
	return row === undefined || row.from === null || row.to === null ? null : { from: row.from, to: row.to };
}

/** Per month the latest finished reconciliation that read the connection, newest month first. */
export async function followingRuns(
	em: ScopedEm,
	{ tenantId, connectionId }: { readonly tenantId: string; readonly connectionId: string },
): Promise<FollowingRun[]> {
	return em.execute<FollowingRun[]>(
		`select to_char(l.period_from, 'YYYY-MM') as "month", l.entity_id::text as "entityId", l.id::text as "runId",
			(select count(*)::int from matches m where m.tenant_id = l.tenant_id and m.run_id = l.id) as "matches",
			(select count(*)::int from exceptions x where x.tenant_id = l.tenant_id and x.run_id = l.id) as "exceptions"
		from (
			select distinct on (r.entity_id, r.period_from) r.* from reconciliation_runs r
			join connections c on c.tenant_id = r.tenant_id and c.id = ?::uuid and c.entity_id = r.entity_id
			where r.tenant_id = ?::uuid and r.status = 'done' order by r.entity_id, r.period_from, r.created_at desc, r.id
		) l order by l.period_from desc limit 24`,
		[connectionId, tenantId],
	);
}

async function reconcileFacts(em: ScopedEm, of: FactsOf, job: RootJob) {
	const { tenantId } = of;
	const entityId = textOf(job.input["entityId"]);
	const month = textOf(job.input["month"]);
	const [entity] = await em.execute<{ name: string; rules: unknown }[]>(
		"select name, rules from entities where tenant_id = ?::uuid and id = ?::uuid",
		[tenantId, entityId],
	);
	const [run] = await em.execute<(NonNullable<ReconcileFacts["run"]> & { matches: number; exceptions: number; newPages: number })[]>(
		`select r.id::text as "runId", r.status = 'done' as "done", r.rules_version as "rulesVersion", ${instantText("r.as_of")} as "asOf",
			jsonb_array_length(r.inputs) as "streams",
			(select count(*)::int from matches m where m.tenant_id = r.tenant_id and m.run_id = r.id) as "matches",
			(select count(*)::int from exceptions x where x.tenant_id = r.tenant_id and x.run_id = r.id) as "exceptions",
			coalesce((select sum(s.seq - coalesce((i.value ->> 'seq')::bigint, 0)) from streams s join connections c on c.tenant_id = s.tenant_id and c.id = s.connection_id
				left join jsonb_array_elements(r.inputs) i on i.value ->> 'connectionId' = s.connection_id::text and i.value ->> 'stream' = s.stream
				where s.tenant_id = r.tenant_id and c.entity_id = r.entity_id), 0)::int as "newPages"
		from reconciliation_runs r where r.tenant_id = ?::uuid and r.id = ?::uuid`,
		[tenantId, runIdOf(job.id)],
	);
	const reconcile: ReconcileFacts | null =
		entity === undefined
			? null
			: {
					entityId,
					entityName: entity.name,
					month,
					run:
						run === undefined
							? null
							: { runId: run.runId, done: run.done, rulesVersion: run.rulesVersion, asOf: run.asOf, streams: run.streams },
					rulesVersionNow: rulesOfEntity(entity.rules).version,
					matches: run?.matches ?? 0,
					exceptions: run?.exceptions ?? 0,
					newPages: run?.newPages ?? 0,
				};
	return {
		busy: await busyWith(em, { tenantId, jobId: job.id, ownJobId: of.ownJobId, match: { entityId, month } }),
		connection: null,
		streams: [],
		window: null,
		follow: [],
		reconcile,
	};
}

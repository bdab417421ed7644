// Rewinding a stream: what it would read again and what rests on those rows, and the move itself, which nothing that runs may see.
import { TieoutError } from "../../domain/core/errors.ts";
import type { SeqRange } from "../../domain/sync/rewind-path.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { recordCursorMove } from "./cursor-move.store.ts";

interface OfStream {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly stream: string;
}

/** First and last ledger date of the rows that these pages brought; null when they brought none. */
export async function datesBehind(
	em: ScopedEm,
	{ tenantId, connectionId, stream, written }: OfStream & { readonly written: readonly SeqRange[] },
): Promise<{ readonly from: string | null; readonly to: string | null }> {
	const [dates] = await em.execute<{ from: string | null; to: string | null }[]>(
		`select min(r.ledger_date)::text as "from", max(r.ledger_date)::text as "to" from canonical_rows r
		where r.tenant_id = ?::uuid and r.connection_id = ?::uuid and r.stream = ? and r.to_seq is null and ${inRanges}`,
		[tenantId, connectionId, stream, JSON.stringify(written)],
	);
	return dates ?? { from: null, to: null };
}

const inRanges = `exists (select from jsonb_to_recordset(?::jsonb) as g(after bigint, "upTo" bigint)
	where r.from_seq > g.after and (g."upTo" is null or r.from_seq <= g."upTo"))`;

export interface DisturbedRun {
	readonly runId: string;
	/** First day of the period. */
	readonly periodFrom: string;
	readonly periodTo: string;
	readonly entityName: string;
	readonly matches: number;
	readonly exceptions: number;
}

/** Per period the newest finished reconciliation, where it used rows that these pages brought; newest period first. */
export async function disturbedRuns(
	em: ScopedEm,
	{ tenantId, connectionId, stream, written }: OfStream & { readonly written: readonly SeqRange[] },
): Promise<DisturbedRun[]> {
	return em.execute<DisturbedRun[]>(
		`with newest as (
			select distinct on (entity_id, period_from, period_to) id, entity_id, period_from, period_to from reconciliation_runs
			where tenant_id = ?::uuid and status = 'done' order by entity_id, period_from, period_to, created_at desc
		), reread as materialized (
			select r.id from canonical_rows r where r.tenant_id = ?::uuid and r.connection_id = ?::uuid and r.stream = ? and r.to_seq is null
				and ${inRanges}
		), touched as (
			select n.id, n.period_from, n.period_to, e.name,
				(select count(distinct m.match_id) from match_members m where m.tenant_id = ?::uuid and m.run_id = n.id
					and m.canonical_id in (select id from reread)) as matches,
				(select count(*) from exceptions x where x.tenant_id = ?::uuid and x.run_id = n.id
					and (x.a_canonical_id in (select id from reread) or x.b_canonical_id in (select id from reread))) as exceptions
			from newest n join entities e on e.tenant_id = ?::uuid and e.id = n.entity_id
		)
		select id::text as "runId", period_from::text as "periodFrom", period_to::text as "periodTo", name as "entityName",
			matches::int as "matches", exceptions::int as "exceptions"
		from touched where matches > 0 or exceptions > 0 order by period_from desc, name`,
		[tenantId, tenantId, connectionId, stream, JSON.stringify(written), tenantId, tenantId, tenantId],
	);
}

/** A job of this connection that is not over yet; null when nothing runs. */
export async function openJobOf(
	em: ScopedEm,
	{
		tenantId,
		connectionId,
		ownJobId,
	}: { readonly tenantId: string; readonly connectionId: string; readonly ownJobId?: string | undefined },
): Promise<{ readonly id: string; readonly title: string } | null> {
	const rows = await em.execute<{ id: string; title: string }[]>(
		`select id::text as "id", title from jobs where tenant_id = ?::uuid and closed_at is null and kind <> 'test' and input->>'connectionId' = ?
			and id::text <> ? order by requested_at limit 1`,
		[tenantId, connectionId, ownJobId ?? ""],
	);
	return rows[0] ?? null;
}

/**
 * Puts the cursor back to where it stood after move `to.no` and takes the lease, so that nothing that was under way can commit.
 * @returns the number of the new move
 * @throws TieoutError CONNECTION_BUSY or REWOUND_MEANWHILE
 */
export async function rewindStream(
	em: ScopedEm,
	input: OfStream & {
		readonly to: { readonly cursor: string };
		/** The number of moves that the person saw. */
		readonly movesSeen: number;
		readonly actorId: string | null;
		readonly reason: string;
		/** The job that rewinds before it reads, which doesn't stand in its own way. */
		readonly ownJobId?: string;
	},
): Promise<number> {
	const { tenantId, connectionId, stream } = input;
	const [before] = await em.execute<{ cursor: string; seq: number; moves: number }[]>(
		`select cursor, seq::int as "seq", moves::int as "moves" from streams
		where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ? for update`,
		[tenantId, connectionId, stream],
	);
	const open = await openJobOf(em, { tenantId, connectionId, ownJobId: input.ownJobId });
	if (open !== null)
		throw new TieoutError(
			"CONNECTION_BUSY",
			`"${open.title}" is running on this connection. Wait until it has ended, or stop it, then rewind.`,
			{
				jobId: open.id,
			},
		);
	if (before === undefined || before.moves !== input.movesSeen)
		throw new TieoutError("REWOUND_MEANWHILE", "The cursor has moved since you looked at it. Look at its history again, then rewind.");
	const no = before.moves + 1;
	await em.execute(
		`update streams set cursor = ?, moves = ?, lease_epoch = lease_epoch + 1, lease_holder = null, cursor_at = now(), updated_at = now()
		where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ?`,
		[input.to.cursor, no, tenantId, connectionId, stream],
	);
	await recordCursorMove(em, {
		...input,
		no,
		cause: "rewind",
		cursorBefore: before.cursor,
		cursorAfter: input.to.cursor,
		seqAfter: before.seq,
		pageId: null,
		jobId: null,
	});
	await notify(em, { topic: "connections", key: connectionId });
	return no;
}

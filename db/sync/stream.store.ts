// How far each stream of a connection has been read, and under which lease. The cursor itself moves in commit-page.store.ts.
import type { ScopedEm } from "../tenant-scope.ts";

export interface StreamLease {
	readonly stream: string;
	readonly epoch: number;
}

export interface StreamPosition {
	readonly cursor: string;
	/** Number of the last committed page; part of what a commit compares. */
	readonly seq: number;
	readonly epoch: number;
	/** How often the cursor has moved. */
	readonly moves: number;
}

/** Takes the streams of a connection for `holder`: whoever held them before can commit nothing any more. Creates missing streams at their first cursor. */
export async function takeLeases(
	em: ScopedEm,
	input: {
		readonly tenantId: string;
		readonly connectionId: string;
		readonly holder: string;
		readonly streams: readonly { readonly name: string; readonly firstCursor: string }[];
	},
): Promise<StreamLease[]> {
	const { tenantId, connectionId, holder } = input;
	return em.execute<StreamLease[]>(
		`insert into streams (tenant_id, connection_id, stream, cursor, lease_epoch, lease_holder)
		select ?::uuid, ?::uuid, s.name, s."firstCursor", 1, ? from jsonb_to_recordset(?::jsonb) as s(name text, "firstCursor" text)
		on conflict (tenant_id, connection_id, stream)
		do update set lease_epoch = streams.lease_epoch + 1, lease_holder = excluded.lease_holder, updated_at = now()
		returning stream, lease_epoch::int as "epoch"`,
		[tenantId, connectionId, holder, JSON.stringify(input.streams)],
	);
}

export async function streamPosition(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly connectionId: string; readonly stream: string },
): Promise<StreamPosition | null> {
	const rows = await em.execute<StreamPosition[]>(
		`select cursor, seq::int as "seq", lease_epoch::int as "epoch", moves::int as "moves" from streams
		where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ?`,
		[input.tenantId, input.connectionId, input.stream],
	);
	return rows[0] ?? null;
}

/** Counts records that began less those that ended, in the transaction that moved the stream. */
export async function countKept(
	em: ScopedEm,
	{ tenantId, connectionId, stream }: { readonly tenantId: string; readonly connectionId: string; readonly stream: string },
	more: number,
): Promise<void> {
	if (more === 0) return;
	await em.execute("update streams set kept = kept + ? where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ?", [
		more,
		tenantId,
		connectionId,
		stream,
	]);
}

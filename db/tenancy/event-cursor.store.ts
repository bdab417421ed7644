// The places of subscribers in a company's sequence of events (E4). A place moves in the transaction of the work.
import type { ScopedEm } from "../tenant-scope.ts";

interface CursorKey {
	readonly tenantId: string;
	readonly subscriber: string;
}

/** Has every subscriber look; one that waits after a failure keeps waiting. */
export async function wakeSubscribers(em: ScopedEm, tenantId: string, subscribers: readonly string[]): Promise<void> {
	await em.execute(
		`insert into event_cursors (tenant_id, subscriber, next_at)
		select ?::uuid, name, now() from jsonb_array_elements_text(?::jsonb) as name
		on conflict (tenant_id, subscriber) do update set next_at = now() where event_cursors.failures = 0`,
		[tenantId, JSON.stringify(subscribers)],
	);
}

/** Locks the place of a subscriber whose time has come. null: it has nothing to do, or somebody else is at it. */
export async function takeCursor(em: ScopedEm, { tenantId, subscriber }: CursorKey): Promise<{ readonly seq: string } | null> {
	const rows = await em.execute<{ seq: string }[]>(
		`select seq::text as "seq" from event_cursors
		where tenant_id = ?::uuid and subscriber = ? and next_at <= now() for update skip locked`,
		[tenantId, subscriber],
	);
	return rows[0] ?? null;
}

/** @param seq the last event that was worked through @param more whether there may be further ones */
export async function moveCursor(em: ScopedEm, { tenantId, subscriber }: CursorKey, seq: string, more: boolean): Promise<void> {
	await em.execute(
		`update event_cursors set seq = ?::bigint, next_at = case when ?::boolean then now() end, failures = 0, failure_code = null
		where tenant_id = ?::uuid and subscriber = ?`,
		[seq, more, tenantId, subscriber],
	);
}

// 2 s, 4 s, … 5 minutes.
const longestPauseSeconds = 300;

/** Has a subscriber wait before it tries the same event again. */
export async function postponeCursor(em: ScopedEm, { tenantId, subscriber }: CursorKey, code: string): Promise<void> {
	await em.execute(
		`update event_cursors set failures = failures + 1, failure_code = ?,
			next_at = now() + make_interval(secs => least(?, power(2, least(failures + 1, 20))))
		where tenant_id = ?::uuid and subscriber = ?`,
		[code, longestPauseSeconds, tenantId, subscriber],
	);
}

// Where a stream's cursor stood before the page that holds the first record still in quarantine: from there the source is asked for it again.
import type { ScopedEm } from "../tenant-scope.ts";
import { pathOf } from "./cursor-move.store.ts";

interface OfStream {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly stream: string;
}

export interface PlaceBeforeHeld {
	readonly cursor: string;
	/** Records in quarantine behind it. */
	readonly records: number;
	/** The stream's moves so far. */
	readonly moves: number;
}

/** null: nothing of the stream is in quarantine, or the cursor stands there already. */
export async function placeBeforeHeld(em: ScopedEm, of: OfStream): Promise<PlaceBeforeHeld | null> {
	const held = await em.execute<{ no: number | null; records: number }[]>(
		`select m.no::int as "no", count(*)::int as "records" from quarantine q
		left join cursor_moves m on m.tenant_id = q.tenant_id and m.connection_id = q.connection_id and m.stream = q.stream and m.page_id = q.page_id
		where q.tenant_id = ?::uuid and q.connection_id = ?::uuid and q.stream = ? and q.resolved_at is null and q.dismissed_at is null group by 1`,
		[of.tenantId, of.connectionId, of.stream],
	);
	const path = held.length === 0 ? [] : await pathOf(em, of);
	const [first] = path;
	const last = path.at(-1);
	if (first === undefined || last === undefined) return null;
	const places = held.map(({ no }) => no ?? 0);
	const earliest = Math.min(...places);
	const latest = Math.max(...places);
	// A page of a window has no move, and over a rewind numbers don't say what lies before what: then from the beginning.
	const passes = path.some(({ no, cause }) => cause === "rewind" && no > earliest && no < latest);
	const before = passes ? first : (path.find(({ no }) => no === earliest) ?? first);
	if (before.cursorBefore === last.cursorAfter) return null;
	return { cursor: before.cursorBefore, records: held.reduce((sum, { records }) => sum + records, 0), moves: last.no };
}

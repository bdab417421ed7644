// Tries, counted in the database so that every process counts the same ones and a restart forgets none. Their commits don't wait for the
// disk, which would be most of what a login costs beside its hash: a database that crashes forgets the last second's.
import { derivedId } from "../../domain/core/ids.ts";
import { takeBack, type ThrottleName, throttleRules, type ThrottleState, type Try, tryOnce } from "../../domain/tenancy/throttle.ts";
import type { Orm } from "../orm.ts";
import { type ScopedEm, withoutScope, withUser, withUserBriefly } from "../tenant-scope.ts";

export interface Throttled {
	readonly name: ThrottleName;
	/** What is counted: an address, an account's e-mail, a person's id. */
	readonly of: string;
}

const idOf = ({ name, of }: Throttled): string => derivedId("throttle", name, of);

interface Row {
	readonly tries: number;
	readonly lastTryAt: Date;
	readonly blockedUntil: Date;
}

async function locked(em: ScopedEm, id: string): Promise<ThrottleState | null> {
	await em.execute("select pg_advisory_xact_lock(hashtext('throttle'), hashtext(?))", [id]);
	const [row] = await em.execute<Row[]>(
		`select tries, last_try_at as "lastTryAt", blocked_until as "blockedUntil" from throttles where id = ?::uuid`,
		[id],
	);
	if (row === undefined) return null;
	return { tries: row.tries, lastTryAt: new Date(row.lastTryAt).getTime(), blockedUntil: new Date(row.blockedUntil).getTime() };
}

async function keep(em: ScopedEm, id: string, state: ThrottleState): Promise<void> {
	const { tries, lastTryAt, blockedUntil } = state;
	await em.execute(
		`insert into throttles (id, tries, last_try_at, blocked_until) values (?::uuid, ?, ?::timestamptz, ?::timestamptz)
		on conflict (id) do update set tries = excluded.tries, last_try_at = excluded.last_try_at, blocked_until = excluded.blocked_until`,
		[id, tries, new Date(lastTryAt).toISOString(), new Date(blockedUntil).toISOString()],
	);
}

/** Counts a try before it is looked at, so that many at once can't slip through. */
export function countTry(orm: Orm, what: Throttled, now: Date): Promise<Try> {
	const id = idOf(what);
	return withUserBriefly(orm, id, async (em) => {
		const outcome = tryOnce(await locked(em, id), now.getTime(), throttleRules[what.name]);
		if (outcome.kind === "allowed") await keep(em, id, outcome.state);
		return outcome;
	});
}

/** Takes one try back. */
export function uncountTry(orm: Orm, what: Throttled, now: Date): Promise<void> {
	const id = idOf(what);
	return withUserBriefly(orm, id, async (em) => {
		const state = await locked(em, id);
		if (state !== null) await keep(em, id, takeBack(state, now.getTime()));
	});
}

/** Forgets every try: the way out of a lockout. */
export async function forgetTries(orm: Orm, what: Throttled): Promise<void> {
	const id = idOf(what);
	await withUserBriefly(orm, id, (em) => em.execute("delete from throttles where id = ?::uuid", [id]));
}

/** Deletes what nobody has tried since `before`. @returns how many, at most a thousand */
export async function dropQuietThrottles(orm: Orm, before: Date): Promise<number> {
	const rows = await withoutScope(orm, (em) =>
		em.execute<{ id: string }[]>("select throttle_id::text as id from quiet_throttles(?::timestamptz)", [before.toISOString()]),
	);
	for (const { id } of rows) await withUser(orm, id, (em) => em.execute("delete from throttles where id = ?::uuid", [id]));
	return rows.length;
}

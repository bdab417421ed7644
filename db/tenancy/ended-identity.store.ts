// What is left of logins and mails once they are over: found by a door, at most a thousand at a time, and deleted each in its own name.
import type { Orm } from "../orm.ts";
import { withoutScope, withUser } from "../tenant-scope.ts";

interface Kept {
	readonly door: "settled_mails" | "dead_links" | "ended_sessions";
	/** Of the door's answer: the row, and under whose id it is deleted. */
	readonly id: string;
	readonly owner: string;
	readonly table: string;
}

const kept = {
	mails: { door: "settled_mails", id: "mail_id", owner: "mail_id", table: "mails" },
	links: { door: "dead_links", id: "link_id", owner: "link_id", table: "mail_links" },
	sessions: { door: "ended_sessions", id: "session_id", owner: "user_id", table: "sessions" },
} as const satisfies Readonly<Record<string, Kept>>;

/** Deletes what was over before `before`. A session takes its refresh tokens along. @returns how many, at most a thousand */
export async function dropEnded(orm: Orm, what: keyof typeof kept, before: Date): Promise<number> {
	const { door, id, owner, table } = kept[what];
	const rows = await withoutScope(orm, (em) =>
		em.execute<{ owner: string; ids: string[] }[]>(
			`select ${owner}::text as owner, array_agg(${id}::text) as ids from ${door}(?::timestamptz) group by ${owner}`,
			[before.toISOString()],
		),
	);
	for (const { owner: userId, ids } of rows)
		await withUser(orm, userId, (em) =>
			em.execute(`delete from ${table} where id in (select value::uuid from jsonb_array_elements_text(?::jsonb))`, [JSON.stringify(ids)]),
		);
	return rows.reduce((sum, { ids }) => sum + ids.length, 0);
}

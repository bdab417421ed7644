// People: found by e-mail through a door, read only as themselves.
import type { Orm } from "../orm.ts";
import { type ScopedEm, withoutScope } from "../tenant-scope.ts";

export interface UserRow {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	/** argon2id, encoded; null: signs in elsewhere. Leaves the database for the login alone. */
	readonly passwordHash: string | null;
}

/** The id behind `email` in lower case, or null. Crosses tenants: nobody is signed in yet. */
export async function userIdByEmail(orm: Orm, email: string): Promise<string | null> {
	const rows = await withoutScope(orm, (em) => em.execute<{ id: string | null }[]>(`select auth_user_id(?)::text as id`, [email]));
	return rows[0]?.id ?? null;
}

/** The acting user's own row (withUser). */
export async function userById(em: ScopedEm, userId: string): Promise<UserRow | null> {
	const rows = await em.execute<UserRow[]>(
		`select id::text as "id", name, email, password_hash as "passwordHash" from users where id = ?::uuid`,
		[userId],
	);
	return rows[0] ?? null;
}

// Sessions that a password began in a company which lets nobody in with one any more. Owners keep theirs: a provider that is down must not
// lock a company out of its own settings.
import type { Orm } from "../orm.ts";
import { withoutScope, withTenant, withUser } from "../tenant-scope.ts";
import { revokeSession } from "./session.store.ts";

/** Ends them in every process. Sessions that look at another company stay: they can't switch to this one. @returns how many */
export async function endPasswordSessions(orm: Orm, tenantId: string): Promise<number> {
	const open = await withoutScope(orm, (em) =>
		em.execute<{ sessionId: string; userId: string }[]>(
			`select session_id::text as "sessionId", user_id::text as "userId" from password_sessions(?::uuid)`,
			[tenantId],
		),
	);
	const owners = await withTenant(orm, { tenantId }, (em) =>
		em.execute<{ userId: string }[]>(
			`select user_id::text as "userId" from memberships where tenant_id = ?::uuid and role = 'owner' and status = 'active'`,
			[tenantId],
		),
	);
	const keep = new Set(owners.map(({ userId }) => userId));
	let ended = 0;
	for (const { sessionId, userId } of open)
		if (!keep.has(userId) && (await withUser(orm, userId, (em) => revokeSession(em, sessionId)))) ended += 1;
	return ended;
}

// What is left of logins and mails is deleted once it has been over for long, and nothing that is open or ended lately.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dropEnded } from "../../db/tenancy/ended-identity.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { keptAfterEnd } from "../../domain/tenancy/token-life.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";

let db: TestDatabase;
beforeAll(async () => {
	db = await testDatabase();
});
afterAll(() => db?.close());

const dayMs = 24 * 3_600_000;
const cutoff = (ms: number): Date => new Date(Date.now() - ms);
const ago = (ms: number): string => cutoff(ms).toISOString();

async function session(
	of: 0 | 1,
	{ expires, revoked }: { expires: string; revoked: string | null },
): Promise<{ id: string; userId: string }> {
	const { tenantId, users } = db.tenants[of];
	const { userId } = users.analyst;
	const id = randomUUID();
	await withUser(db.orm, userId, (em) =>
		em.execute(
			`insert into sessions (id, token_hash, user_id, tenant_id, expires_at, revoked_at) values (?::uuid, ?, ?::uuid, ?::uuid, ?::timestamptz, ?::timestamptz)`,
			[id, id, userId, tenantId, expires, revoked],
		),
	);
	return { id, userId };
}

test("sessions of every company that ended long ago go, with their refresh tokens; open ones and those that ended lately stay", async () => {
	const open = new Date(Date.now() + dayMs).toISOString();
	const long = keptAfterEnd.sessionMs + dayMs;
	const gone = [
		await session(0, { expires: ago(long), revoked: null }),
		await session(0, { expires: open, revoked: ago(long) }),
		await session(1, { expires: ago(long), revoked: ago(long) }),
	];
	const kept = [
		await session(0, { expires: open, revoked: null }),
		await session(1, { expires: ago(dayMs), revoked: null }),
		await session(1, { expires: open, revoked: ago(dayMs) }),
	];
	const [first] = gone;
	if (first === undefined) throw new Error("no session");
	await withUser(db.orm, first.userId, (em) =>
		em.execute(
			"insert into refresh_tokens (id, user_id, session_id, token_hash, expires_at) values (?::uuid, ?::uuid, ?::uuid, 'h', now())",
			[randomUUID(), first.userId, first.id],
		),
	);
	expect(await dropEnded(db.orm, "sessions", cutoff(keptAfterEnd.sessionMs))).toBe(gone.length);
	expect(await dropEnded(db.orm, "sessions", cutoff(keptAfterEnd.sessionMs))).toBe(0);
	const left = async ({ id, userId }: { id: string; userId: string }) =>
		(await withUser(db.orm, userId, (em) => em.execute<unknown[]>("select 1 from sessions where id = ?::uuid", [id]))).length;
	expect(await Promise.all([...gone, ...kept].map(left))).toEqual([0, 0, 0, 1, 1, 1]);
	expect(await withUser(db.orm, first.userId, (em) => em.execute("select 1 from refresh_tokens"))).toEqual([]);
});

test("mails that were sent and links that open nothing go; a mail that is still to be sent never does", async () => {
	const mail = async (settled: string | null) => {
		const id = randomUUID();
		await withUser(db.orm, id, (em) =>
			em.execute(
				`insert into mails (id, kind, sealed, created_at, settled_at) values (?::uuid, 'reset', '', ?::timestamptz, ?::timestamptz)`,
				[id, ago(400 * dayMs), settled],
			),
		);
		return id;
	};
	const link = async (expires: string) => {
		const id = randomUUID();
		await withUser(db.orm, id, (em) =>
			em.execute("insert into mail_links (id, purpose, sealed, expires_at) values (?::uuid, 'reset', '', ?::timestamptz)", [id, expires]),
		);
		return id;
	};
	const mails = [await mail(ago(keptAfterEnd.mailMs + dayMs)), await mail(ago(dayMs)), await mail(null)];
	const links = [
		await link(ago(keptAfterEnd.linkMs + dayMs)),
		await link(ago(dayMs)),
		await link(new Date(Date.now() + dayMs).toISOString()),
	];
	expect(await dropEnded(db.orm, "mails", cutoff(keptAfterEnd.mailMs))).toBe(1);
	expect(await dropEnded(db.orm, "links", cutoff(keptAfterEnd.linkMs))).toBe(1);
	const rows = async (table: string, id: string) =>
		(await withUser(db.orm, id, (em) => em.execute<unknown[]>(`select 1 from ${table} where id = ?::uuid`, [id]))).length;
	expect(await Promise.all(mails.map((id) => rows("mails", id)))).toEqual([0, 1, 1]);
	expect(await Promise.all(links.map((id) => rows("mail_links", id)))).toEqual([0, 1, 1]);
});

// Makes the person with an e-mail address the platform's administrator, as the owner: the application itself can't. Done at every start, so
// that it holds from the first one after the person has registered; taking it back is the owner's business too.
import pg from "pg";

/** False: there is nobody with this address yet. */
export async function makePlatformAdmin(adminUrl: string, email: string): Promise<boolean> {
	const client = new pg.Client({ connectionString: adminUrl });
	await client.connect();
	try {
		await client.query("begin");
		// An owner that is no superuser is bound by the policies of its own tables, which are for the app role alone.
		await client.query("alter table users no force row level security; alter table platform_admins no force row level security");
		const { rows } = await client.query<{ id: string }>(
			"select id from users where email = lower($1) and kind = 'person' and deleted_at is null",
			[email],
		);
		for (const { id } of rows) await client.query("insert into platform_admins (user_id) values ($1) on conflict do nothing", [id]);
		await client.query("alter table users force row level security; alter table platform_admins force row level security");
		await client.query("commit");
		return rows.length > 0;
	} finally {
		await client.end();
	}
}

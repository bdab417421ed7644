// A tenant with as many audit events as a bench wants, written as the owner, a statement a table: only reading is measured. They lie
// evenly over two years, so that every month has its part.
import pg from "pg";
import { withoutIndexes } from "./without-indexes.ts";
import type { TestDatabase, TestTenant } from "../support/database.ts";

export async function fillEvents(db: TestDatabase, { tenantId, users }: TestTenant, count: number): Promise<void> {
	const client = new pg.Client({ connectionString: db.adminUrl });
	await client.connect();
	try {
		await client.query("select audit_make_months((date_trunc('month', now() at time zone 'UTC') - interval '24 months')::date, 24)");
		await client.query("set synchronous_commit = off");
		const people = Object.values(users).map(({ userId }) => userId);
		await withoutIndexes(client, ["audit_events", "audit_personal"], async () => {
			await client.query(
				`insert into audit_events (tenant_id, at, id, actor_kind, actor_id, action, resource_kind, resource_id, summary, before, after, reason,
					correlation_id, job_id, personal)
				select $1, now() - (n * (interval '728 days' / $3::float8)), ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'person',
					($2::uuid[])[1 + n % cardinality($2::uuid[])],
					(array['connections.sync','jobs.replay','files.import','decisions.decide','reconciliations.start','roles.publish','views.change'])[1 + n % 7],
					'connection', 'thing-' || (n / 20), 'Something was changed', '{"name": "old", "limit": 10}', '{"name": "new", "limit": 20}', null,
					'click-' || (n / 3), case when n % 5 = 0 then ('10000000-0000-7000-8000-' || lpad(to_hex(n / 50), 12, '0'))::uuid end,
					'{"actor.name": "0000000000000000000000000000000000000000000000000000000000000000"}'
				from generate_series(1, $3::bigint) n`,
				[tenantId, people, count],
			);
			await client.query(
				`insert into audit_personal (tenant_id, event_id, field, event_at, subject_id, salt, value)
				select tenant_id, id, 'actor.name', at, actor_id, '00000000000000000000000000000000', 'Somebody of the bench' from audit_events`,
			);
		});
		await client.query("vacuum analyze audit_events, audit_personal");
	} finally {
		await client.end();
	}
}

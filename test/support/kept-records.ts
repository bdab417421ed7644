// What streams say of their current records, beside what there is: for afterEach, so that whatever a test did is counted.
import pg from "pg";

/** In every company. @throws Error naming the streams whose count isn't that of their records */
export async function requireCountedRecords(adminUrl: string): Promise<void> {
	const client = new pg.Client({ connectionString: adminUrl });
	await client.connect();
	try {
		const { rows } = await client.query<{ said: string }>(
			`select s.stream || ' says ' || s.kept || ' of ' || k.records as said from streams s cross join lateral (
				select count(*) as records from records r
				where r.tenant_id = s.tenant_id and r.connection_id = s.connection_id and r.stream = s.stream and r.to_seq is null
			) k where k.records <> s.kept`,
		);
		if (rows.length > 0) throw new Error(`streams miscount their records: ${rows.map(({ said }) => said).join("; ")}`);
	} finally {
		await client.end();
	}
}

// A platform full of companies, written as the owner in one statement per table: each with an entity, a connection and some rows, so
// that the one that is measured is one of many in every table and index.
import pg from "pg";
import type { TestDatabase } from "../support/database.ts";

export interface ManyTenants {
	readonly tenants: number;
	/** Canonical rows of each. */
	readonly rowsEach: number;
}

export async function fillTenants(db: TestDatabase, { tenants, rowsEach }: ManyTenants): Promise<void> {
	await asOwner(db, async (client) => {
		// Foreign keys were proven when real rows were written; here they would only be checked a million times.
		await client.query("set session_replication_role = replica");
		const id = (what: string) => idOf(`'${what}' || n`);
		await client.query(
			`insert into tenants (id, slug, name, data_kind) select ${id("tenant")}, 'tenant-' || n, 'Tenant ' || n, 'production' from generate_series(1, $1::int) n`,
			[tenants],
		);
		await client.query(
			`insert into entities (tenant_id, id, name, currency, time_zone)
			select ${id("tenant")}, ${id("entity")}, 'Entity ' || n, 'USD', 'America/New_York' from generate_series(1, $1::int) n`,
			[tenants],
		);
		await client.query(
			`insert into connections (tenant_id, id, entity_id, vendor, name, base_url, status)
			select ${id("tenant")}, ${id("connection")}, ${id("entity")}, 'stripe', 'Stripe', '', 'connected' from generate_series(1, $1::int) n`,
			[tenants],
		);
		await client.query(
			`insert into canonical_rows (tenant_id, id, version, connection_id, stream, kind, record_id, record_version, transform_version, natural_key,
				ledger_date, date_kind, currency, amount_minor, fee_minor, net_minor, category, status, reference, group_key, group_reference,
				related_key, document, document_kind, account, description, from_seq)
			select ${id("tenant")}, gen_random_uuid(), 1, ${id("connection")}, 'balance_transactions', 'balance_entry', gen_random_uuid(), 1, 1,
				'txn_' || n || '_' || r, date '2025-01-01' + (r % 600)::int, 'instant', 'USD', r * 7, 0, r * 7, 'charge', 'available', 'ch_' || r,
				'po_' || (r / 40), '', '', '', 'charge', '', 'Order ' || r, 1
			from generate_series(1, $1::int) n, generate_series(1, $2::int) r`,
			[tenants, rowsEach],
		);
		await client.query("analyze tenants, entities, connections, canonical_rows");
	});
}

export interface Person {
	readonly userId: string;
	readonly email: string;
	/** Limited to the company's entity; the others see all of it. */
	readonly limited: boolean;
}

/** A UUID of version 4 that follows from a text. */
const idOf = (sql: string): string => `overlay(overlay(md5(${sql}) placing '4' from 13) placing 'a' from 17)::uuid`;
const person = idOf("'person' || n");

/** Analysts of one company, who log in with the tests' password; every tenth is limited to its entity. */
export async function fillPeople(
	db: TestDatabase,
	{ tenantId, entityId }: { readonly tenantId: string; readonly entityId: string },
	count: number,
): Promise<readonly Person[]> {
	return asOwner(db, async (client) => {
		await client.query(
			`insert into users (id, email, name, password_hash)
			select ${person}, 'person' || n || '@bench.example', 'Person ' || n, (select u.password_hash from users u where u.email = $2)
			from generate_series(1, $1::int) n`,
			[count, db.both.email],
		);
		await client.query(
			`insert into memberships (tenant_id, user_id, role, name) select $2, ${person}, 'analyst', 'Person ' || n from generate_series(1, $1::int) n`,
			[count, tenantId],
		);
		await client.query(
			`insert into membership_entities (tenant_id, user_id, entity_id)
			select $2, ${person}, $3 from generate_series(1, $1::int) n where n % 10 = 0`,
			[count, tenantId, entityId],
		);
		const { rows } = await client.query<Person>(
			`select ${person}::text as "userId", 'person' || n || '@bench.example' as email, n % 10 = 0 as limited from generate_series(1, $1::int) n`,
			[count],
		);
		return rows;
	});
}

async function asOwner<T>(db: TestDatabase, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: db.adminUrl });
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}

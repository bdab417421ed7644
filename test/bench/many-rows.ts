// A tenant with as many canonical rows as a bench wants, written as the owner in one statement per table: only reading is measured. One in a
// hundred thousand has a status that no other has: whoever looks for those must not pass the rest.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { withoutIndexes } from "./without-indexes.ts";
import type { TestDatabase, TestTenant } from "../support/database.ts";

/** @returns the connection that they belong to */
export async function fillRows(db: TestDatabase, { tenantId, entityId }: TestTenant, count: number): Promise<string> {
	const client = new pg.Client({ connectionString: db.adminUrl });
	await client.connect();
	const connectionId = randomUUID();
	try {
		// Foreign keys were proven when real rows were written; here they would only be checked a million times.
		await client.query("set session_replication_role = replica");
		await client.query(
			`insert into connections (tenant_id, id, entity_id, vendor, name, base_url, status) values ($1, $2, $3, 'stripe', 'Bench', '', 'connected')`,
			[tenantId, connectionId, entityId],
		);
		await client.query(
			"insert into streams (tenant_id, connection_id, stream, cursor, kept) values ($1, $2, 'balance_transactions', '{}', $3)",
			[tenantId, connectionId, count],
		);
		await withoutIndexes(client, ["canonical_rows"], () =>
			client.query(
				`insert into canonical_rows (tenant_id, id, version, connection_id, stream, kind, record_id, record_version, transform_version, natural_key,
					ledger_date, date_kind, currency, amount_minor, fee_minor, net_minor, category, status, reference, group_key, group_reference,
					related_key, document, document_kind, account, description, from_seq)
				select $1, uuidv7(), 1, $2, 'balance_transactions', 'balance_entry', uuidv7(), 1, 1, 'txn_' || md5(n::text),
					date '2025-01-01' + (n % 600)::int, 'instant', (array['USD','EUR','GBP'])[1 + n % 3], (n * 7919) % 100000, n % 300,
					(n * 7919) % 100000 - n % 300, (array['charge','refund','fee','adjustment'])[1 + n % 4],
					case when n % 100000 = 7 then 'failed' else 'available' end, 'ch_' || md5((n / 2)::text),
					'po_' || (n / 40), '', '', '', 'charge', '', 'Order ' || n, 1 + n / 100
				from generate_series(1, $3::bigint) as n`,
				[tenantId, connectionId, count],
			),
		);
		await client.query("vacuum analyze canonical_rows");
		return connectionId;
	} finally {
		await client.end();
	}
}

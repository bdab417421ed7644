import { Connection } from "@temporalio/client";
import pg from "pg";
import { expect, inject, test } from "vitest";

test("the shared PostgreSQL is version 18, in UTC, sorting bytewise", async () => {
	const client = new pg.Client({ connectionString: inject("postgresAdminUrl") });
	await client.connect();
	const { rows } = await client.query(
		"select current_setting('server_version') as version, current_setting('TimeZone') as zone, current_database() as name, 'B' < 'a' as bytewise",
	);
	await client.end();
	expect(rows).toEqual([{ version: expect.stringMatching(/^18\./), zone: "UTC", name: "tieout", bytewise: true }]);
});

test("PostgreSQL's log gets errors, but neither statements nor rows: both hold the values of records", async () => {
	const client = new pg.Client({ connectionString: inject("postgresAdminUrl") });
	await client.connect();
	const { rows } = await client.query(
		"select current_setting('log_min_error_statement') as statement, current_setting('log_error_verbosity') as verbosity",
	);
	await client.end();
	expect(rows).toEqual([{ statement: "panic", verbosity: "terse" }]);
});

test("the shared Temporal server keeps closed runs for 30 days in the namespace tieout", async () => {
	const connection = await Connection.connect({ address: inject("temporalAddress") });
	const { config } = await connection.workflowService.describeNamespace({ namespace: "tieout" });
	await connection.close();
	expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(720 * 3600);
});

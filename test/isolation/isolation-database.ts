// A database with one row of every table for each of two tenants, for the matrix.
import pg from "pg";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import type { MatrixInput, Side } from "./matrix.ts";
import { insertOneOfEach, type Table, tablesOf } from "./row-factory.ts";

export interface IsolationDatabase extends TestDatabase {
	readonly admin: pg.Client;
	readonly matrix: MatrixInput;
	readonly end: () => Promise<void>;
}

export async function isolationDatabase(): Promise<IsolationDatabase> {
	const db = await testDatabase();
	const admin = new pg.Client({ connectionString: db.adminUrl });
	await admin.connect();
	const tables = tablesOf(db.orm);
	const sides: readonly [Side, Side] = [await side(admin, tables, "A"), await side(admin, tables, "B")];
	const end = async (): Promise<void> => {
		await admin.end();
		await db.close();
	};
	return { ...db, admin, matrix: { orm: db.orm, tables, sides }, end };
}

async function side(admin: pg.Client, tables: readonly Table[], label: string): Promise<Side> {
	const rows = await insertOneOfEach(admin, tables, label);
	const id = (table: string): string => String(rows.get(table)?.["id"]);
	return { label, tenantId: id("tenants"), userId: id("users"), rows };
}

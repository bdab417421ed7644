// No tenant sees, changes or links to another's row, in any table that the entities know.
import { afterAll, beforeAll, expect, test } from "vitest";
import { tables as declarations } from "../../db/tables.ts";
import { type IsolationDatabase, isolationDatabase } from "./isolation-database.ts";
import { type Cell, isolationMatrix } from "./matrix.ts";
import { printReport } from "./report.ts";

let db: IsolationDatabase;
let cells: readonly Cell[];
beforeAll(async () => {
	db = await isolationDatabase();
	cells = await isolationMatrix(db.matrix);
	printReport(cells);
});
afterAll(() => db.end());

test("the matrix covers every declared table, and every entity's table is declared", () => {
	const covered = [...new Set(cells.map((cell) => cell.table))].sort();
	expect(covered).toEqual(Object.keys(declarations).sort());
});

test("no tenant reaches another's row by any operation in any table", () => {
	expect(cells.filter((cell) => cell.outcome === "leak" || cell.outcome === "broken")).toEqual([]);
});

test("every table with a parent has its foreign keys tried", () => {
	const without = new Set(cells.filter((cell) => cell.operation === "foreign key" && cell.outcome === "none").map((cell) => cell.table));
	expect([...without].sort()).toEqual([
		"audit_archives",
		"audit_chains",
		"audit_checkpoints",
		"audit_events",
		"audit_personal",
		"audit_seals",
		"audit_unsealed",
		"entities",
		// Outlives its company.
		"erasure_reports",
		"event_cursors",
		"identity_providers",
		"mail_links",
		"mails",
		"outbox",
		"platform_admins",
		"policies",
		"recovery_codes",
		"refresh_tokens",
		"roles",
		"second_factors",
		"signing_keys",
		"tenant_keys",
		"tenants",
		"throttles",
		"users",
	]);
});

// The matrix is only worth something if it notices a hole: every policy is dropped, every table opened, every foreign key removed in
// a database of its own, and the matrix must find each of them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TableDeclaration, tables as declarations } from "../../db/tables.ts";
import { type IsolationDatabase, isolationDatabase } from "./isolation-database.ts";
import { type Cell, isolationMatrix } from "./matrix.ts";

let db: IsolationDatabase;
beforeAll(async () => {
	db = await isolationDatabase();
});
afterAll(() => db.end());

const names = Object.keys(declarations);

async function found(table: string): Promise<readonly Cell[]> {
	const cells = await isolationMatrix(db.matrix, table);
	return cells.filter((cell) => cell.outcome === "leak" || cell.outcome === "broken");
}

/** Applies the mutation, runs the matrix on that table, and puts things right again. */
async function withMutation(table: string, mutate: string, restore: string): Promise<readonly Cell[]> {
	await db.admin.query(mutate);
	try {
		return await found(table);
	} finally {
		await db.admin.query(restore);
	}
}

interface Policy {
	readonly name: string;
	readonly command: string;
	readonly using: string;
	readonly check: string | null;
}

async function policiesOf(table: string): Promise<readonly Policy[]> {
	const { rows } = await db.admin.query<Policy>(
		`select policyname as name, cmd as command, qual as "using", with_check as "check" from pg_policies
		where tablename = $1 and roles = '{tieout_app}' and permissive = 'PERMISSIVE' order by policyname`,
		[table],
	);
	return rows;
}

const create = (table: string, policy: Policy): string =>
	`create policy ${policy.name} on ${table} for ${policy.command} to tieout_app using (${policy.using}) ${policy.check === null ? "" : `with check (${policy.check})`}`;

describe.each(names)("%s", (table) => {
	test("is found when a policy is dropped", async () => {
		const policies = await policiesOf(table);
		expect(policies.length).toBeGreaterThan(0);
		for (const policy of policies) {
			const cells = await withMutation(table, `drop policy ${policy.name} on ${table}`, create(table, policy));
			expect(cells, policy.name).not.toEqual([]);
		}
	});

	test("is found when a policy lets everything through", async () => {
		for (const policy of await policiesOf(table)) {
			const drop = `drop policy ${policy.name} on ${table};`;
			const open = create(table, { ...policy, using: "true", check: policy.check === null ? null : "true" });
			const cells = await withMutation(table, drop + open, drop + create(table, policy));
			expect(
				cells.some((cell) => cell.outcome === "leak"),
				policy.name,
			).toBe(true);
		}
	});

	test("is found when a policy checks reads but not writes", async () => {
		for (const policy of await policiesOf(table)) {
			if (policy.check === null) continue;
			const alter = (check: string): string => `alter policy ${policy.name} on ${table} with check (${check})`;
			const cells = await withMutation(table, alter("true"), alter(policy.check));
			expect(
				cells.some((cell) => cell.operation === "insert" && cell.outcome === "leak"),
				policy.name,
			).toBe(true);
		}
	});

	test("is found when row security is switched off", async () => {
		const alter = (word: string): string => `alter table ${table} ${word} row level security`;
		const cells = await withMutation(table, alter("disable"), alter("enable"));
		const leaks = cells.filter((cell) => cell.outcome === "leak").map((cell) => cell.operation);
		expect(leaks).toEqual(expect.arrayContaining(openWithout(declarations[table])));
	});

	test("is found when a foreign key into a tenant's rows is missing", async () => {
		const { rows } = await db.admin.query<{ name: string; definition: string }>(
			`select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
			where conrelid = $1::regclass and contype = 'f' and cardinality(conkey) > 1`,
			[table],
		);
		for (const { name, definition } of rows) {
			const drop = `alter table ${table} drop constraint ${name}`;
			const cells = await withMutation(table, drop, `alter table ${table} add constraint ${name} ${definition}`);
			expect(
				cells.some((cell) => cell.operation === "foreign key" && cell.outcome === "leak"),
				name,
			).toBe(true);
		}
	});
});

test("and with everything put right again the matrix finds nothing", async () => {
	const cells = await isolationMatrix(db.matrix);
	expect(cells.filter((cell) => cell.outcome === "leak" || cell.outcome === "broken")).toEqual([]);
});

/** Where the grants allow no change, only what is left can leak. */
function openWithout(declaration: TableDeclaration | undefined): string[] {
	if (declaration?.readOnly === true) return ["select"];
	return declaration?.appendOnly === true ? ["select", "insert"] : ["select", "update", "delete"];
}

// A member who is limited to one entity reaches nothing of another one, in any table that hangs on an entity; and the test that says
// so notices each policy that is missing.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withTenant } from "../../db/tenant-scope.ts";
import { type EntityScopeInput, entityScopeFindings, hangingOnEntities, insertOtherEntity, notNarrowed } from "./entity-scope.ts";
import { type IsolationDatabase, isolationDatabase } from "./isolation-database.ts";

let db: IsolationDatabase;
let input: EntityScopeInput;
let narrowed: readonly string[];
beforeAll(async () => {
	db = await isolationDatabase();
	const { orm, tables, sides } = db.matrix;
	const [{ tenantId, rows }] = sides;
	input = { orm, tenantId, tables, own: rows, other: await insertOtherEntity(db.admin, tables, rows) };
	narrowed = hangingOnEntities(tables)
		.map(({ name }) => name)
		.filter((name) => notNarrowed[name] === undefined);
});
afterAll(() => db.end());

test("a member limited to one entity sees, changes, deletes and adds nothing of another, in every table that hangs on one", async () => {
	expect(await entityScopeFindings(input)).toEqual([]);
	expect(narrowed).toEqual(
		expect.arrayContaining(["entities", "connections", "canonical_rows", "exceptions", "jobs", "exports", "decisions"]),
	);
});

test("the limit narrows and never opens: it is restrictive, for reading and writing, in exactly those tables", async () => {
	const { rows } = await db.admin.query<{ name: string; command: string; permissive: string }>(
		"select tablename as name, cmd as command, permissive from pg_policies where policyname = 'entity_rows' order by tablename",
	);
	expect(rows).toEqual([...narrowed].sort().map((name) => ({ name, command: "ALL", permissive: "RESTRICTIVE" })));
});

test("a unit of work that says nothing of entities sees none of their rows", async () => {
	const client = db.admin;
	await client.query("begin");
	try {
		await client.query("select set_config('app.tenant_id', $1, true)", [input.tenantId]);
		await client.query("set local role tieout_app");
		const { rows } = await client.query("select id from connections");
		expect(rows).toEqual([]);
	} finally {
		await client.query("rollback");
	}
});

test("what somebody asked for themselves stays theirs, whatever the entity", async () => {
	const job = input.other.get("jobs");
	const scope = { tenantId: input.tenantId, userId: String(job?.["requested_by"]), entityIds: [String(input.own.get("entities")?.["id"])] };
	const rows = await withTenant(input.orm, scope, (em) => em.execute("select id from jobs where id = ?", [job?.["id"]]));
	expect(rows).toHaveLength(1);
});

test("the limit is looked up once per statement, and not at all for who has none", async () => {
	const { tenantId } = input;
	const lookups = async (entityIds: readonly string[] | null): Promise<readonly number[]> => {
		const scope = { tenantId, userId: crypto.randomUUID(), entityIds };
		const [row] = await withTenant(input.orm, scope, (em) =>
			em.execute<{ "QUERY PLAN": readonly [{ Plan: PlanNode }] }[]>("explain (analyze, format json) select id from public.canonical_rows"),
		);
		return row === undefined ? [] : loopsOf("connections", row["QUERY PLAN"][0].Plan);
	};
	const rows = await db.admin.query("select 1 from canonical_rows where tenant_id = $1", [tenantId]);
	expect(rows.rowCount).toBeGreaterThan(1);
	expect(await lookups([String(input.own.get("entities")?.["id"])])).toEqual([1]);
	expect(await lookups(null)).toEqual([0]);
});

interface PlanNode {
	readonly "Relation Name"?: string;
	readonly "Actual Loops": number;
	readonly Plans?: readonly PlanNode[];
}

/** How often each scan of that table ran. */
const loopsOf = (table: string, node: PlanNode): readonly number[] => [
	...(node["Relation Name"] === table ? [node["Actual Loops"]] : []),
	...(node.Plans ?? []).flatMap((child) => loopsOf(table, child)),
];

describe("the test notices", () => {
	test("a policy that is dropped, in each table", async () => {
		const silent: string[] = [];
		for (const table of narrowed) {
			const { rows } = await db.admin.query<{ using: string }>(
				`select qual as "using" from pg_policies where tablename = $1 and policyname = 'entity_rows'`,
				[table],
			);
			await db.admin.query(`drop policy entity_rows on ${table}`);
			const found = await entityScopeFindings(input, table);
			if (!found.some(({ what }) => what === "sees another entity's row")) silent.push(table);
			const rule = rows[0]?.using;
			await db.admin.query(`create policy entity_rows on ${table} as restrictive to tieout_app using (${rule}) with check (${rule})`);
		}
		expect(silent).toEqual([]);
	});

	test("a policy that opens instead of narrowing", async () => {
		await db.admin.query("drop policy entity_rows on files; create policy entity_rows on files to tieout_app using (true)");
		expect((await entityScopeFindings(input, "files")).length).toBeGreaterThan(0);
	});
});

// What a member who is limited to one entity can reach of another entity of the same company, in every table that hangs on an entity.
// Which tables hang is read from the foreign keys, so that a new one is covered without a line here.
import type pg from "pg";
import type { Orm } from "../../db/orm.ts";
import { tables as declarations } from "../../db/tables.ts";
import { type ScopedEm, withTenant } from "../../db/tenant-scope.ts";
import { type Masks, noMasks } from "../../domain/tenancy/policies/masking.ts";
import { type Row, rowFor, type Table } from "./row-factory.ts";

/** Tables that lead to an entity and hold nothing of it, with the reason. */
export const notNarrowed: Readonly<Record<string, string>> = {
	membership_entities: "says who is limited to what: names of entities, which colleagues may see",
};

export interface EntityScopeInput {
	readonly orm: Orm;
	readonly tenantId: string;
	readonly tables: readonly Table[];
	/** A row per table of one entity, and of another one of the same company. */
	readonly own: ReadonlyMap<string, Row>;
	readonly other: ReadonlyMap<string, Row>;
}

export interface Finding {
	readonly table: string;
	readonly what: string;
}

/** Tables with a chain of foreign keys to an entity, parents before children. */
export function hangingOnEntities(tables: readonly Table[]): readonly Table[] {
	const hanging = new Set(["entities"]);
	for (const table of tables) if (table.parents.some((parent) => hanging.has(parent.table))) hanging.add(table.name);
	return tables.filter((table) => hanging.has(table.name));
}

/** Rows of a second entity beside those of `rows`: the same company and people, everything that hangs on an entity anew. */
export async function insertOtherEntity(
	client: pg.Client,
	tables: readonly Table[],
	rows: ReadonlyMap<string, Row>,
): Promise<ReadonlyMap<string, Row>> {
	const other = new Map(rows);
	for (const table of hangingOnEntities(tables)) {
		const row = rowFor(table, "other-entity", other);
		const columns = Object.keys(row);
		const sql = `insert into ${table.name} (${columns.join(", ")}) values (${columns.map((_, i) => `$${i + 1}`).join(", ")})`;
		await client.query(sql, Object.values(row));
		other.set(table.name, row);
	}
	return other;
}

/** Every way in which the limit does not hold. `only` limits it to one table. */
export async function entityScopeFindings(input: EntityScopeInput, only?: string): Promise<readonly Finding[]> {
	const findings: Finding[] = [];
	for (const table of hangingOnEntities(input.tables)) {
		if (notNarrowed[table.name] !== undefined || (only !== undefined && table.name !== only)) continue;
		for (const what of await tried(input, table)) findings.push({ table: table.name, what });
	}
	return findings;
}

async function tried({ orm, tenantId, own, other }: EntityScopeInput, table: Table): Promise<readonly string[]> {
	const [mine, theirs] = [own.get(table.name), other.get(table.name)];
	const entityId = String(own.get("entities")?.["id"]);
	if (mine === undefined || theirs === undefined) throw new Error(`no rows of ${table.name}`);
	// Somebody who has asked for nothing themselves: own jobs are theirs whatever the entity.
	const userId = crypto.randomUUID();
	const limited = (entityIds: readonly string[]) => ({ orm, tenantId, userId, entityIds, masks: noMasks });
	const seen = async (scope: Scope, row: Row): Promise<number> =>
		(await rolledBack(
			scope,
			async (em) => (await em.execute(`select 1 from ${table.name} where ${match(table)}`, keyOf(table, row))).length,
		)) ?? -1;
	const changed = (sql: string, params: readonly unknown[]) =>
		rolledBack(limited([entityId]), async (em) => (await em.execute<{ affectedRows: number }>(sql, [...params], "run")).affectedRows);

	const found: string[] = [];
	if ((await seen(limited([entityId]), mine)) !== 1) found.push("doesn't see their own entity's row");
	if ((await seen({ orm, tenantId, userId, entityIds: null, masks: noMasks }, theirs)) !== 1)
		found.push("is hidden from who is not limited");
	if ((await seen(limited([entityId]), theirs)) !== 0) found.push("sees another entity's row");
	if ((await seen(limited([]), mine)) !== 0) found.push("sees a row while limited to nothing");
	const set = `update ${table.name} set ${table.key[0]} = ${table.key[0]} where ${match(table)}`;
	if (((await changed(set, keyOf(table, theirs))) ?? 0) > 0) found.push("changes another entity's row");
	if (((await changed(`delete from ${table.name} where ${match(table)}`, keyOf(table, theirs))) ?? 0) > 0)
		found.push("deletes another entity's row");
	if (declarations[table.name]?.readOnly !== true) {
		const row = rowFor(table, "pushed-over", other);
		const columns = Object.keys(row);
		const inserted = await refusedByPolicy(limited([entityId]), (em) =>
			em.execute(`insert into ${table.name} (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`, Object.values(row)),
		);
		if (!inserted) found.push("adds a row to another entity");
	}
	return found;
}

interface Scope {
	readonly orm: Orm;
	readonly tenantId: string;
	readonly userId: string;
	readonly entityIds: readonly string[] | null;
	readonly masks: Masks;
}

class RollBack extends Error {}

/** null: the database refused. */
async function rolledBack<T>({ orm, ...scope }: Scope, work: (em: ScopedEm) => Promise<T>): Promise<T | null> {
	let value: T | null = null;
	try {
		await withTenant(orm, scope, async (em) => {
			value = await work(em);
			throw new RollBack();
		});
	} catch (error) {
		if (error instanceof RollBack) return value;
	}
	return null;
}

async function refusedByPolicy({ orm, ...scope }: Scope, work: (em: ScopedEm) => Promise<unknown>): Promise<boolean> {
	try {
		await withTenant(orm, scope, async (em) => {
			await work(em);
			throw new RollBack();
		});
	} catch (error) {
		const { code = "", message = "" } = error as { code?: string; message?: string };
		return code === "42501" && message.includes("row-level security");
	}
	return false;
}

const match = (table: Table): string => table.key.map((column) => `${column} = ?`).join(" and ");
const keyOf = (table: Table, row: Row): unknown[] => table.key.map((column) => row[column]);

// The isolation matrix: what one tenant tries on another's row in every table, and whether the database held. Each try is a unit of
// work of its own and is rolled back, so the tries don't disturb each other.
import type { Orm } from "../../db/orm.ts";
import { tables as declarations, type TableDeclaration } from "../../db/tables.ts";
import { type ScopedEm, withTenant, withUser } from "../../db/tenant-scope.ts";
import { noMasks } from "../../domain/tenancy/policies/masking.ts";
import { type Row, rowFor, type Table } from "./row-factory.ts";

export const operations = ["own", "select", "insert", "update", "delete", "upsert", "foreign key", "person"] as const;
export type Operation = (typeof operations)[number];

export interface Cell {
	readonly table: string;
	readonly operation: Operation;
	readonly actor: string;
	/** `none`: the table has nothing to try it on. */
	readonly outcome: "held" | "leak" | "broken" | "none";
	readonly detail: string;
}

/** One side: who acts, and a row of theirs in every table. */
export interface Side {
	readonly label: string;
	readonly tenantId: string;
	readonly userId: string;
	readonly rows: ReadonlyMap<string, Row>;
}

export interface MatrixInput {
	readonly orm: Orm;
	readonly tables: readonly Table[];
	readonly sides: readonly [Side, Side];
}

interface Attempt {
	readonly orm: Orm;
	readonly table: Table;
	readonly declaration: TableDeclaration;
	readonly me: Side;
	readonly mine: Row;
	readonly theirs: Row;
}

type Verdict = Pick<Cell, "outcome" | "detail">;

const held: Verdict = { outcome: "held", detail: "" };
const leak = (detail: string): Verdict => ({ outcome: "leak", detail });

/** Every declared table × operation × both directions. `only` limits it to one table. */
export async function isolationMatrix({ orm, tables, sides }: MatrixInput, only?: string): Promise<readonly Cell[]> {
	const cells: Cell[] = [];
	for (const table of tables) {
		if (only !== undefined && table.name !== only) continue;
		const declaration = declarations[table.name];
		if (declaration === undefined) throw new Error(`${table.name} is not declared in db/tables.ts`);
		for (const [me, other] of [sides, [sides[1], sides[0]] as const]) {
			const mine = me.rows.get(table.name);
			const theirs = other.rows.get(table.name);
			if (mine === undefined || theirs === undefined) throw new Error(`no rows of ${table.name}`);
			const attempt = { orm, table, declaration, me, mine, theirs };
			for (const operation of operations) {
				cells.push({ table: table.name, operation, actor: me.label, ...(await tries[operation](attempt)) });
			}
		}
	}
	return cells;
}

const tries: Readonly<Record<Operation, (attempt: Attempt) => Promise<Verdict>>> = {
	own: async (attempt) => {
		const { table, mine } = attempt;
		const fresh = freshRow(attempt);
		if (attempt.declaration.readOnly === true) return onlyReads(attempt, fresh);
		if (attempt.declaration.appendOnly === true) return onlyAdds(attempt, fresh);
		const remove = (em: ScopedEm, row: Row) => changed(em, `delete from ${table.name} where ${match(table)}`, keyOf(table, row));
		const outcome = await inScope(attempt, async (em) => {
			const seen = (await em.execute(`select 1 from ${table.name} where ${match(table)}`, keyOf(table, mine))).length;
			const updated = await changed(em, setKeyToItself(table), keyOf(table, mine));
			if (isItsOwner(attempt)) return [seen, updated];
			// A table whose key is its parents' has room for one row only.
			if (isSameKey(table, fresh, mine)) return [seen, updated, await insert(em, table, mine, onConflict(table))];
			return [seen, updated, await insert(em, table, fresh), await remove(em, fresh)];
		});
		if (outcome.ok && outcome.value.every((count) => count === 1)) return held;
		return { outcome: "broken", detail: `own row: ${outcome.ok ? outcome.value.join() : outcome.message}` };
	},

	select: async (attempt) => {
		const { table, mine, theirs, declaration } = attempt;
		const outcome = await inScope(attempt, async (em) => ({
			direct: await em.execute<Row[]>(`select 1 from ${table.name} where ${match(table)}`, keyOf(table, theirs)),
			foreign: await em.execute<Row[]>(`select 1 from ${table.name} where ${declaration.ownerColumn} is distinct from ?`, [
				mine[declaration.ownerColumn],
			]),
		}));
		if (!outcome.ok) return { outcome: "broken", detail: outcome.message };
		return outcome.value.direct.length + outcome.value.foreign.length === 0 ? held : leak("saw a foreign row");
	},

	insert: async (attempt) => {
		const { table, theirs, declaration } = attempt;
		const row = {
			...freshRow(attempt),
			[declaration.ownerColumn]: isItsOwner(attempt) ? crypto.randomUUID() : theirs[declaration.ownerColumn],
		};
		const refused = declaration.readOnly === true ? refusedByGrant : refusedByPolicy;
		return refused(await inScope(attempt, (em) => insert(em, table, row)), "inserted a row for another");
	},

	update: async (attempt) => {
		const { table, mine, theirs, declaration } = attempt;
		const touch = await inScope(attempt, (em) => changed(em, setKeyToItself(table), keyOf(table, theirs)));
		if (isFixed(declaration)) return refusedByGrant(touch, "changed a row of a table that only grows");
		if (!touch.ok || touch.value !== 0) return leak("changed a foreign row");
		const move = await inScope(attempt, (em) =>
			changed(em, `update ${table.name} set ${declaration.ownerColumn} = ? where ${match(table)}`, [
				isItsOwner(attempt) ? crypto.randomUUID() : theirs[declaration.ownerColumn],
				...keyOf(table, mine),
			]),
		);
		return refusedByPolicy(move, "gave a row away");
	},

	delete: async (attempt) => {
		const { table, theirs, declaration } = attempt;
		const outcome = await inScope(attempt, (em) => changed(em, `delete from ${table.name} where ${match(table)}`, keyOf(table, theirs)));
		if (isFixed(declaration)) return refusedByGrant(outcome, "deleted a row of a table that only grows");
		return outcome.ok && outcome.value === 0 ? held : leak("deleted a foreign row");
	},

	upsert: async (attempt) => {
		const { table, theirs, declaration } = attempt;
		const refused = isFixed(declaration) ? refusedByGrant : refusedByPolicy;
		return refused(await inScope(attempt, (em) => insert(em, table, theirs, onConflict(table))), "upserted a foreign row");
	},

	"foreign key": async (attempt) => {
		const { table, mine, theirs, declaration } = attempt;
		if (declaration.readOnly === true) return { outcome: "none", detail: "" };
		let tried = 0;
		for (const parent of table.parents) {
			const columns = [...parent.columns.keys()].filter((column) => column !== declaration.ownerColumn);
			// People belong to nobody: a tenant may name any of them. A reference to the tenant itself is the owner column.
			if (declarations[parent.table]?.kind === "platform" || columns.length === 0) continue;
			tried++;
			const foreign = parent.table === table.name ? selfReference(parent.columns, theirs) : theirs;
			const row = { ...freshRow(attempt), ...Object.fromEntries(columns.map((column) => [column, foreign[column]])) };
			const outcome = await inScope(attempt, async (em) => {
				// A table whose key is its parents' has room for one row only: that one is pointed elsewhere.
				if (!isSameKey(table, row, mine)) return insert(em, table, row);
				const sets = columns.map((column) => `${column} = ?`).join(", ");
				const given = [...columns.map((column) => foreign[column]), ...keyOf(table, mine)];
				return changed(em, `update ${table.name} set ${sets} where ${match(table)}`, given);
			});
			if (outcome.ok) return leak(`${parent.constraint} accepted another's ${parent.table}`);
			if (outcome.code !== "23503" || outcome.constraint !== parent.constraint) return leak(`${parent.constraint}: ${outcome.message}`);
		}
		return tried === 0 ? { outcome: "none", detail: "" } : held;
	},

	person: async ({ orm, table, declaration, me, mine }) => {
		const owners = (await withUser(orm, actingUser({ declaration, me, mine }), (em) =>
			em.execute(`select ${declaration.ownerColumn} as owner from ${table.name}`),
		)) as {
			owner: string;
		}[];
		if (owners.some((row) => row.owner !== mine[declaration.ownerColumn])) return leak("a person saw a foreign row");
		if (declaration.kind === "tenant") return owners.length === 0 ? held : leak("a person without a tenant saw tenant rows");
		return owners.length > 0 ? held : { outcome: "broken", detail: "a person does not see their own row" };
	},
};

/** Rows that the app role never changes. */
const isFixed = ({ appendOnly, readOnly }: TableDeclaration): boolean => appendOnly === true || readOnly === true;

/** The table in which the tenant or person is itself the row: a second own row can't exist. */
const isItsOwner = ({ table, declaration }: Attempt): boolean => table.key.length === 1 && table.key[0] === declaration.ownerColumn;

const freshRow = ({ table, me, declaration, mine }: Attempt): Row => {
	const row = rowFor(table, `fresh-${me.label}`, me.rows);
	return declaration.kind === "subject" ? { ...row, [declaration.ownerColumn]: mine[declaration.ownerColumn] } : row;
};

/** In whose name: the person's, or for a table of subjects the subject's own. */
const actingUser = ({ declaration, me, mine }: Pick<Attempt, "declaration" | "me" | "mine">): string =>
	declaration.kind === "subject" ? String(mine[declaration.ownerColumn]) : me.userId;

const isSameKey = (table: Table, a: Row, b: Row): boolean => table.key.every((column) => a[column] === b[column]);

const selfReference = (columns: ReadonlyMap<string, string>, theirs: Row): Row =>
	Object.fromEntries([...columns].map(([column, referenced]) => [column, theirs[referenced]]));

const onConflict = (table: Table): string =>
	`on conflict (${table.key.join(", ")}) do update set ${table.key[0]} = excluded.${table.key[0]}`;
const setKeyToItself = (table: Table): string => `update ${table.name} set ${table.key[0]} = ${table.key[0]} where ${match(table)}`;
const match = (table: Table): string => table.key.map((column) => `${column} = ?`).join(" and ");
const keyOf = (table: Table, row: Row): unknown[] => table.key.map((column) => row[column]);

async function changed(em: ScopedEm, sql: string, params: readonly unknown[]): Promise<number> {
	const { affectedRows } = await em.execute<{ affectedRows: number }>(sql, [...params], "run");
	return affectedRows;
}

function insert(em: ScopedEm, table: Table, row: Row, suffix = ""): Promise<number> {
	const columns = Object.keys(row);
	const sql = `insert into ${table.name} (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")}) ${suffix}`;
	return changed(em, sql, Object.values(row));
}

type Outcome<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly code: string; readonly constraint: string; readonly message: string };

class RollBack extends Error {}

async function inScope<T>(attempt: Attempt, work: (em: ScopedEm) => Promise<T>): Promise<Outcome<T>> {
	const { orm, me } = attempt;
	let value: T | undefined;
	try {
		await withTenant(orm, { tenantId: me.tenantId, userId: actingUser(attempt), entityIds: null, masks: noMasks }, async (em) => {
			value = await work(em);
			throw new RollBack();
		});
	} catch (error) {
		if (error instanceof RollBack) return { ok: true, value: value as T };
		const { code = "", constraint = "", message = "" } = error as { code?: string; constraint?: string; message?: string };
		return { ok: false, code, constraint, message };
	}
	throw new Error("a unit of work ended without rolling back");
}

/** A table that only grows: its own rows are seen and added, and neither changed nor deleted by anyone who works in the app role. */
async function onlyAdds(attempt: Attempt, fresh: Row): Promise<Verdict> {
	const { table, mine } = attempt;
	const adds = await inScope(attempt, async (em) => [
		(await em.execute(`select 1 from ${table.name} where ${match(table)}`, keyOf(table, mine))).length,
		await insert(em, table, fresh),
	]);
	if (!adds.ok || adds.value.some((count) => count !== 1)) return { outcome: "broken", detail: adds.ok ? adds.value.join() : adds.message };
	const change = await inScope(attempt, (em) => changed(em, setKeyToItself(table), keyOf(table, mine)));
	const removal = await inScope(attempt, (em) => changed(em, `delete from ${table.name} where ${match(table)}`, keyOf(table, mine)));
	const verdicts = [refusedByGrant(change, "changed its own row"), refusedByGrant(removal, "deleted its own row")];
	return verdicts.find(({ outcome }) => outcome !== "held") ?? held;
}

/** A table that only the owner writes: its own rows are seen, and nothing else may be done. */
async function onlyReads(attempt: Attempt, fresh: Row): Promise<Verdict> {
	const { table, mine } = attempt;
	const reads = await inScope(attempt, (em) => em.execute(`select 1 from ${table.name} where ${match(table)}`, keyOf(table, mine)));
	if (!reads.ok || reads.value.length !== 1) return { outcome: "broken", detail: reads.ok ? "not seen" : reads.message };
	const change = await inScope(attempt, (em) => changed(em, setKeyToItself(table), keyOf(table, mine)));
	const addition = await inScope(attempt, (em) => insert(em, table, fresh));
	const verdicts = [refusedByGrant(change, "changed its own row"), refusedByGrant(addition, "added a row")];
	return verdicts.find(({ outcome }) => outcome !== "held") ?? held;
}

function refusedByGrant(outcome: Outcome<unknown>, what: string): Verdict {
	if (outcome.ok) return leak(what);
	return outcome.code === "42501" && outcome.message.includes("permission denied") ? held : leak(`${what}: ${outcome.message}`);
}

function refusedByPolicy(outcome: Outcome<unknown>, what: string): Verdict {
	if (outcome.ok) return leak(what);
	return outcome.code === "42501" && outcome.message.includes("row-level security") ? held : leak(`${what}: ${outcome.message}`);
}

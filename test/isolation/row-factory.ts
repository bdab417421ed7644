// Rows of every table, made from the entities' metadata alone, so that a new table is covered without a line here.
import { type EntityMetadata, type EntityProperty, ReferenceKind } from "@mikro-orm/core";
import type pg from "pg";
import type { Orm } from "../../db/orm.ts";
import { tables } from "../../db/tables.ts";
import { derivedId } from "../../domain/core/ids.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface Parent {
	readonly constraint: string;
	readonly table: string;
	/** Own column → the parent's column. */
	readonly columns: ReadonlyMap<string, string>;
	readonly nullable: boolean;
}

export interface Table {
	readonly name: string;
	readonly key: readonly string[];
	readonly columns: ReadonlyMap<string, EntityProperty>;
	readonly parents: readonly Parent[];
}

/** The tables of the entities, parents before children. */
export function tablesOf(orm: Orm): readonly Table[] {
	const open = [...orm.getMetadata().getAll().values()].map(tableOf);
	const ordered: Table[] = [];
	const isPlaced = (table: Table): boolean =>
		(!namesTenant(table) || ordered.some((placed) => placed.name === "tenants")) &&
		table.parents.every((parent) => parent.table === table.name || ordered.some((placed) => placed.name === parent.table));
	while (open.length > 0) {
		const next = open.findIndex(isPlaced);
		if (next === -1) throw new Error(`foreign keys in a circle: ${open.map((table) => table.name).join(", ")}`);
		ordered.push(...open.splice(next, 1));
	}
	return ordered;
}

/** Says whose it is without a foreign key that would. */
const namesTenant = ({ columns, parents }: Table): boolean =>
	columns.has("tenant_id") && !parents.some((parent) => parent.columns.has("tenant_id"));

function tableOf(meta: EntityMetadata): Table {
	const scalars = meta.props.filter((prop) => prop.kind === ReferenceKind.SCALAR && prop.persist !== false);
	const relations = meta.props.filter((prop) => prop.kind === ReferenceKind.MANY_TO_ONE);
	return {
		name: meta.tableName,
		key: meta.primaryKeys.map((key) => meta.properties[key]?.fieldNames[0] ?? key),
		columns: new Map(scalars.map((prop) => [prop.fieldNames[0] ?? prop.name, prop])),
		parents: relations.map((prop) => ({
			constraint: `${meta.tableName}_${prop.fieldNames.join("_")}_foreign`,
			table: prop.targetMeta?.tableName ?? "",
			columns: new Map(prop.fieldNames.map((column, i) => [column, prop.referencedColumnNames[i] ?? ""])),
			nullable: prop.nullable === true,
		})),
	};
}

/**
 * A row that the table accepts. `salt` makes its own values differ from those of other rows; values that a foreign key shares come
 * from `parents`, the rows of the same tenant. References to the table itself stay empty.
 */
export function rowFor(table: Table, salt: string, parents: ReadonlyMap<string, Row>): Row {
	const row: Record<string, unknown> = {};
	for (const [column, prop] of table.columns) row[column] = valueFor(prop, `${salt}.${table.name}.${column}`);
	if (namesTenant(table)) row["tenant_id"] = parents.get("tenants")?.["id"];
	for (const parent of table.parents) {
		if (parent.table === table.name) {
			for (const column of parent.columns.keys()) if (table.columns.get(column)?.nullable === true) row[column] = null;
			continue;
		}
		const values = parents.get(parent.table);
		if (values === undefined) throw new Error(`no row of ${parent.table} for ${table.name}`);
		for (const [column, referenced] of parent.columns) row[column] = values[referenced];
	}
	return { ...row, ...ownedBy(table, parents) };
}

/** A table may outlive its tenant and so have no foreign key to it: its rows are the tenant's all the same. */
function ownedBy(table: Table, parents: ReadonlyMap<string, Row>): Row {
	const declaration = tables[table.name];
	const tenant = parents.get("tenants");
	if (declaration?.kind !== "tenant" || tenant === undefined) return {};
	return { [declaration.ownerColumn]: tenant["id"] };
}

function valueFor(prop: EntityProperty, salt: string): unknown {
	if (prop.items !== undefined) return prop.items[0];
	const type = prop.columnTypes[0] ?? "";
	if (type === "uuid") return derivedId("isolation", salt);
	if (type === "text") return salt.toLowerCase();
	if (type === "int") return Number.parseInt(derivedId("isolation", salt).slice(0, 7), 16);
	// A place in a sequence is one row's alone.
	if (type === "bigint" && (prop.name === "seq" || prop.name === "lastSeq"))
		return Number.parseInt(derivedId("isolation", salt).slice(0, 7), 16);
	// Zero fits every sum of amounts that a check demands.
	if (type === "bigint") return 0;
	if (type === "xid8") return "1";
	if (type === "date") return "2026-10-31";
	if (type === "timestamptz") return "2026-10-31T12:00:00Z";
	if (type === "jsonb") return "{}";
	if (type === "boolean") return false;
	if (type === "bytea") return Buffer.from("sealed");
	throw new Error(`no test value for ${type} (${salt}): add the type here`);
}

/** Inserts one row per table as the owner, whom no policy binds when it is a superuser. */
export async function insertOneOfEach(client: pg.Client, tables: readonly Table[], salt: string): Promise<ReadonlyMap<string, Row>> {
	const rows = new Map<string, Row>();
	for (const table of tables) {
		const row = rowFor(table, salt, rows);
		const columns = Object.keys(row);
		const sql = `insert into ${table.name} (${columns.join(", ")}) values (${columns.map((_, i) => `$${i + 1}`).join(", ")})`;
		await client.query(sql, Object.values(row));
		rows.set(table.name, row);
	}
	return rows;
}

// Every table with rows of a tenant, as the entities and tables.ts declare them: what an export writes and an erasure deletes. There is
// no list of tables here, so a new one is in both; only what an export leaves out, and what the law keeps, is named.
import { type EntityMetadata, ReferenceKind } from "@mikro-orm/core";
import type { Orm } from "../orm.ts";
import { tables } from "../tables.ts";

export interface TenantColumn {
	readonly name: string;
	/** As PostgreSQL calls it: "uuid", "timestamptz", … */
	readonly type: string;
}

export interface TenantTable {
	readonly name: string;
	/** The column that is the tenant. */
	readonly owner: string;
	readonly key: readonly TenantColumn[];
	readonly columns: readonly TenantColumn[];
	/** Rows point to rows of the same table. */
	readonly pointsToItself: boolean;
}

/** Secrets and material of keys, by name and with the reason that the manifest gives. "*": the whole table. */
export const leftOutOfExport: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	connection_secrets: { "*": "credentials of connections" },
	webhook_secrets: { "*": "secrets that sign webhooks" },
	tenant_keys: { "*": "data keys, wrapped" },
	model_keys: { ciphertext: "the key at a model provider" },
	api_keys: { secret_hash: "the hash of an API key", old_secret_hash: "the hash of an API key" },
	identity_providers: { secret_sealed: "the client secret at the identity provider" },
	idempotency_keys: { answer: "answers that were kept for repeated requests, sealed" },
};

export const leftOut = ({ name }: TenantTable, column: string): boolean => {
	const rules = leftOutOfExport[name];
	return rules !== undefined && ("*" in rules || column in rules);
};

const trail =
	"The audit trail: who changed what in the books of a company is kept for seven years. Names and addresses of people are erased.";

/** What an erasure keeps, and why. */
export const keptByLaw: Readonly<Record<string, string>> = {
	tenants: "The company's id, without its name and settings, because its audit trail belongs to it.",
	audit_events: trail,
	audit_unsealed: "Which events of the trail still wait for their place in the chain; empty within minutes.",
	audit_seals: trail,
	audit_chains: trail,
	audit_checkpoints: trail,
	audit_archives: trail,
};

const known = new WeakMap<Orm, readonly TenantTable[]>();

/** Children before the tables that they point to: the order in which rows can be deleted. */
export function tenantTables(orm: Orm): readonly TenantTable[] {
	const found = known.get(orm) ?? ordered([...orm.getMetadata().getAll().values()]);
	known.set(orm, found);
	return found;
}

function ordered(all: readonly EntityMetadata[]): readonly TenantTable[] {
	const open = [...all];
	const out: TenantTable[] = [];
	while (open.length > 0) {
		const at = open.findIndex((meta) => !open.some((other) => other !== meta && parentsOf(other).includes(meta.tableName)));
		const [next] = open.splice(at, 1);
		if (at === -1 || next === undefined) throw new Error(`foreign keys in a circle: ${open.map((meta) => meta.tableName).join(", ")}`);
		const declared = tables[next.tableName];
		if (declared?.kind === "tenant" || declared?.kind === "bridge") out.push(tableOf(next, declared.ownerColumn));
	}
	return out;
}

const parentsOf = (meta: EntityMetadata): readonly string[] =>
	meta.props.filter((prop) => prop.kind === ReferenceKind.MANY_TO_ONE).map((prop) => prop.targetMeta?.tableName ?? "");

function tableOf(meta: EntityMetadata, owner: string): TenantTable {
	const columns = meta.props
		.filter((prop) => prop.kind === ReferenceKind.SCALAR && prop.persist !== false)
		.map((prop) => ({ name: prop.fieldNames[0] ?? prop.name, type: prop.columnTypes[0] ?? "text" }));
	const keys = meta.primaryKeys.map((key) => meta.properties[key]?.fieldNames[0] ?? key);
	return {
		name: meta.tableName,
		owner,
		key: keys.map((name) => ({ name, type: columns.find((column) => column.name === name)?.type ?? "text" })),
		columns,
		pointsToItself: parentsOf(meta).includes(meta.tableName),
	};
}

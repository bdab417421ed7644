// The ORM over the application's login. A plain `em` of it may do nothing at all: units of work come from tenant-scope.ts.
import { type EntityProperty, ReferenceKind } from "@mikro-orm/core";
import { defineConfig, MikroORM } from "@mikro-orm/postgresql";
import { entities } from "./entities.ts";
import { maskedSchema } from "./masking.ts";

export type Orm = MikroORM;

const isRequiredRelation = (prop: EntityProperty): boolean => prop.kind !== ReferenceKind.SCALAR && prop.nullable !== true;

/** Settings shared with the migrations, which run as the owner. */
export const schemaOptions = defineConfig({
	entities,
	// Functions are the doors' business (doors.ts) and views that of masking.ts, not the differ's.
	schemaGenerator: { defaultUpdateRule: "no action", ignoreRoutines: true, ignoreSchema: [maskedSchema] },
	discovery: {
		// A key column is a property and part of a foreign key at once: tenant_id leads every one of them.
		checkDuplicateFieldNames: false,
		// The last property of a column decides its collation, so the plain ones go last (an optional relation would
		// make the column optional if it went first).
		afterDiscovered: (storage) => {
			for (const meta of storage) meta.props.sort((a, b) => Number(isRequiredRelation(b)) - Number(isRequiredRelation(a)));
		},
	},
});

export interface OrmOptions {
	/** Connections in the pool. */
	readonly poolSize?: number;
}

/** Opens a pool under the login role (`loginUrlOf(adminUrl)` in roles.ts). Close it with `orm.close()`. */
export async function openOrm(loginUrl: string, { poolSize = 10 }: OrmOptions = {}): Promise<Orm> {
	return MikroORM.init({ ...schemaOptions, clientUrl: loginUrl, pool: { min: 0, max: poolSize } });
}

// Brings a database to the schema of this version: roles, migrations, doors, grants. Runs as the owner, one at a time, and does
// nothing when there is nothing to do. `node db/migrate.ts` migrates DATABASE_URL; `node db/migrate.ts new <name>` writes the
// migration from the migrated database there to the entities, for review.
import { Migrator, TSMigrationGenerator } from "@mikro-orm/migrations";
import { MikroORM } from "@mikro-orm/postgresql";
import pg from "pg";
import { auditMonthsSql } from "./audit-months.ts";
import { doorsSql } from "./doors.ts";
import { makePlatformAdmin } from "./first-platform-admin.ts";
import { firstStatisticsSql } from "./first-statistics.ts";
import { grantsSql } from "./grants.ts";
import { maskedViewsSql } from "./masking.ts";
import { migrations } from "./migrations/migrations.ts";
import { schemaOptions } from "./orm.ts";
import { rolesSql } from "./roles.ts";

/** The ORM as the owner sees it: for migrations and for the check that entities and migrations agree. Not for reading rows. */
export async function openSchemaOrm(adminUrl: string): Promise<MikroORM> {
	return MikroORM.init({
		...schemaOptions,
		clientUrl: adminUrl,
		pool: { min: 0, max: 1 },
		// Callers say what ran.
		logger: () => undefined,
		extensions: [Migrator],
		migrations: {
			migrationsList: migrations,
			tableName: "migrations",
			path: "db/migrations",
			snapshot: false,
			disableForeignKeys: false,
			generator: TSMigrationGenerator,
			emit: "ts",
		},
	});
}

/**
 * @param adminUrl the owner's URL
 * @param loginUrl the application's, where it doesn't follow from the owner's
 * @param afterwards doors and grants of this version's tables; left out while a migration for them is still to be written
 * @returns the names of the migrations that ran
 */
export async function migrate(
	adminUrl: string,
	{
		loginUrl,
		afterwards = `${doorsSql()} ${grantsSql()} ${auditMonthsSql()} ${maskedViewsSql()}`,
	}: { readonly loginUrl?: string | undefined; readonly afterwards?: string } = {},
): Promise<readonly string[]> {
	const client = new pg.Client({ connectionString: adminUrl });
	await client.connect();
	try {
		await client.query("set client_min_messages to warning");
		await client.query("select pg_advisory_lock(hashtext('tieout migrate'))");
		await client.query(rolesSql(adminUrl, loginUrl));
		const orm = await openSchemaOrm(adminUrl);
		try {
			const done = await orm.migrator.up();
			await client.query(`begin; ${afterwards} commit;`);
			await client.query(firstStatisticsSql());
			return done.map((migration) => migration.name);
		} finally {
			await orm.close();
		}
	} finally {
		await client.end();
	}
}

async function main(args: readonly string[]): Promise<void> {
	const adminUrl = process.env["DATABASE_URL"];
	if (adminUrl === undefined || adminUrl === "") throw new Error("Set DATABASE_URL to the owner's URL of the database to migrate.");
	const loginUrl = process.env["DATABASE_LOGIN_URL"] || undefined;
	const done = await migrate(adminUrl, args[0] === "new" ? { afterwards: "" } : { loginUrl });
	console.log(done.length === 0 ? "The schema is up to date." : `Applied ${done.join(", ")}.`);
	const superAdmin = process.env["SUPER_ADMIN_EMAIL"] ?? "";
	if (superAdmin !== "" && args[0] !== "new") await makePlatformAdmin(adminUrl, superAdmin);
	if (args[0] !== "new") return;
	const orm = await openSchemaOrm(adminUrl);
	try {
		const { fileName } = await orm.migrator.create(undefined, false, false, args[1]);
		console.log(fileName === "" ? "Entities and migrations agree." : `Wrote db/migrations/${fileName}: review it and list it.`);
	} finally {
		await orm.close();
	}
}

if (import.meta.main) await main(process.argv.slice(2));

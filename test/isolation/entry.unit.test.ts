// A unit of work is the only way to the database: no product file takes an entity manager, a connection or a query builder from the
// ORM, or changes role or tenant by itself. The database refuses most of these; this names the file before anything runs.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const files = globSync("{activities,api,connectors,db,platform,scripts,workers,workflows,domain}/**/*.ts", { cwd: root }).filter(
	(file) => !file.endsWith(".test.ts"),
);

const forbidden: readonly (readonly [string, RegExp, readonly string[]])[] = [
	["an em outside a unit of work", /\borm\.em\b/, ["db/tenant-scope.ts"]],
	["the ORM's own connection", /\.get(?:Connection|Kysely)\(/, []],
	["set_config", /\bset_config\s*\(/i, ["db/grants.ts"]],
	// Not `update memberships set role`, which is a person's.
	["a change of role", /(?<!\bupdate (?:\w+ )?)\b(?:set (?:local |session )?role|reset role|set session authorization)\b/i, []],
	["a change of tenant", /\bset (?:local |session )?app\./i, ["db/tenant-scope.ts"]],
	[
		"a client of its own",
		/\bnew pg\.(?:Client|Pool)\b/,
		// Listening to notifications; and as the owner: migrating, naming the platform's first administrator, asking whether a server is usable.
		[
			"db/first-platform-admin.ts",
			"db/migrate.ts",
			"platform/pg-listener.ts",
			"scripts/doctor.ts",
			"scripts/postgres.ts",
			"scripts/prepare-database.ts",
		],
	],
	["a migration's view of the database", /\bopenSchemaOrm\b/, ["db/migrate.ts"]],
];

test.each(forbidden)("nothing uses %s", (_what, pattern, allowed) => {
	const users = files.filter((file) => pattern.test(readFileSync(join(root, file), "utf8")));
	expect(users.sort()).toEqual(allowed);
});

test("the scan reads the product's files", () => {
	expect(files.length).toBeGreaterThan(80);
	expect(files).toContain("db/tenant-scope.ts");
});

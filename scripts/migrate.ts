// `npm run db:migrate`: brings the database to this version's schema: the server of DATABASE_URL, or the one of the running Tieout.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makePlatformAdmin } from "../db/first-platform-admin.ts";
import { migrate } from "../db/migrate.ts";
import { readConfig } from "../platform/config.ts";
import { runningInstance } from "./instance.ts";

const config = readConfig(process.env);
if (config.startsPostgres && runningInstance(config.home) === undefined) {
	console.error('No database runs: start one with "npm run up" (it migrates by itself), or set DATABASE_URL.');
	process.exit(1);
}
const url = new URL(config.databaseAdminUrl);
if (config.startsPostgres) url.password = readFileSync(join(config.home, "keys/postgres.password"), "utf8").trim();
const applied = await migrate(url.toString(), { loginUrl: process.env["DATABASE_LOGIN_URL"] || undefined });
if (config.superAdminEmail !== null && !(await makePlatformAdmin(url.toString(), config.superAdminEmail)))
	console.log("Nobody has registered with SUPER_ADMIN_EMAIL yet.");
console.log(applied.length === 0 ? "The schema is up to date." : `Applied ${applied.join(", ")}`);
process.exit(0);

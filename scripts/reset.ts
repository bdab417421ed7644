// `npm run reset`: removes everything that Tieout stored on this machine, after asking. Never while it runs.
import { existsSync, rmSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { readConfig } from "../platform/config.ts";
import { isHome, runningInstance } from "./instance.ts";
import { databaseFolder } from "./start-all.ts";

const { values } = parseArgs({ options: { yes: { type: "boolean", short: "y", default: false } } });
const { home, startsPostgres } = readConfig(process.env);

const instance = runningInstance(home);
if (instance !== undefined) {
	console.error(`Tieout runs on ${home} (process ${instance.pid}). Stop it first: npm run down`);
	process.exit(1);
}
const folders = [...new Set([databaseFolder(home), home])].filter((folder) => existsSync(folder));
if (existsSync(home) && !isHome(home)) {
	console.error(`${home} was not made by Tieout, so nothing in it is removed.`);
	process.exit(1);
}
if (folders.length === 0) {
	console.log(`There is nothing to remove at ${home}.`);
	process.exit(0);
}
if (!values.yes && !(await agreed())) {
	console.log("Nothing was removed.");
	process.exit(1);
}
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
console.log(`Removed ${folders.join(" and ")}.`);
if (!startsPostgres) console.log("The database of DATABASE_URL was left as it is.");
process.exit(0);

async function agreed(): Promise<boolean> {
	if (!process.stdin.isTTY) {
		console.error("Say --yes to remove without being asked: npm run reset -- --yes");
		return false;
	}
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question(`Remove the database, stored pages, keys and logs in ${folders.join(" and ")}? Type yes: `);
	terminal.close();
	return answer.trim().toLowerCase() === "yes";
}

#!/usr/bin/env node
// The command's first file: runs it under a Node that reads TypeScript, which is this one or the one that the packages contain.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (file) => fileURLToPath(new URL(file, import.meta.url));
const isNewEnough = Number(process.versions.node.split(".")[0]) >= 24;
const own = path("../node_modules/node/bin/node");
if (!isNewEnough && !existsSync(own)) {
	console.error(`Node ${process.versions.node} is too old for this command: use Node 24, or run it as "npm run tieout --".`);
	process.exitCode = 2;
} else {
	const { status } = spawnSync(isNewEnough ? process.execPath : own, [path("tieout.ts"), ...process.argv.slice(2)], { stdio: "inherit" });
	process.exitCode = status ?? 2;
}

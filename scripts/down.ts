// `npm run down`: asks the Tieout on this home to stop and waits until it has.
import { setTimeout as sleep } from "node:timers/promises";
import { readConfig } from "../platform/config.ts";
import { runningInstance } from "./instance.ts";

const LIMIT_MS = 40_000;

const { home } = readConfig(process.env);
const instance = runningInstance(home);
if (instance === undefined) {
	console.log(`No Tieout runs on ${home}.`);
	process.exit(0);
}
const started = performance.now();
process.kill(instance.pid, "SIGTERM");
while (runningInstance(home)?.pid === instance.pid) {
	if (performance.now() - started > LIMIT_MS) {
		console.error(
			`Process ${instance.pid} has not stopped after ${LIMIT_MS / 1000} seconds. End it with: kill -9 ${instance.pid} (nothing of it stays behind).`,
		);
		process.exit(1);
	}
	await sleep(50);
}
console.log(`Stopped in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
process.exit(0);

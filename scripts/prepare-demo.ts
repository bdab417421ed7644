// For a container: waits for the sandbox, brings the schema up to date, puts the demo companies in and prints their login once.
import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { readConfig } from "../platform/config.ts";
import type { PreparedDatabase, PrepareInput } from "./prepare-database.ts";
import { introduceToSandbox } from "./sandbox-credentials.ts";
import { startTask } from "./task.ts";
import { join } from "node:path";

const { home, ports, sandboxUrl } = readConfig(process.env);
const dir = join(home, "sandbox");
mkdirSync(dir, { recursive: true, mode: 0o700 });
const controlToken = process.env["SANDBOX_CONTROL_TOKEN"] ?? "";
await untilItAnswers(`${sandboxUrl}/__control/state`);
const credentials = await introduceToSandbox({ url: sandboxUrl, controlToken, dir, apiUrl: `http://api:${ports.web}` });
const input = JSON.stringify({
	credentials,
	newPassword: process.argv.includes("--new-password"),
	isEmbedded: false,
} satisfies PrepareInput);
const task = startTask<PreparedDatabase>(
	join(import.meta.dirname, "prepare-database.ts"),
	{ ...process.env, PREPARE_INPUT: input },
	(line) => console.log(line),
);
const { email, password } = await task.result;
if (email === null) console.log("The demo companies were erased and stay so.");
else
	console.log(
		password === null ? `Login ${email} (a new password: --new-password)` : `Login ${email}\nPassword ${password}   (shown only this once)`,
	);

async function untilItAnswers(url: string): Promise<void> {
	for (let attempt = 0; ; attempt++) {
		const ok = await fetch(url).then(
			(answer) => answer.ok,
			() => false,
		);
		if (ok) return;
		if (attempt === 60) throw new Error(`The sandbox does not answer at ${sandboxUrl}.`);
		await sleep(1000);
	}
}

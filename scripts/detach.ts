// `npm run up -- --detach`: starts the supervisor in a session of its own, repeats what it says until it is ready, and leaves.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../platform/config.ts";
import { openHome } from "./instance.ts";
import type { BackgroundMessage } from "./stack.ts";

/** Gives the exit code: 0 when everything is ready. Ctrl-C or the death of this process before that stops the start. */
export function startDetached(args: readonly string[]): Promise<number> {
	const { home } = readConfig(process.env);
	openHome(home);
	const logs = join(home, "logs");
	mkdirSync(logs, { recursive: true, mode: 0o700 });
	const log = openSync(join(logs, "up.log"), "a");
	const child = spawn(process.execPath, [join(import.meta.dirname, "up.ts"), "--background", ...args], {
		stdio: ["ignore", log, log, "ipc"],
		detached: true,
	});
	closeSync(log);
	const stop = () => void child.kill("SIGTERM");
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
	process.on("disconnect", stop);
	return new Promise((resolve) => {
		child.on("message", (message: BackgroundMessage) => {
			if ("line" in message) console.log(message.line);
			else resolve(0);
		});
		child.once("exit", (code) => resolve(code ?? 1));
	});
}

// One of our own Node processes under the supervisor: forked in a session of its own (Ctrl-C reaches only the supervisor), with
// an IPC channel by which it learns that the supervisor is gone. See platform/run-child.ts for the other end.
import { fork } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";

/** What hangs ends here; a machine that is busy with other things may need minutes. */
const START_LIMIT_MS = 240_000;
const STOP_LIMIT_MS = 7000;

export interface Service {
	name: string;
	pid: number;
	exited: Promise<number>;
	stop(): Promise<void>;
}

export interface ServiceOptions {
	name: string;
	entry: string;
	env: NodeJS.ProcessEnv;
	logFile: string;
}

/** What `ready` may carry beside itself is the service's own: the sandbox hands over its credentials. */
type ChildMessage = Record<string, unknown>;

/** Starts the process at once; `ready` settles when it said so, and rejects with a sentence when it ended instead. */
export function startService(options: ServiceOptions): { service: Service; ready: Promise<Record<string, unknown>> } {
	const log = openSync(options.logFile, "a");
	const child = fork(options.entry, [], { env: options.env, stdio: ["ignore", log, log, "ipc"], detached: true, execArgv: [] });
	closeSync(log);
	const pid = child.pid ?? 0;
	let ended = false;
	const exited = new Promise<number>((resolve) => {
		child.once("error", () => resolve(1));
		child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 143)));
	}).finally(() => {
		ended = true;
	});
	const where = `Its messages are in ${options.logFile}`;
	const ready = new Promise<Record<string, unknown>>((resolve, reject) => {
		const timer = setTimeout(
			() => reject(new Error(`${options.name} was not ready after ${START_LIMIT_MS / 1000} seconds. ${where}`)),
			START_LIMIT_MS,
		);
		child.on("message", (message: ChildMessage) => {
			if (typeof message["failed"] === "string") reject(new Error(`${options.name} could not start: ${message["failed"]} ${where}`));
			else resolve(message);
		});
		exited.then(
			(code) => reject(new Error(`${options.name} ended while starting (exit ${code}): ${lastLine(options.logFile)} ${where}`)),
			reject,
		);
		void Promise.race([exited, new Promise<void>((done) => child.once("message", () => done()))]).finally(() => clearTimeout(timer));
	});
	ready.catch(() => {});
	return {
		service: {
			name: options.name,
			pid,
			exited,
			async stop() {
				if (ended) return;
				child.kill("SIGTERM");
				const timer = setTimeout(() => killGroup(pid), STOP_LIMIT_MS);
				await exited;
				clearTimeout(timer);
			},
		},
		ready,
	};
}

function lastLine(file: string): string {
	return (
		readFileSync(file, "utf8")
			.trimEnd()
			.split("\n")
			.findLast((line) => /error/i.test(line)) ?? ""
	);
}

function killGroup(pid: number): void {
	try {
		process.kill(-pid, "SIGKILL");
	} catch {
		// It ended in the meantime.
	}
}

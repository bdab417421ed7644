// Runs a foreign binary (PostgreSQL, Temporal) so that it can never outlive this process, not even after kill -9: a small
// shell holds the reading end of our pipe and ends the binary when the pipe closes. Ctrl-C reaches only us (own session).
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";

const STOP_LIMIT_MS = 8000;

const GUARD = `
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
p=$!
echo $p >&3
exec 3>&-
(cat <&4 >/dev/null; kill -$STOP_SIGNAL $p) 2>/dev/null &
c=$!
exec 4<&-
trap 'kill -$STOP_SIGNAL $p' TERM INT HUP
wait $p
s=$?
wait $p
kill $c 2>/dev/null
exit $s
`;

export interface GuardedOptions {
	command: readonly string[];
	/** What the binary takes as "end now, in order". PostgreSQL: INT (fast shutdown; TERM waits for its clients). */
	stopSignal: "TERM" | "INT";
	env?: NodeJS.ProcessEnv;
	cwd?: string;
	uid?: number;
	gid?: number;
	/** File that stdout and stderr are appended to; without it they are dropped. */
	logFile?: string | undefined;
}

export interface GuardedProcess {
	/** The binary's own pid, not the guard's. Rejects when it could not be started. */
	pid: Promise<number>;
	/** Settles when the binary has ended, with the shell's idea of its exit code. */
	exited: Promise<number>;
	hasExited(): boolean;
	stop(): Promise<void>;
}

/** Starts the binary under the guard. A binary that is still there 8 s after `stop` is killed. */
export function startGuarded(options: GuardedOptions): GuardedProcess {
	const output = options.logFile === undefined ? ("ignore" as const) : openSync(options.logFile, "a");
	const guard = spawn("/bin/sh", ["-c", GUARD, "guard", ...options.command], {
		stdio: ["pipe", output, output, "pipe"],
		env: { ...(options.env ?? process.env), STOP_SIGNAL: options.stopSignal },
		detached: true,
		...(options.cwd === undefined ? {} : { cwd: options.cwd }),
		...(options.uid === undefined ? {} : { uid: options.uid }),
		...(options.gid === undefined ? {} : { gid: options.gid }),
	});
	if (typeof output === "number") closeSync(output);
	let ended = false;
	const exited = new Promise<number>((resolve) => {
		guard.once("error", () => resolve(127));
		guard.once("exit", (code) => resolve(code ?? 143));
	}).finally(() => {
		ended = true;
		guard.stdin?.destroy();
	});
	guard.stdin?.on("error", () => {});
	const pid = readPid(guard);
	pid.catch(() => {});
	return {
		pid,
		exited,
		hasExited: () => ended,
		async stop() {
			if (ended) return;
			guard.stdin?.end();
			const timer = setTimeout(() => void pid.then(killQuietly, () => {}), STOP_LIMIT_MS);
			await exited;
			clearTimeout(timer);
		},
	};
}

function readPid(guard: ChildProcess): Promise<number> {
	const pipe = guard.stdio[3];
	return new Promise((resolve, reject) => {
		let text = "";
		pipe?.on("data", (chunk: Buffer) => {
			text += chunk.toString("utf8");
		});
		pipe?.once("end", () => {
			const pid = Number.parseInt(text, 10);
			if (Number.isInteger(pid)) resolve(pid);
			else reject(new Error(`${guard.spawnargs[4] ?? "the process"} could not be started`));
		});
		guard.once("error", reject);
	});
}

function killQuietly(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// It ended in the meantime.
	}
}

// Which Tieout runs on a home folder: one state file per home, written first and removed last. A process that is gone, or a
// zombie that nobody reaped, counts as not running; a pid that was given to another program does too.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface InstanceState {
	pid: number;
	/** The system's notion of when that process began: tells it from a later one with the same pid. */
	processStart: string;
	port: number;
	phase: "starting" | "ready" | "stopping";
	startedAt: string;
	url: string;
	temporalWebUrl: string | null;
	/** Where the embedded database's files are; outside the home when its user may not read there. Null with DATABASE_URL. */
	databaseDir: string | null;
	logsDir: string;
}

/** Makes the folder. Refuses one that holds something else, because `reset` removes all of it. */
export function openHome(home: string): void {
	mkdirSync(home, { recursive: true, mode: 0o755 });
	const marker = join(home, ".tieout-home");
	if (existsSync(marker)) return;
	if (readdirSync(home).length > 0) throw new Error(`TIEOUT_HOME is ${home}, which holds other files. Set it to an empty or a new folder.`);
	writeFileSync(marker, "Everything in this folder belongs to Tieout; `npm run reset` removes it.\n");
}

/** Whether the folder was made by openHome, so that it may be removed. */
export function isHome(home: string): boolean {
	return existsSync(join(home, ".tieout-home"));
}

function stateFile(home: string): string {
	return join(home, "state.json");
}

/** The state that was written last, whether or not its process still runs. */
export function readState(home: string): InstanceState | undefined {
	try {
		return JSON.parse(readFileSync(stateFile(home), "utf8")) as InstanceState;
	} catch {
		return undefined;
	}
}

/** The state of the Tieout that runs on this home now. */
export function runningInstance(home: string): InstanceState | undefined {
	const state = readState(home);
	return state !== undefined && processStartOf(state.pid) === state.processStart ? state : undefined;
}

/** Takes the home for this process by writing its state; gives back the state of the one that has it, if there is one. */
export async function claimHome(home: string, mine: InstanceState): Promise<InstanceState | undefined> {
	for (;;) {
		const other = runningInstance(home);
		if (other !== undefined && other.pid !== process.pid) return other;
		writeState(home, mine);
		// Two that found the home empty at the same moment: the one that wrote last has it.
		await sleep(40);
		if (readState(home)?.pid === process.pid) return undefined;
	}
}

export function writeState(home: string, state: InstanceState): void {
	const partial = `${stateFile(home)}.${process.pid}`;
	writeFileSync(partial, `${JSON.stringify(state, null, "\t")}\n`);
	renameSync(partial, stateFile(home));
}

export function releaseHome(home: string): void {
	if (readState(home)?.pid === process.pid) rmSync(stateFile(home), { force: true });
}

/** When the process began, or undefined when it doesn't run (zombies don't). */
export function processStartOf(pid: number): string | undefined {
	if (existsSync("/proc/self/stat")) {
		try {
			const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
				.replace(/^.*\) /s, "")
				.split(" ");
			return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
		} catch {
			return undefined;
		}
	}
	try {
		const text = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
		return text.startsWith("Z") || text === "" ? undefined : text.replace(/^\S+\s+/, "");
	} catch {
		return undefined;
	}
}

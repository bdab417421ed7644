// Breaks a part of the stack while a job runs, and mends it again.
import { closeSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultKind, PlannedFault } from "./fault-plan.ts";
import type { FaultStack } from "./fault-stack.ts";

export type PartFault = Extract<
	FaultKind,
	| "worker killed"
	| "API killed"
	| "database killed"
	| "worker frozen beyond its heartbeat"
	| "Temporal restarted"
	| "network cut"
	| "disk full"
>;

// The heartbeat timeout of what reads pages is ten seconds (temporal.config.ts).
const frozenMs = 12_500;

async function freeze(stack: FaultStack): Promise<void> {
	const frozen = stack.worker();
	process.kill(frozen.pid, "SIGSTOP");
	// The second one takes over while the first is frozen, and is still there when it wakes.
	await Promise.all([sleep(frozenMs), stack.startWorker()]);
	process.kill(frozen.pid, "SIGCONT");
	// Awake it finds out that its work is somebody else's now.
	await sleep(1_500);
	await frozen.stop();
}

/** Writes until there is no room. */
function fill(file: string): void {
	const handle = openSync(file, "w");
	const zeros = Buffer.alloc(4 * 1024 * 1024);
	try {
		for (;;) writeSync(handle, zeros);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
	} finally {
		closeSync(handle);
	}
}

/** @throws Error where there is no file system of the objects' own */
async function fillDisk({ objectsVolume }: FaultStack, durationMs: number): Promise<void> {
	if (objectsVolume === null) throw new Error("the disk can't be filled: the objects have no file system of their own (it takes root)");
	const filler = join(objectsVolume, "filler");
	fill(filler);
	const { bavail, bsize } = statfsSync(objectsVolume);
	const left = bavail * bsize;
	if (left > 65_536) throw new Error(`the disk could not be filled: ${left} bytes are left`);
	await sleep(durationMs + 1_500);
	rmSync(filler);
}

/** Resolves when the part works again. */
export async function breakPart(stack: FaultStack, { kind, durationMs, variant }: PlannedFault & { kind: PartFault }): Promise<void> {
	switch (kind) {
		case "worker killed":
			await stack.killWorker();
			await sleep(durationMs);
			await stack.startWorker();
			return;
		case "API killed":
			await stack.killApi();
			await sleep(durationMs);
			return stack.startApi();
		case "database killed":
			await stack.killDatabase();
			await sleep(durationMs);
			return stack.startDatabase();
		case "worker frozen beyond its heartbeat":
			return freeze(stack);
		case "Temporal restarted":
			await stack.stopTemporal(variant % 2 === 0 ? "SIGTERM" : "SIGKILL");
			await sleep(durationMs);
			return stack.startTemporal();
		case "network cut":
			stack.proxy.cut();
			await sleep(durationMs);
			return stack.proxy.mend();
		case "disk full":
			return fillDisk(stack, durationMs);
	}
}

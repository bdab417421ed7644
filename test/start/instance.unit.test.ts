import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
	claimHome,
	type InstanceState,
	isHome,
	openHome,
	processStartOf,
	releaseHome,
	runningInstance,
	writeState,
} from "../../scripts/instance.ts";

let home = "";
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "tieout-home-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const stateOf = (pid: number, processStart: string): InstanceState => ({
	pid,
	processStart,
	port: 4700,
	phase: "ready",
	startedAt: "2026-11-01T00:00:00Z",
	url: "http://127.0.0.1:4700",
	temporalWebUrl: null,
	databaseDir: null,
	logsDir: home,
});
const me = () => stateOf(process.pid, processStartOf(process.pid) ?? "");

test("a home whose process runs is given to nobody else", async () => {
	const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
	const pid = other.pid ?? 0;
	writeState(home, stateOf(pid, processStartOf(pid) ?? ""));
	expect((await claimHome(home, me()))?.pid).toBe(pid);
	const gone = new Promise((resolve) => other.once("exit", resolve));
	other.kill("SIGKILL");
	await gone;
	expect(await claimHome(home, me())).toBeUndefined();
	expect(runningInstance(home)?.pid).toBe(process.pid);
	releaseHome(home);
	expect(runningInstance(home)).toBeUndefined();
});

test("a pid that another program has got since doesn't count as running", () => {
	writeState(home, stateOf(process.pid, "1"));
	expect(runningInstance(home)).toBeUndefined();
});

test.runIf(process.platform === "linux")("a zombie doesn't count as running", async () => {
	// The shell starts a child that ends at once, and becomes a program that never asks how it ended.
	const parent = spawn("/bin/sh", ["-c", "sleep 0.2 & echo $!; exec sleep 30"]);
	const pid = await new Promise<number>((resolve) => parent.stdout.once("data", (data: Buffer) => resolve(Number(data.toString()))));
	const stateOfChild = () => readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "")[0];
	await expect.poll(stateOfChild).toBe("Z");
	expect(processStartOf(pid)).toBeUndefined();
	parent.kill("SIGKILL");
});

test("a folder with foreign files never becomes a home, so reset can't remove it", () => {
	writeFileSync(join(home, "thesis.doc"), "");
	expect(() => openHome(home)).toThrow(/holds other files/);
	expect(isHome(home)).toBe(false);
	rmSync(join(home, "thesis.doc"));
	openHome(home);
	openHome(home);
	expect(isHome(home)).toBe(true);
});

import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startGuarded } from "../../scripts/guarded-process.ts";
import { processStartOf } from "../../scripts/instance.ts";

const module = join(import.meta.dirname, "../../scripts/guarded-process.ts");

test("a guarded binary ends when it is told to", async () => {
	const sleeper = startGuarded({ command: ["/bin/sleep", "60"], stopSignal: "TERM" });
	const pid = await sleeper.pid;
	expect(processStartOf(pid)).toBeDefined();
	await sleeper.stop();
	expect(processStartOf(pid)).toBeUndefined();
	expect(sleeper.hasExited()).toBe(true);
});

test("a guarded binary ends when its parent is killed with -9", async () => {
	const program = `
		const { startGuarded } = await import(${JSON.stringify(module)});
		console.log(await startGuarded({ command: ["/bin/sleep", "60"], stopSignal: "TERM" }).pid);
		setInterval(() => {}, 1000);`;
	const parent = spawn(process.execPath, ["--input-type=module", "-e", program]);
	const pid = await new Promise<number>((resolve) => parent.stdout.once("data", (data: Buffer) => resolve(Number(data.toString()))));
	expect(processStartOf(pid)).toBeDefined();
	parent.kill("SIGKILL");
	await expect.poll(() => processStartOf(pid)).toBeUndefined();
});

test("a binary that doesn't exist is said to have ended", async () => {
	const missing = startGuarded({ command: ["/nowhere/at-all"], stopSignal: "TERM" });
	expect(await missing.exited).toBe(127);
});

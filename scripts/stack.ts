// The supervisor's life: claim the home, start in order, say where it is, wait for the end, stop in reverse order.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Config, readConfig } from "../platform/config.ts";
import { claimHome, type InstanceState, openHome, processStartOf, releaseHome, writeState } from "./instance.ts";
import { Running } from "./running.ts";
import { databaseFolder, startAll } from "./start-all.ts";

const EXIT_OTHER_INSTANCE = 3;

export interface StackOptions {
	/** Started by `--detach`: what it prints goes to the waiting parent as messages. */
	background: boolean;
	newPassword: boolean;
}

export type BackgroundMessage = { line: string } | { ready: true };

/** Gives the exit code: 0 after an orderly stop, 1 when something failed, 3 when the home is taken. */
export async function runStack({ background, newPassword }: StackOptions): Promise<number> {
	const started = performance.now();
	const send = (line: string) => {
		if (process.connected) process.send?.({ line } satisfies BackgroundMessage);
	};
	const print = (line: string) => {
		console.log(line);
		if (background) send(line);
	};
	// The greeting may hold a password: it is for the person who waits, not for the log that stdout is when detached.
	const greet = background ? send : print;
	const config = readConfig(process.env);
	const { home } = config;
	openHome(home);
	const state = initialState(config);
	const other = await claimHome(home, state);
	if (other !== undefined) {
		print(
			`Tieout already runs on ${home} (process ${other.pid}, ${other.url}). Stop it with "npm run down", or set TIEOUT_HOME and TIEOUT_PORT to start another.`,
		);
		return EXIT_OTHER_INSTANCE;
	}
	const running = new Running();
	// What ends only because everything is stopping is no news.
	const printStep = (line: string) => {
		if (!running.isStopping) print(line);
	};
	const onStop = () => running.requestStop();
	for (const event of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) process.on(event, onStop);
	let failure: string | undefined;
	try {
		print(`Tieout starts on ${home}`);
		const welcome = await running.untilStopRequested(startAll({ config, newPassword, print: printStep, running }));
		if (welcome !== undefined) {
			writeState(home, { ...state, phase: "ready" });
			print(`Ready in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
			for (const line of [...welcome, "", background ? "Stop it with: npm run down" : "Ctrl-C stops everything."]) greet(line);
			if (background) {
				process.off("disconnect", onStop);
				process.send?.({ ready: true } satisfies BackgroundMessage, () => process.disconnect());
			}
			failure = await running.untilEnd();
		}
	} catch (error) {
		failure = error instanceof Error ? error.message : String(error);
	}
	if (failure !== undefined) print(`\n${failure}`);
	writeState(home, { ...state, phase: "stopping" });
	await running.stopAll();
	releaseHome(home);
	print("Stopped.");
	return failure === undefined ? 0 : 1;
}

function initialState({ home, ports, startsPostgres, startsTemporal, temporalWebUrl }: Config): InstanceState {
	const logsDir = join(home, "logs");
	mkdirSync(logsDir, { recursive: true, mode: 0o700 });
	return {
		pid: process.pid,
		processStart: processStartOf(process.pid) ?? "",
		port: ports.web,
		phase: "starting",
		startedAt: new Date().toISOString(),
		url: `http://127.0.0.1:${ports.web}`,
		temporalWebUrl: startsTemporal ? temporalWebUrl : null,
		databaseDir: startsPostgres ? databaseFolder(home) : null,
		logsDir,
	};
}

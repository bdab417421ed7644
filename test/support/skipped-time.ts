// A Temporal server whose clock jumps to the next timer while nothing else is going on: thirty days pass in a second.
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { createLog } from "../../platform/log.ts";
import { findTimeSkippingServer, TIME_SKIPPING_NEEDS } from "../../scripts/time-skipping-server.ts";
import { installRuntime } from "../../workers/runtime.ts";

export interface SkippingServer {
	readonly address: string;
	readonly namespace: string;
	/** Lets time jump while `work` waits. */
	readonly skipping: <T>(work: () => Promise<T>) => Promise<T>;
	readonly sleep: (ms: number) => Promise<void>;
	/** The server's own time. */
	readonly nowMs: () => Promise<number>;
	readonly stop: () => Promise<void>;
}

export async function startSkippingServer(): Promise<SkippingServer> {
	const path = await findTimeSkippingServer();
	if (path === null) throw new Error(`needs ${TIME_SKIPPING_NEEDS}`);
	// Ours first: the environment would install one with logs of its own.
	installRuntime(createLog({ name: "test", level: process.env["LOG_LEVEL"] ?? "silent" }));
	const environment = await startedWithin(5, path);
	const { testService } = environment.connection as { testService?: Clock };
	if (testService === undefined) throw new Error("the server has no clock to be moved");
	return {
		address: environment.address,
		namespace: environment.namespace ?? "default",
		skipping: async (work) => {
			await testService.unlockTimeSkipping({});
			try {
				return await work();
			} finally {
				await testService.lockTimeSkipping({});
			}
		},
		sleep: (ms) => environment.sleep(ms),
		nowMs: () => environment.currentTimeMs(),
		stop: () => environment.teardown(),
	};
}

/** The SDK waits five seconds for the server, which on a busy machine is not enough for Java to start. */
async function startedWithin(tries: number, path: string): Promise<TestWorkflowEnvironment> {
	// Nearly twice as fast to start; it lives for a few seconds.
	process.env["JAVA_TOOL_OPTIONS"] ??= "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";
	try {
		return await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: "existing-path", path } } });
	} catch (error) {
		if (tries > 1 && String(error).includes("did not start within")) return startedWithin(tries - 1, path);
		throw error;
	}
}

interface Clock {
	unlockTimeSkipping(request: object): Promise<unknown>;
	lockTimeSkipping(request: object): Promise<unknown>;
}

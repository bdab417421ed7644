// The SDK's own log lines go through ours. One runtime per process, so installing it twice does nothing.
import { makeTelemetryFilterString, Runtime, DefaultLogger } from "@temporalio/worker";
import type { Log } from "../platform/log.ts";

let installed = false;

const levels = { TRACE: "trace", DEBUG: "debug", INFO: "info", WARN: "warn", ERROR: "error" } as const;

export function installRuntime(log: Log): void {
	if (installed) return;
	installed = true;
	Runtime.install({
		logger: new DefaultLogger("INFO", ({ level, message, meta }) => log[levels[level]]({ ...meta, sdk: true }, message)),
		telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: "WARN", other: "ERROR" }), forward: {} } },
		shutdownSignals: [],
	});
}

// Structured logs. Lines about a tenant's work carry tenantId and correlationId as fields; secrets never get here, and the
// usual places where one could slip in are censored.
import { type DestinationStream, pino, type Logger } from "pino";

export type Log = Logger;

const censored = ["authorization", "cookie", "apiKey", "password", "token", "secrets", "privateKeyPem"];

/** @param name the process: "api", "worker", … */
export function createLog({ name, level, destination }: { name: string; level: string; destination?: DestinationStream }): Log {
	const options = {
		name,
		level,
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: { paths: censored.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[removed]" },
		formatters: { level: (label: string) => ({ level: label }) },
	};
	return destination === undefined ? pino(options) : pino(options, destination);
}

/** What ties a line to one tenant's one click. */
export interface LogScope {
	readonly tenantId: string;
	readonly correlationId: string;
	readonly jobId?: string | undefined;
}

export const scopedLog = (log: Log, scope: LogScope): Log =>
	log.child({ tenantId: scope.tenantId, correlationId: scope.correlationId, ...(scope.jobId && { jobId: scope.jobId }) });

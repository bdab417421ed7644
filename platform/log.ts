// Structured logs. Lines about a tenant's work carry tenantId and correlationId as fields; secrets never get here, and the
// usual places where one could slip in are censored.
import { type DestinationStream, pino, type Logger } from "pino";

export type Log = Logger;

const censored = ["authorization", "cookie", "apiKey", "password", "token", "secrets", "privateKeyPem"];

// A database error names the row it was about in these: the message and the code say enough, the values are a tenant's.
const ofRecords = ["detail", "where", "hint", "internalQuery", "query", "sql", "params", "parameters", "bindings"];

function errorWithoutRecords(error: unknown): unknown {
	if (!(error instanceof Error)) return error;
	const shown = Object.entries(pino.stdSerializers.err(error)).filter(([key]) => !ofRecords.includes(key) && key !== "raw");
	return Object.fromEntries(shown.map(([key, value]) => [key, typeof value === "string" ? withoutDetail(value) : value]));
}

/** MikroORM appends the detail to the message, and the message stands in the stack. */
const withoutDetail = (text: string): string => text.replaceAll(/\n? - (?:detail|hint): [^\n]*/g, "");

/** @param name the process: "api", "worker", … */
export function createLog({ name, level, destination }: { name: string; level: string; destination?: DestinationStream }): Log {
	const options = {
		name,
		level,
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: { paths: censored.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[removed]" },
		serializers: { err: errorWithoutRecords },
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

// What an activity says while it works: into the worker's log as it is, and into the job's own log as far as the allow-list goes.
// A sentence is a literal, so it can't carry anything; facts pass domain/jobs/log-facts.ts; of an error only our code and our
// sentence are kept. Lines are held in memory and written in batches, so that saying something costs no query.
import type { LogLevel, LogLine } from "../../db/jobs/job-log.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { keptFacts } from "../../domain/jobs/log-facts.ts";
import type { Log } from "../../platform/log.ts";
import { timeOrderedId } from "../../db/types/time-ordered-id.ts";
import { describeFailure } from "./failures.ts";

export type LogFacts = Readonly<Record<string, unknown>>;

/** Only a literal (or a choice of literals) fits: of a text with something put in, every record has all its keys optional. */
type Literal<Text extends string> = Record<never, never> extends Record<Text, 1> ? never : Text;

type Say = <const Text extends string>(facts: LogFacts, sentence: Literal<Text>) => void;

/** `err` among the facts is an error; it is kept as our code and sentence. */
export type JobLog = Readonly<Record<LogLevel, Say>>;

// A try that says more than this says nothing more to a person.
const linesPerTry = 10_000;
const flushEveryMs = 1_000;

export interface LogBuffer {
	readonly log: JobLog;
	/** The lines that are not written yet; they stay until `written` is told of them. */
	readonly waiting: () => readonly LogLine[];
	readonly written: (lines: readonly LogLine[]) => void;
	/** Writes what waits, when the last time was long enough ago. Never throws; what could not be written stays. */
	readonly flushIfDue: (write: (lines: readonly LogLine[]) => Promise<void>) => void;
	/** Resolves when no write is under way. */
	readonly settled: () => Promise<void>;
}

/** @param about said with every line, where the line doesn't say it otherwise: the stream that a try is about */
export function bufferLog(log: Log, now: () => Date, about: LogFacts = {}): LogBuffer {
	let waiting: LogLine[] = [];
	let said = 0;
	let lastFlush = performance.now();
	let writing: Promise<void> | null = null;

	const keep = (level: LogLevel, facts: LogFacts, message: string): void => {
		said += 1;
		if (said > linesPerTry) return;
		const at = now();
		const line = { id: timeOrderedId(at.getTime()), at: at.toISOString() };
		const last = said === linesPerTry;
		const { stream = null, ...kept } = {
			...keptFacts(about),
			...keptFacts(facts),
			...failureFacts(facts["err"]),
		} as Record<string, string | number | boolean>;
		waiting.push({
			...line,
			level: last ? "warn" : level,
			message: last ? "further lines of this try are only in the worker's log" : message,
			facts: last ? {} : kept,
			stream: typeof stream === "string" ? stream : null,
		});
	};
	const say = (level: LogLevel): Say => {
		return (facts: LogFacts, sentence: string) => {
			log[level](facts, sentence);
			keep(level, facts, sentence);
		};
	};
	const written = (lines: readonly LogLine[]): void => {
		const done = new Set(lines.map(({ id }) => id));
		waiting = waiting.filter(({ id }) => !done.has(id));
	};
	return {
		log: { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") },
		waiting: () => waiting,
		written,
		flushIfDue: (write) => {
			if (writing !== null || waiting.length === 0 || performance.now() - lastFlush < flushEveryMs) return;
			lastFlush = performance.now();
			const lines = [...waiting];
			writing = write(lines)
				.then(() => written(lines))
				.catch((error: unknown) => log.warn({ err: error }, "lines of a job's log wait for the next time"))
				.finally(() => {
					writing = null;
				});
		},
		settled: async () => {
			await writing;
		},
	};
}

function failureFacts(error: unknown): Readonly<Record<string, string | number | boolean>> {
	if (error === undefined) return {};
	const { code, message } = describeFailure(error);
	return { ...(error instanceof TieoutError ? keptFacts(error.facts) : {}), code, sentence: message };
}

// What the API logged as an error while a test ran is printed when that test fails: the answer itself says only that something
// went wrong on our side. A setup file of the tests that start an API.
import { beforeEach } from "vitest";

const errorLevels: ReadonlySet<string | undefined> = new Set(["error", "fatal"]);
const logged: string[] = [];

/** @param line of the API's log, as JSON */
export function keepApiError(line: string): void {
	const { level } = JSON.parse(line) as { level?: string };
	if (errorLevels.has(level)) logged.push(line);
}

beforeEach(({ onTestFailed }) => {
	logged.length = 0;
	onTestFailed(({ task }) => {
		if (logged.length > 0) process.stderr.write(`\n"${task.name}" failed; the API had logged:\n${logged.map(readable).join("\n")}\n`);
	});
});

/** @returns "procedure failed people.invite" and the error's stack, with its causes as they were logged */
function readable(line: string): string {
	const { msg = "", path = "", err } = JSON.parse(line) as { msg?: string; path?: string; err?: { stack?: string; message?: string } };
	return `${`${msg} ${path}`.trim()}\n${err?.stack ?? err?.message ?? line}`;
}

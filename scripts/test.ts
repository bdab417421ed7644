// `npm test`: rules and pure code, then everything on real servers, then the browser; one summary at the end.
// `npm test -- unit live` runs only these.
import { styleText } from "node:util";
import { formatTally, runSuites, suiteNames } from "./suites.ts";

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !suiteNames.includes(name));
if (unknown !== undefined) {
	console.error(`There is no suite ${unknown}; there are: ${suiteNames.join(", ")}`);
	process.exit(2);
}
const tallies = await runSuites(asked.length === 0 ? suiteNames : asked);
console.log("");
for (const { name, passed, failed, seconds, notRun } of tallies) {
	if (notRun === null) console.log(`${name.padEnd(6)} ${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)`);
	else console.log(styleText("yellow", `${name.padEnd(6)} not run: needs ${notRun}`));
}
console.log(formatTally(tallies));
process.exit(tallies.some(({ failed }) => failed > 0) ? 1 : 0);

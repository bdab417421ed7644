// `npm run up`: starts everything, says what it does, and keeps watch. One instance per home. Ends everything it started when it
// is asked to, when a service dies, and when it is itself killed.
import { parseArgs } from "node:util";
import { startDetached } from "./detach.ts";
import { runStack } from "./stack.ts";

const { values } = parseArgs({
	options: {
		detach: { type: "boolean", short: "d", default: false },
		"new-password": { type: "boolean", default: false },
		background: { type: "boolean", default: false },
	},
});

try {
	process.exitCode = values.detach
		? await startDetached(values["new-password"] ? ["--new-password"] : [])
		: await runStack({ background: values.background, newPassword: values["new-password"] });
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
process.exit();

// Builds the web pages into web/dist, as a task of `up` or by itself. Vite's own messages go to the parent only when it fails.
import { build } from "vite";
import { runTask } from "./task.ts";
import { markWebBuilt, webFolder } from "./web-build.ts";

await runTask(async () => {
	const started = new Date();
	await build({ root: webFolder, configFile: `${webFolder}/vite.config.ts`, logLevel: "error" });
	markWebBuilt(started);
});

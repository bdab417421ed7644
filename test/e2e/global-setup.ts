// What both workers would make at the same time is made once before they start: the pages, and the bundle of the workflows. Each worker
// then starts a Tieout of its own (own-stack.ts). Finds the browser too.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { BROWSER_NEEDS, findBrowser } from "../../scripts/browser.ts";
import { isWebBuilt } from "../../scripts/web-build.ts";

const run = promisify(execFile);

const script = (name: string): string => join(import.meta.dirname, "../../scripts", name);

export default async function setup(): Promise<() => void> {
	const browser = await findBrowser();
	if (browser === undefined) throw new Error(`The browser tests need ${BROWSER_NEEDS}`);
	const folder = mkdtempSync(join(tmpdir(), "tieout-e2e-"));
	const bundle = join(folder, "workflows.js");
	Object.assign(process.env, { TIEOUT_BROWSER: browser.executablePath, TIEOUT_WORKFLOW_BUNDLE: bundle });
	await Promise.all([
		run(process.execPath, [script("bundle-workflows.ts"), bundle]),
		isWebBuilt() ? null : run(process.execPath, [script("build-web.ts")]),
	]);
	return () => rmSync(folder, { recursive: true, force: true });
}

// Starts the stack that the browser tests use and finds the browser. Specs read TIEOUT_E2E_EMAIL and TIEOUT_E2E_PASSWORD;
// TIEOUT_E2E_HOME and TIEOUT_E2E_PORT are for what lies behind the pages (objects, the sandbox's truth).
import { BROWSER_NEEDS, findBrowser } from "../../scripts/browser.ts";
import { startThrowawayStack } from "../../scripts/throwaway-stack.ts";

export default async function setup(): Promise<() => Promise<void>> {
	const browser = await findBrowser();
	if (browser === undefined) throw new Error(`The browser tests need ${BROWSER_NEEDS}`);
	const stack = await startThrowawayStack();
	Object.assign(process.env, {
		TIEOUT_BROWSER: browser.executablePath,
		TIEOUT_E2E_URL: stack.url,
		TIEOUT_E2E_EMAIL: stack.email,
		TIEOUT_E2E_PASSWORD: stack.password,
		TIEOUT_E2E_HOME: stack.home,
		TIEOUT_E2E_PORT: String(stack.port),
	});
	return () => stack.stop();
}

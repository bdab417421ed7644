// Finds the browser before any worker starts; every worker starts a Tieout of its own (own-stack.ts).
import { BROWSER_NEEDS, findBrowser } from "../../scripts/browser.ts";

export default async function setup(): Promise<void> {
	const browser = await findBrowser();
	if (browser === undefined) throw new Error(`The browser tests need ${BROWSER_NEEDS}`);
	process.env["TIEOUT_BROWSER"] = browser.executablePath;
}

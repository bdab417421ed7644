// Finds a Chromium that runs here: Playwright's own, the system's, or the one from npm. "Found" means that it answered --version,
// because a browser without its libraries is as good as none.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";
import packed from "@sparticuz/chromium";

export const BROWSER_NEEDS = "a Chromium: npx playwright install chromium, or on Debian apt-get install chromium";

/** Path of the executable and where it came from; undefined when none runs. */
export async function findBrowser(): Promise<{ executablePath: string; origin: string } | undefined> {
	const system = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
	const onPath = (process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => system.map((name) => join(folder, name)));
	const candidates = [
		{ executablePath: chromium.executablePath(), origin: "Playwright" },
		...[...onPath, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"].map((executablePath) => ({
			executablePath,
			origin: "system",
		})),
	];
	for (const candidate of candidates)
		if (existsSync(candidate.executablePath) && (await answers(candidate.executablePath))) return candidate;
	if (process.platform !== "linux" || process.arch !== "x64") return undefined;
	const executablePath = await packed.executablePath();
	return (await answers(executablePath)) ? { executablePath, origin: "npm" } : undefined;
}

async function answers(executablePath: string): Promise<boolean> {
	try {
		await promisify(execFile)(executablePath, ["--version", "--no-sandbox"], { timeout: 20_000 });
		return true;
	} catch {
		return false;
	}
}

// The pages in a real browser, in two lanes beside each other: each has a stack of its own (test/e2e/own-stack.ts), on which its specs
// follow one another.
import { defineConfig } from "@playwright/test";

const args = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];
const executablePath = process.env["TIEOUT_BROWSER"];

// About as long as the others together; of the specs that work in the same company, each is in another lane.
const firstLane = ["newcomer.e2e.test.ts", "people.e2e.test.ts"];

export default defineConfig({
	testDir: "test/e2e",
	testMatch: "*.e2e.test.ts",
	globalSetup: "./test/e2e/global-setup.ts",
	outputDir: "test-results/e2e",
	workers: 2,
	projects: [
		{ name: "first", testMatch: firstLane, workers: 1 },
		{ name: "second", testIgnore: firstLane, workers: 1 },
	],
	// A pass ends when it is through: these only bound what hangs, also on a machine that is busy with other things.
	timeout: 300_000,
	expect: { timeout: 30_000 },
	reporter: [["list"]],
	use: {
		viewport: { width: 1440, height: 900 },
		// A page is judged at rest: axe must not read a colour on its way to another.
		contextOptions: { reducedMotion: "reduce" },
		launchOptions: { args, ...(executablePath === undefined ? {} : { executablePath }) },
		// What was done when; pictures of every step would cost a fifth of the time. `--trace on` takes them.
		trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
		screenshot: "only-on-failure",
	},
});

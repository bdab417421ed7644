// The newcomer's path in a real browser, on a stack of its own: test/e2e/global-setup.ts starts it and says where it is through
// the environment, which the workers inherit.
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

const ownStack = ["live-jobs.e2e.test.ts", "people.e2e.test.ts"];

export default defineConfig({
	testDir: "test/e2e",
	testMatch: "*.e2e.test.ts",
	globalSetup: "./test/e2e/global-setup.ts",
	outputDir: "test-results/e2e",
	// Specs of `shared` follow one another on one stack; those of `own` start one of their own, beside them.
	workers: 2,
	projects: [
		{ name: "shared", testIgnore: ownStack, workers: 1 },
		{ name: "own", testMatch: ownStack, workers: 1 },
	],
	timeout: 120_000,
	expect: { timeout: 15_000 },
	reporter: [["list"]],
	use: {
		baseURL: process.env["TIEOUT_E2E_URL"] ?? "",
		viewport: { width: 1440, height: 900 },
		// A page is judged at rest: axe must not read a colour on its way to another.
		contextOptions: { reducedMotion: "reduce" },
		launchOptions: { args, ...(executablePath === undefined ? {} : { executablePath }) },
		trace: "retain-on-failure",
		screenshot: "only-on-failure",
	},
});

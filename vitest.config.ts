// Three kinds of tests: `unit` needs nothing, `live` shares one PostgreSQL, one Temporal server and one workflow bundle, `peers`
// holds ours against programs that others wrote, built with Go.
import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		passWithNoTests: false,
		projects: [
			{
				test: {
					name: "unit",
					include: ["{domain,sandbox,connectors,platform,api,workers,scripts,test}/**/*.unit.test.ts", "test/architecture.test.ts"],
					pool: "threads",
					testTimeout: 60_000,
				},
			},
			{
				test: {
					name: "live",
					include: ["test/**/*.{db,flow,api}.test.ts"],
					globalSetup: ["test/global-setup.ts"],
					pool: "forks",
					isolate: false,
					maxWorkers: 2,
					testTimeout: 60_000,
					hookTimeout: 120_000,
				},
			},
			{
				test: {
					name: "peers",
					include: ["test/**/*.peer.test.ts"],
					pool: "forks",
					testTimeout: 60_000,
					hookTimeout: 300_000,
				},
			},
		],
	},
});

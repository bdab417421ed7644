// Kinds of tests: `unit` needs nothing, `live` shares one PostgreSQL, one Temporal server and one workflow bundle, `peers`
// holds ours against programs that others wrote, built with Go; `fuzz` needs Python; `bench` measures and is run by `npm run bench` only.
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

export default defineConfig({
	test: {
		passWithNoTests: false,
		// Servers and workers of tests take their time to end on a busy machine.
		teardownTimeout: 60_000,
		sequence: { sequencer: LongestFirst },
		projects: [
			{
				test: {
					name: "unit",
					include: ["{domain,sandbox,connectors,platform,api,workers,scripts,test}/**/*.unit.test.ts", "test/architecture.test.ts"],
					pool: "threads",
					// By itself it leaves a core alone, which nothing else uses meanwhile.
					maxWorkers: 2,
					testTimeout: 60_000,
					expect: { poll: { timeout: 30_000 } },
				},
			},
			{
				test: {
					name: "live",
					include: ["test/**/*.{db,flow,api}.test.ts"],
					globalSetup: ["test/global-setup.ts"],
					setupFiles: ["test/support/api-errors.ts"],
					pool: "forks",
					isolate: false,
					// Files wait for servers about half of their time: three keep two cores busy.
					maxWorkers: 3,
					// Patience for a busy machine; nothing here asserts how long it takes.
					testTimeout: 240_000,
					hookTimeout: 240_000,
					expect: { poll: { timeout: 120_000 } },
				},
			},
			{
				test: {
					name: "time",
					include: ["test/**/*.time.test.ts"],
					globalSetup: ["test/global-setup.ts"],
					pool: "forks",
					isolate: false,
					// One server, whose clock belongs to one test at a time.
					maxWorkers: 1,
					fileParallelism: false,
					// The test server is another than the real one and loses an Update now and then (test/sync/long-waits.time.test.ts says when).
					retry: 3,
					testTimeout: 120_000,
					hookTimeout: 240_000,
					expect: { poll: { timeout: 100_000 } },
				},
			},
			{
				test: {
					name: "bench",
					include: ["test/**/*.bench.test.ts"],
					globalSetup: ["test/bench/global-setup.ts"],
					pool: "forks",
					maxWorkers: 1,
					fileParallelism: false,
					testTimeout: 1_800_000,
					hookTimeout: 300_000,
				},
			},
			{
				test: {
					name: "fuzz",
					include: ["test/**/*.fuzz.test.ts"],
					globalSetup: ["test/global-setup.ts"],
					pool: "forks",
					maxWorkers: 1,
					testTimeout: 600_000,
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

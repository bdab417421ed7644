// The test of every spec: a Tieout of the worker's own stands behind it, so that what is broken in one worker is not met in another.
// Specs of one worker follow one another on the same stack.
import { test as base } from "@playwright/test";
import { startThrowawayStack, type ThrowawayStack } from "../../scripts/throwaway-stack.ts";

/** A start or a stop on a busy machine. */
const mostMs = 660_000;

/** How long work may take that a worker process does: a sync, a replay, a reconciliation. */
export const atWork = { timeout: 150_000 } as const;

export const test = base.extend<object, { stack: ThrowawayStack }>({
	stack: [
		// Playwright reads from the first argument which fixtures are needed.
		async ({ playwright: _ }, use) => {
			const stack = await startThrowawayStack();
			await use(stack);
			await stack.stop();
		},
		{ scope: "worker", timeout: mostMs },
	],
});

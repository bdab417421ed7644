// Activities of these tests' workflows, made the way every activity is made.
import { randomUUID } from "node:crypto";
import { type ActivityDeps, defineActivity } from "../../activities/core/define-activity.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { JobInput } from "../../domain/jobs/job.ts";

interface AskVendor extends JobInput {
	readonly ask: string;
	/** How often the vendor says "later" before it answers. */
	readonly failures: number;
	/** What it says with Retry-After. */
	readonly retryAfterMs?: number;
	readonly code?: string;
}

const askVendor = defineActivity("askVendor", async (ctx, input: AskVendor) => {
	ctx.heartbeat({ asked: 1 });
	ctx.answeredBy(randomUUID());
	ctx.log.info({ step: "asking", stream: "payouts" }, "asking the vendor");
	if (ctx.info.attempt <= input.failures) {
		const facts = input.retryAfterMs === undefined ? {} : { retryAfterMs: input.retryAfterMs };
		throw new TieoutError(input.code ?? "VENDOR_RATE_LIMITED", `The vendor asked us to wait (${input.ask}).`, facts);
	}
	return `answer to ${input.ask}`;
});

export function createTestActivities(deps: ActivityDeps) {
	return { askVendor: askVendor(deps) };
}

export type TestActivities = ReturnType<typeof createTestActivities>;

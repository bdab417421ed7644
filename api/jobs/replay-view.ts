// Replays as the wire carries them: lists that may be filled, money beside its currency.
import type { z } from "zod";
import type { ReplayOutcome } from "../../domain/jobs/replay/outcome.ts";
import type { ReplayPlan } from "../../domain/jobs/replay/plan.ts";
import { moneyWire } from "../money.schema.ts";
import type { replayOutcomeSchema, replayPlanSchema } from "./replay.schema.ts";

/** The plan is data of our own, read-only; the wire's lists are not. */
export const planView = (plan: ReplayPlan): z.infer<typeof replayPlanSchema> => structuredClone(plan) as z.infer<typeof replayPlanSchema>;

export function outcomeView({ difference, jobIds: _jobIds, ...outcome }: ReplayOutcome): z.infer<typeof replayOutcomeSchema> {
	return {
		...outcome,
		runs: [...outcome.runs],
		difference: difference.map(({ currency, beforeMinor, steps, afterMinor, ...of }) => ({
			...of,
			currency,
			before: moneyWire(beforeMinor, currency),
			steps: steps.map(({ label, changeMinor }) => ({ label, change: moneyWire(changeMinor, currency) })),
			after: moneyWire(afterMinor, currency),
		})),
	};
}

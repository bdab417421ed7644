import { planReplayOf } from "../../db/jobs/plan-replay.store.ts";
import { requireUnmaskedKeys } from "../sync/unmasked.ts";
import { procedure } from "../trpc.ts";
import { planView } from "./replay-view.ts";
import { replayAskSchema, replayPlanSchema } from "./replay.schema.ts";

/** What a replay of this job would read, write, disturb and cost. Nothing is changed by asking. */
export const planReplay = procedure("jobs.replay")
	.input(replayAskSchema)
	.output(replayPlanSchema)
	.query(async ({ ctx: { em, tenantId, access }, input }) => {
		requireUnmaskedKeys(access.rules.masks, input.options.recordKeys);
		const { plan } = await planReplayOf(em, { tenantId, ...input });
		return planView(plan);
	});

// Names of the procedures about replays.
import { router } from "../trpc.ts";
import { getBulkReplay } from "./bulk-replay-get.ts";
import { planBulkReplay } from "./bulk-replay-plan.ts";
import { startBulk } from "./bulk-replay-start.ts";
import { diffReplay } from "./replay-diff.ts";
import { getReplay } from "./replay-get.ts";
import { planReplay } from "./replay-plan.ts";
import { startReplay } from "./replay-start.ts";
import { touchingReplays } from "./replay-touching.ts";

export const replaysRouter = router({
	plan: planReplay,
	start: startReplay,
	get: getReplay,
	diff: diffReplay,
	touching: touchingReplays,
	bulkPlan: planBulkReplay,
	bulkStart: startBulk,
	bulkGet: getBulkReplay,
});

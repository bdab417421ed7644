// Binds the sync activities to a worker's dependencies. Workflows know them by these names.
import type { JobStarter } from "../../platform/start-job.ts";
import type { ActivityDeps } from "../core/define-activity.ts";
import { askAccount } from "./ask-account.ts";
import { inspectStored, releaseFile } from "./inspect-file.ts";
import { markFailing } from "./mark-failing.ts";
import { planSync } from "./plan-sync.ts";
import { proveTotals } from "./prove-totals.ts";
import { readBack } from "./read-back.ts";
import { readPages } from "./read-pages.ts";
import { readTotals } from "./read-totals.ts";
import { endReprocess } from "./reprocess-end.ts";
import { reprocessStored } from "./reprocess-pages.ts";
import { planReprocess } from "./reprocess-plan.ts";
import { applyDecision, settleDeletes } from "./settle-deletes.ts";
import { markPaused, markResumed } from "./wait-for-person.ts";

export const createSyncActivities = (deps: ActivityDeps & JobStarter) => ({
	planSync: planSync(deps),
	readTotals: readTotals(deps),
	readBack: readBack(deps)(deps),
	readPages: readPages(deps),
	proveTotals: proveTotals(deps),
	inspectStored: inspectStored(deps),
	releaseFile: releaseFile(deps),
	markFailing: markFailing(deps),
	askAccount: askAccount(deps),
	settleDeletes: settleDeletes(deps),
	applyDecision: applyDecision(deps),
	markPaused: markPaused(deps),
	markResumed: markResumed(deps),
	planReprocess: planReprocess(deps),
	reprocessStored: reprocessStored(deps),
	endReprocess: endReprocess(deps),
});

export type SyncActivities = ReturnType<typeof createSyncActivities>;

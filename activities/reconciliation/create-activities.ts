// Binds the area's activities to the process's dependencies.
import type { ActivityDeps } from "../core/define-activity.ts";
import { freezeInputs } from "./freeze-inputs.ts";
import { matchPeriod } from "./match-period.ts";

export const createReconciliationActivities = (deps: ActivityDeps) => ({
	freezeInputs: freezeInputs(deps),
	matchPeriod: matchPeriod(deps),
});

export type ReconciliationActivities = ReturnType<typeof createReconciliationActivities>;

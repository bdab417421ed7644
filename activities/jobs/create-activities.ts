// The activities of the area `jobs`, bound to a process's dependencies.
import type { ActivityDeps } from "../core/define-activity.ts";
import { definePlatformActivity } from "../core/define-activity.ts";
import { archiveJobNow } from "./archive-job-now.ts";
import { type JobKeeper, reconcileJobs, type RoundCounts } from "./reconcile-jobs.ts";
import { writeExport } from "./write-export.ts";

const round = definePlatformActivity(
	"reconcileAllJobs",
	(deps: JobKeeper, _input: Record<string, never>): Promise<RoundCounts> => reconcileJobs(deps),
);

export function createJobsActivities(deps: ActivityDeps & JobKeeper) {
	return { reconcileAllJobs: round(deps), archiveJobNow: archiveJobNow(deps)(deps), writeExport: writeExport(deps) };
}

export type JobsActivities = ReturnType<typeof createJobsActivities>;

// The activities of the area `jobs`, bound to a process's dependencies.
import type { ActivityDeps } from "../core/define-activity.ts";
import { definePlatformActivity } from "../core/define-activity.ts";
import { archiveJobNow } from "./archive-job-now.ts";
import { beginReplay } from "./begin-replay.ts";
import { closeQuestion } from "./close-question.ts";
import { finishReplay, replayFollowers } from "./finish-replay.ts";
import { type JobKeeper, reconcileJobs, type RoundCounts } from "./reconcile-jobs.ts";
import { replaySet } from "./replay-set.ts";
import { writeExport } from "./write-export.ts";

const round = definePlatformActivity(
	"reconcileAllJobs",
	(deps: JobKeeper, _input: Record<string, never>): Promise<RoundCounts> => reconcileJobs(deps),
);

export function createJobsActivities(deps: ActivityDeps & JobKeeper) {
	return {
		reconcileAllJobs: round(deps),
		archiveJobNow: archiveJobNow(deps)(deps),
		closeQuestion: closeQuestion(deps),
		writeExport: writeExport(deps),
		beginReplay: beginReplay(deps)(deps),
		replayFollowers: replayFollowers(deps),
		finishReplay: finishReplay(deps),
		replaySet: replaySet(deps)(deps),
	};
}

export type JobsActivities = ReturnType<typeof createJobsActivities>;

import { router } from "../trpc.ts";
import { cancelJob } from "./cancel-job.ts";
import { getJob } from "./get-job.ts";
import { jobEvent } from "./job-event.ts";
import { jobEvents } from "./job-events.ts";
import { jobProgress } from "./job-progress.ts";
import { listJobs } from "./list-jobs.ts";

export const jobsRouter = router({
	list: listJobs,
	get: getJob,
	progress: jobProgress,
	cancel: cancelJob,
	events: jobEvents,
	event: jobEvent,
});

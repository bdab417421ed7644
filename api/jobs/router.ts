import { router } from "../trpc.ts";
import { cancelJob } from "./cancel-job.ts";
import { decideJob } from "./decide.ts";
import { listDeadLetters } from "./dead-letter-list.ts";
import { getJob } from "./get-job.ts";
import { addIncidentJobs } from "./incident-add-jobs.ts";
import { checkLeft } from "./incident-check-left.ts";
import { createIncident } from "./incident-create.ts";
import { findIncidentJobs } from "./incident-find.ts";
import { getIncident } from "./incident-get.ts";
import { incidentJobs } from "./incident-jobs.ts";
import { listIncidents } from "./incident-list.ts";
import { removeIncidentJob } from "./incident-remove-job.ts";
import { replayIncident } from "./incident-replay.ts";
import { signOff } from "./incident-sign-off.ts";
import { updateIncident } from "./incident-update.ts";
import { jobEvent } from "./job-event.ts";
import { jobEvents } from "./job-events.ts";
import { jobProgress } from "./job-progress.ts";
import { listJobs } from "./list-jobs.ts";
import { jobLogs } from "./logs.ts";
import { pauseJob, resumeJob } from "./pause-job.ts";

export const jobsRouter = router({
	list: listJobs,
	get: getJob,
	progress: jobProgress,
	cancel: cancelJob,
	events: jobEvents,
	event: jobEvent,
	logs: jobLogs,
	decide: decideJob,
	pause: pauseJob,
	resume: resumeJob,
});

export const incidentsRouter = router({
	list: listIncidents,
	get: getIncident,
	jobs: incidentJobs,
	find: findIncidentJobs,
	create: createIncident,
	update: updateIncident,
	addJobs: addIncidentJobs,
	removeJob: removeIncidentJob,
	checkLeft,
	replay: replayIncident,
	signOff,
});

export const deadLettersRouter = router({ list: listDeadLetters });

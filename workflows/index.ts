// Every workflow that workers run, by name. The only barrel.
export { archiveJob } from "./jobs/archive-job.ts";
export { jobReconciler } from "./jobs/job-reconciler.ts";

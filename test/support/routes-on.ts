// All kinds of jobs on one task queue: each test file, and each worker process that a test starts, has its own.
import type { JobKind } from "../../domain/jobs/job.ts";
import { type JobRoute, type JobRoutes, jobRoutes } from "../../temporal.config.ts";

export function routesOn(taskQueue: string, changes: Partial<Record<JobKind, Partial<JobRoute>>> = {}): JobRoutes {
	const entries = Object.entries(jobRoutes) as [JobKind, JobRoute][];
	return Object.fromEntries(entries.map(([kind, route]) => [kind, { ...route, ...changes[kind], taskQueue }])) as unknown as JobRoutes;
}

// One round of the reconciler over all tenants: start what stayed requested, compare what is open, archive what has closed. One
// job that can't be handled doesn't stop the others; it comes again in the next round.
import { type JobRef, openJobs, requestedJobs, unarchivedJobs } from "../../db/jobs/open-jobs.store.ts";
import { withoutScope } from "../../db/tenant-scope.ts";
import type { HistorySource } from "../../platform/history.ts";
import type { JobStarter } from "../../platform/start-job.ts";
import { reconciler } from "../../temporal.config.ts";
import { archiveHistory } from "./archive-job.ts";
import { reconcileJob } from "./reconcile-job.ts";

export type JobKeeper = JobStarter & HistorySource & { readonly clock: { readonly now: () => Date } };

export interface RoundLimits {
	readonly startAfterMs: number;
	readonly compareAfterMs: number;
	readonly archives: number;
}

export interface RoundCounts {
	readonly started: number;
	readonly closed: number;
	readonly archived: number;
	readonly failed: number;
}

const usual: RoundLimits = {
	startAfterMs: reconciler.startAfterMs,
	compareAfterMs: reconciler.compareAfterMs,
	archives: reconciler.archivesPerRound,
};

/** @param limits tests compare at once (`{ startAfterMs: 0, compareAfterMs: 0 }`) */
export async function reconcileJobs(deps: JobKeeper, limits: Partial<RoundLimits> = {}): Promise<RoundCounts> {
	const { startAfterMs, compareAfterMs, archives } = { ...usual, ...limits };
	const before = (ms: number): string => new Date(deps.clock.now().getTime() - ms).toISOString();
	const [requested, open] = await withoutScope(deps.orm, async (em) => [
		await requestedJobs(em, before(startAfterMs)),
		await openJobs(em, before(compareAfterMs)),
	]);
	const seen = new Set<string>();
	const due = [...(requested ?? []), ...(open ?? [])].filter(({ jobId }) => !seen.has(jobId) && seen.add(jobId));
	const compared = await forEach(deps, due, (ref) => reconcileJob(deps, ref.tenantId, ref.jobId));
	const closed = await withoutScope(deps.orm, (em) => unarchivedJobs(em, archives));
	const kept = await forEach(deps, closed, (ref) => archiveHistory(deps, ref.tenantId, ref.jobId));
	return {
		started: compared.filter((each) => each === "started").length,
		closed: compared.filter((each) => each === "closed").length,
		archived: kept.filter((each) => each === "archived").length,
		failed: [...compared, ...kept].filter((each) => each === null).length,
	};
}

async function forEach<T>({ log }: JobKeeper, refs: readonly JobRef[], work: (ref: JobRef) => Promise<T>): Promise<(T | null)[]> {
	const done: (T | null)[] = [];
	for (const ref of refs) {
		try {
			done.push(await work(ref));
		} catch (error) {
			log.warn({ err: error, ...ref }, "this job comes again in the next round");
			done.push(null);
		}
	}
	return done;
}

// Pausing a sync: what is being read stops behind the page that is committed, and begins again where it stopped. A pause that nobody
// ends is ended by time, so that a forgotten one doesn't hold a connection for ever.
//
//   reading ──pause──▶ paused ──resume, or after a week──▶ reading
//
// The row is written on the way, so others may read it before this run knows that it is: what comes meanwhile is not refused, it waits.
import { ApplicationFailure, CancellationScope, condition, proxyActivities, setHandler } from "@temporalio/workflow";
import type { SyncActivities } from "../../activities/sync/create-activities.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { activityOptions } from "../core/activity-options.ts";
import { type PauseRequest, pauseUpdate, resumeUpdate } from "./messages.ts";

const { markPaused, markResumed } = proxyActivities<SyncActivities>(activityOptions.quick);

const longest = "7 days";

export type PausableJob = JobInput & { readonly jobId: string };

export interface Pausing {
	/** Passes when nobody has paused. */
	readonly gate: () => Promise<void>;
	/** Runs what a pause may stop. @returns null when it was stopped by one */
	readonly run: <T>(work: () => Promise<T>) => Promise<T | null>;
}

/** @param job null while the sync can't be paused */
export function pausable(job: () => PausableJob | null): Pausing {
	let paused = false;
	let writing = false;
	const scopes = new Set<CancellationScope>();
	const current = (): PausableJob => job() ?? refuse("JOB_NOT_PAUSABLE", "It isn't reading just now, so there is nothing to pause.");

	const mayPause = (): void => {
		current();
		if (paused) refuse("JOB_PAUSED", "It is paused already.");
	};
	const mayResume = (): void => {
		if (!paused) refuse("JOB_NOT_PAUSED", "It isn't paused.");
	};
	const write = async (row: () => Promise<void>): Promise<void> => {
		writing = true;
		try {
			await CancellationScope.nonCancellable(row);
		} finally {
			writing = false;
		}
	};

	setHandler(
		pauseUpdate,
		async ({ actorId }: PauseRequest) => {
			await condition(() => !writing);
			mayPause();
			paused = true;
			for (const scope of scopes) scope.cancel();
			await write(() => markPaused({ ...current(), actorId }));
			return { status: "paused" as const };
		},
		{ validator: (_request: PauseRequest) => (writing ? undefined : mayPause()) },
	);
	const resume = async (): Promise<void> => {
		const of = job();
		if (of !== null) await write(() => markResumed(of));
		paused = false;
	};
	setHandler(
		resumeUpdate,
		async (_request: PauseRequest) => {
			await condition(() => !writing);
			mayResume();
			await resume();
			return { status: "running" as const };
		},
		{ validator: (_request: PauseRequest) => (writing ? undefined : mayResume()) },
	);
	return {
		gate: async () => {
			if (paused && !(await condition(() => !paused, longest))) await resume();
		},
		run: async (work) => {
			const scope = new CancellationScope();
			scopes.add(scope);
			try {
				return await scope.run(work);
			} catch (error) {
				// A step that fails while it is being stopped is not tried again by itself: it is, after the pause.
				if (paused && scope.consideredCancelled && !CancellationScope.current().consideredCancelled) return null;
				throw error;
			} finally {
				scopes.delete(scope);
			}
		},
	};
}

function refuse(code: string, message: string): never {
	throw ApplicationFailure.nonRetryable(message, code);
}

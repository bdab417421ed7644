// Which of several jobs that touched the same thing a replay makes sense for, said of each in words.
import { isOpen, type JobKind, type JobStatus } from "../job.ts";
import { isReplayable } from "./replay.ts";

export interface Candidate {
	readonly kind: JobKind;
	readonly status: JobStatus;
	readonly supersededByJobId: string | null;
	readonly supersedesJobId: string | null;
}

export interface Worth {
	readonly makesSense: boolean;
	readonly why: string;
}

export function worthReplaying(job: Candidate): Worth {
	const no = (why: string): Worth => ({ makesSense: false, why });
	if (job.kind === "replay")
		return job.status === "failed" || job.status === "timed_out"
			? { makesSense: true, why: "A replay that failed: the job it repeats is replayed again." }
			: no("It is a replay itself: replay the job that it repeats.");
	if (!isReplayable(job.kind)) return no("It keeps nothing that could be read again.");
	if (isOpen(job.status)) return no("It is still going on.");
	if (job.status === "joined") return no("It joined another run: replay that one.");
	if (job.supersededByJobId !== null) return no("A later replay took its place already.");
	if (job.kind === "reconcile") return { makesSense: true, why: "Computes the same frozen inputs again, or inputs frozen anew." };
	if (job.status === "failed" || job.status === "timed_out" || job.status === "stopped")
		return { makesSense: true, why: "It did not come to its end: what failed is read again." };
	if (job.status === "check") return { makesSense: true, why: "It left something to look at: stored pages can be read again." };
	return { makesSense: true, why: "Ended well. Replay it where the source or our reading has changed since." };
}

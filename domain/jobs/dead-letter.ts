// Dead letters: what was given up on. Each says what, why, since when, and what its retry does; a retry goes through the door of
// its kind, which shows a plan or a preview first. Nothing is retried from the list blindly.
import { quarantineFix } from "../sync/quarantine-fix.ts";
import { failureRow } from "./failure-table.ts";
import type { JobKind } from "./job.ts";

/**
 * - `job`: failed or timed out, and no replay or later run took its place
 * - `file`: refused, so nothing of it was imported
 * - `quarantine`: records of one connection that could not be read for one reason
 * - `decision`: asked of a person and rejected, or not answered in time
 */
export const deadLetterKinds = ["job", "file", "quarantine", "decision"] as const;
export type DeadLetterKind = (typeof deadLetterKinds)[number];

/** Jobs of these kinds are nobody's dead letter: a person waits for the answer, or the platform asks again by itself. */
export const answeredKinds = ["test", "inspect", "export", "archive"] as const satisfies readonly JobKind[];

export interface DeadLetterFacts {
	readonly id: string;
	readonly kind: DeadLetterKind;
	/** The job's title, the file's name, the connection's name, or what was asked. */
	readonly subject: string;
	readonly reason: string | null;
	readonly code: string;
	readonly count: number;
	readonly jobId: string | null;
	readonly jobKind: JobKind | null;
	readonly connectionId: string | null;
	readonly fileId: string | null;
}

/** Where the retry happens. */
export type DeadLetterDoor =
	| { readonly page: "replay"; readonly jobId: string }
	| { readonly page: "job"; readonly jobId: string }
	| { readonly page: "keys" }
	| { readonly page: "file"; readonly fileId: string; readonly connectionId: string }
	| { readonly page: "quarantine"; readonly connectionId: string; readonly code: string }
	| { readonly page: "connection"; readonly connectionId: string };

export interface DeadLetterWords {
	readonly title: string;
	readonly why: string;
	/** What to mend before the retry. */
	readonly fix: string;
	readonly retry: { readonly label: string; readonly does: string };
	readonly door: DeadLetterDoor;
}

const count = (n: number, word: string): string => `${n.toLocaleString("en-US")} ${word}${n === 1 ? "" : "s"}`;

/** What a person reads about one dead letter. */
export function wordsOf(letter: DeadLetterFacts): DeadLetterWords {
	return wording[letter.kind](letter);
}

const wording: Readonly<Record<DeadLetterKind, (letter: DeadLetterFacts) => DeadLetterWords>> = {
	job: jobWords,
	file: (letter) => ({
		title: letter.subject,
		why: letter.reason ?? failureRow(letter.code).title,
		fix: failureRow(letter.code).next,
		retry: { label: "Upload again", does: "Reads the new file from its beginning. Nothing of the refused one was imported." },
		door: { page: "file", fileId: letter.fileId ?? letter.id, connectionId: letter.connectionId ?? "" },
	}),
	quarantine: (letter) => ({
		title: `${count(letter.count, "record")} of ${letter.subject} could not be read`,
		why: letter.reason ?? "The record could not be read.",
		fix: quarantineFix(letter.code).fix,
		retry: {
			label: "Look and retry",
			does: "Shows each record with its reason. There it is read again from its stored page, or fetched again from the vendor.",
		},
		door: { page: "quarantine", connectionId: letter.connectionId ?? "", code: letter.code },
	}),
	decision: (letter) => ({
		title: letter.subject,
		...decisionWords[letter.code === "expired" ? "expired" : "rejected"],
		...(letter.reason !== null && { why: letter.reason }),
		door: { page: "connection", connectionId: letter.connectionId ?? "" },
	}),
};

// What nobody answered is asked again; what was rejected is kept for good, and the totals say by how much they differ.
const decisionWords: Readonly<Record<"expired" | "rejected", Pick<DeadLetterWords, "why" | "fix" | "retry">>> = {
	expired: {
		why: "Nobody decided in time, so nothing was deleted.",
		fix: "See at the source whether these records are really gone.",
		retry: { label: "Sync again", does: "Asks the vendor again. Where the records are still missing, the question is asked anew." },
	},
	rejected: {
		why: "It was rejected, so these records are kept although the source no longer has them.",
		fix: "Nothing, where that was meant: the control totals say by how much they differ. Else restore the records at the source.",
		retry: { label: "Look at the connection", does: "Shows what is kept. Records that come back at the source are read by the next sync." },
	},
};

function jobWords(letter: DeadLetterFacts): DeadLetterWords {
	const { title, next } = failureRow(letter.code);
	const jobId = letter.jobId ?? letter.id;
	const said = { title: letter.subject, why: letter.reason ?? title, fix: next };
	if (letter.jobKind === "rotate_keys") {
		return {
			...said,
			retry: { label: "Rotate again", does: "Goes on with the key that was made. What is sealed already stays readable." },
			door: { page: "keys" },
		};
	}
	if (letter.jobKind === "bulk_replay") {
		return {
			...said,
			retry: { label: "Look at the set", does: "Shows which jobs of the set are not replaced yet." },
			door: { page: "job", jobId },
		};
	}
	return {
		...said,
		retry: {
			label: "Plan a replay",
			does: "Shows what would be read and written before anything runs; the new run takes this one's place.",
		},
		door: { page: "replay", jobId },
	};
}

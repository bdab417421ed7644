// The one map from a stored status to the word, icon and tone that people see; chips, filters and copies all use it.
import type { IconName } from "./icon-paths.ts";

export type Tone = "ok" | "fail" | "wait" | "run" | "replay" | "idle";

export interface StatusWord {
	readonly word: string;
	readonly icon: IconName;
	readonly tone: Tone;
}

const say = (word: string, icon: IconName, tone: Tone): StatusWord => ({ word, icon, tone });

/** Jobs, by domain/jobs' status. */
export const jobWords = {
	requested: say("Scheduled", "clock", "run"),
	running: say("Running", "loader", "run"),
	waiting: say("Waiting", "user-question", "wait"),
	retrying: say("Retrying", "clock-pause", "run"),
	done: say("Done", "circle-check", "ok"),
	check: say("Check", "eye-alert", "wait"),
	failed: say("Failed", "alert-triangle", "fail"),
	stopped: say("Stopped", "player-stop", "idle"),
	timed_out: say("Failed", "alert-triangle", "fail"),
	joined: say("Joined", "link", "idle"),
} as const satisfies Readonly<Record<string, StatusWord>>;

/** Payouts of a reconciliation. */
export const proofWords = {
	matched: say("Matched", "circle-check", "ok"),
	break: say("Break", "equal-not", "fail"),
	timing: say("Timing", "clock", "wait"),
	unproven: say("Not proven", "circle-minus", "idle"),
	returned: say("Returned", "arrow-back", "idle"),
	untied: say("Not tied", "equal-not", "fail"),
} as const satisfies Readonly<Record<string, StatusWord>>;

/** Reconciliation runs. */
export const runWords = {
	frozen: say("Running", "loader", "run"),
	matched: say("Running", "loader", "run"),
	done: say("Everything ties", "equal", "ok"),
	failed: say("Failed", "alert-triangle", "fail"),
} as const satisfies Readonly<Record<string, StatusWord>>;

/** Connections, and the streams of a running sync. */
export const healthWords = {
	not_synced: say("Not synced yet", "circle-dotted", "idle"),
	running: say("Running", "loader", "run"),
	asks: say("Waiting", "user-question", "wait"),
	healthy: say("Healthy", "circle-check", "ok"),
	check: say("Check", "eye-alert", "wait"),
	failed: say("Failed", "alert-triangle", "fail"),
	paused: say("Paused", "player-stop", "idle"),
	fresh: say("Fresh", "circle-check", "ok"),
	waiting: say("Waiting", "clock", "idle"),
	done: say("Done", "circle-check", "ok"),
} as const satisfies Readonly<Record<string, StatusWord>>;

/** Uploaded files. */
export const fileWords = {
	uploaded: say("Draft", "circle-dotted", "idle"),
	inspecting: say("Running", "loader", "run"),
	inspected: say("Draft", "circle-dotted", "idle"),
	mapped: say("Draft", "circle-dotted", "idle"),
	imported: say("Done", "circle-check", "ok"),
	refused: say("Failed", "alert-triangle", "fail"),
} as const satisfies Readonly<Record<string, StatusWord>>;

/** One try of an activity. */
export const attemptWords = {
	running: say("Running", "loader", "run"),
	ok: say("Done", "circle-check", "ok"),
	failed: say("Failed", "alert-triangle", "fail"),
	cancelled: say("Stopped", "player-stop", "idle"),
} as const satisfies Readonly<Record<string, StatusWord>>;

/** The word for a status, or the status itself in plain grey when a newer server sends one this page doesn't know. */
export const wordFor = (words: Readonly<Record<string, StatusWord>>, status: string): StatusWord =>
	words[status] ?? say(status.replaceAll("_", " "), "circle-minus", "idle");

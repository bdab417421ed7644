// States of an incident and of its runs, for people.
import type { StatusWord } from "../../kit/status-words.ts";

export const incidentWords = {
	open: { word: "Open", icon: "siren", tone: "fail" },
	resolved: { word: "Resolved", icon: "circle-check", tone: "wait" },
	signed_off: { word: "Signed off", icon: "shield-check", tone: "ok" },
} as const satisfies Readonly<Record<string, StatusWord>>;

export const incidentStates = ["open", "resolved", "signed_off"] as const;

/** Where a run of the set stands. */
export const runStates = ["left", "running", "failed", "replaced", "nothing"] as const;

export const runStateWords = {
	left: { word: "Not replayed", icon: "circle-dotted", tone: "idle" },
	running: { word: "Replaying", icon: "loader", tone: "run" },
	failed: { word: "Failed again", icon: "alert-triangle", tone: "fail" },
	replaced: { word: "Replaced", icon: "history", tone: "replay" },
	nothing: { word: "Nothing to replay", icon: "circle-minus", tone: "idle" },
} as const satisfies Readonly<Record<string, StatusWord>>;

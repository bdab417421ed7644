// The words of a replay's diff: what happened to a row, and whether its source or our own code changed it.
import { type StatusWord, wordFor } from "../../kit/status-words.ts";

const say = (word: string, icon: StatusWord["icon"], tone: StatusWord["tone"]): StatusWord => ({ word, icon, tone });

const changes: Readonly<Record<string, StatusWord>> = {
	added: say("Added", "row-insert", "run"),
	changed: say("Changed", "pencil", "run"),
	gone: say("Gone", "minus", "idle"),
	gained: say("Gained", "link", "ok"),
	lost: say("Lost", "equal-not", "fail"),
	closed: say("Closed", "circle-check", "ok"),
	opened: say("Opened", "alert-circle", "wait"),
};

export const changeWords = (change: string): StatusWord => wordFor(changes, change);

export const originWords: Readonly<Record<string, string>> = {
	source: "the source",
	us: "us",
};

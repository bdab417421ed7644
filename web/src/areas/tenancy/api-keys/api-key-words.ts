// Words of API keys: their states, and for how long they live.
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import type { StatusWord } from "../../../kit/status-words.ts";

export type ApiKey = RouterOutputs["apiKeys"]["list"]["rows"][number];

export const keyWords = {
	active: { word: "Works", icon: "circle-check", tone: "ok" },
	rotating: { word: "Two secrets", icon: "refresh", tone: "run" },
	expiring: { word: "Ends soon", icon: "clock", tone: "wait" },
	expired: { word: "Ended", icon: "clock", tone: "idle" },
	revoked: { word: "Revoked", icon: "circle-minus", tone: "idle" },
} as const satisfies Readonly<Record<ApiKey["state"], StatusWord>>;

export const lives = [
	{ value: "30", label: "30 days" },
	{ value: "90", label: "90 days" },
	{ value: "180", label: "180 days" },
	{ value: "365", label: "A year" },
] as const;

/** For how long the old secret still works, in hours. */
export const overlaps = [
	{ value: "1", label: "One more hour" },
	{ value: "24", label: "One more day" },
	{ value: "168", label: "One more week" },
	{ value: "0", label: "Not at all: it may have leaked" },
] as const;

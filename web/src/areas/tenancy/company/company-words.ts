import { planOf } from "../../../../../domain/tenancy/plans.ts";
import type { StatusWord } from "../../../kit/status-words.ts";

export const companyWords = {
	active: { word: "Active", icon: "circle-check", tone: "ok" },
	suspended: { word: "Suspended", icon: "lock", tone: "wait" },
	closing: { word: "Closing", icon: "trash", tone: "fail" },
} as const satisfies Readonly<Record<string, StatusWord>>;

/** "growth" → "Growth". */
export const planText = (key: string): string => planOf(key).name;

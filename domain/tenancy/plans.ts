// What a company has bought: features and quotas of each plan, and what to say to somebody who meets an end of theirs.
// A limit refuses what is new; it never takes away or hides what is there.

import type { JobKind } from "../jobs/job.ts";

export const planKeys = ["starter", "growth", "scale", "enterprise"] as const;
export type PlanKey = (typeof planKeys)[number];

export const features = ["api", "webhooks", "custom_roles", "entity_scoping", "single_sign_on", "data_policies", "audit_export"] as const;
export type Feature = (typeof features)[number];

export const quotas = ["seats", "connectors", "rows", "runs", "tokens"] as const;
export type Quota = (typeof quotas)[number];

/** Kinds of jobs that count: work that people ask for. What the platform does for itself (archives, key rotation, approvals) doesn't. */
export const countedKinds = [
	"sync",
	"import",
	"reconcile",
	"replay",
	"bulk_replay",
	"reprocess",
	"inspect",
] as const satisfies readonly JobKind[];

export const isCounted = (kind: string): boolean => (countedKinds as readonly string[]).includes(kind);

export const featureNames: Readonly<Record<Feature, string>> = {
	api: "API keys",
	webhooks: "Outgoing webhooks",
	custom_roles: "Roles of your own",
	entity_scoping: "Limiting people to entities",
	single_sign_on: "Single sign-on",
	data_policies: "Data policies",
	audit_export: "Export of the audit trail",
};

/** What is counted, and over which time: a stock that is there now, or a flow since the first of the month (UTC). */
export const quotaNames: Readonly<Record<Quota, { readonly one: string; readonly many: string; readonly per: "now" | "month" }>> = {
	seats: { one: "person", many: "people", per: "now" },
	connectors: { one: "connection", many: "connections", per: "now" },
	rows: { one: "row read", many: "rows read", per: "month" },
	runs: { one: "job", many: "jobs", per: "month" },
	tokens: { one: "model token", many: "model tokens", per: "month" },
};

export interface Plan {
	readonly key: PlanKey;
	readonly name: string;
	readonly features: ReadonlySet<Feature>;
	/** null: no limit. */
	readonly quotas: Readonly<Record<Quota, number | null>>;
}

const everything: ReadonlySet<Feature> = new Set(features);

/** Smallest first: whoever needs more is told the next one that has it. */
export const plans: Readonly<Record<PlanKey, Plan>> = {
	starter: {
		key: "starter",
		name: "Starter",
		features: new Set(),
		quotas: { seats: 5, connectors: 3, rows: 1_000_000, runs: 2_000, tokens: 1_000_000 },
	},
	growth: {
		key: "growth",
		name: "Growth",
		features: everything,
		quotas: { seats: 50, connectors: 20, rows: 50_000_000, runs: 50_000, tokens: 20_000_000 },
	},
	scale: {
		key: "scale",
		name: "Scale",
		features: everything,
		quotas: { seats: 250, connectors: 100, rows: 1_000_000_000, runs: 500_000, tokens: 200_000_000 },
	},
	enterprise: {
		key: "enterprise",
		name: "Enterprise",
		features: everything,
		quotas: { seats: null, connectors: null, rows: null, runs: null, tokens: null },
	},
};

export const isPlanKey = (text: string): text is PlanKey => (planKeys as readonly string[]).includes(text);

/** A plan that is no longer sold, or unknown to this version, limits to the smallest. */
export const planOf = (key: string): Plan => plans[isPlanKey(key) ? key : "starter"];

export interface PlanRefusal {
	readonly code: "PLAN_LIMIT" | "PLAN_FEATURE";
	/** What is the end, and which plan goes further. */
	readonly message: string;
	readonly facts: Readonly<Record<string, string | number>>;
}

/** null: the plan has it. */
export function refuseFeature(plan: Plan, feature: Feature): PlanRefusal | null {
	if (plan.features.has(feature)) return null;
	const next = planKeys.map((key) => plans[key]).find((other) => other.features.has(feature));
	const where = next === undefined ? "No plan has this any more." : `${next.name} has this. An owner can ask for it under Settings, Plan.`;
	return {
		code: "PLAN_FEATURE",
		message: `${featureNames[feature]}: not part of the plan ${plan.name}. ${where}`,
		facts: { plan: plan.key, feature, ...(next && { next: next.key }) },
	};
}

/** Whether `adding` more fit beside `used`. null: they do. */
export function refuseQuota(
	plan: Plan,
	quota: Quota,
	{ used, adding }: { readonly used: number; readonly adding: number },
): PlanRefusal | null {
	const most = plan.quotas[quota];
	if (most === null || used + adding <= most) return null;
	const next = planKeys.map((key) => plans[key]).find((other) => larger(other.quotas[quota], used + adding));
	const more = next === undefined ? "" : ` ${next.name} allows ${limitWords(next, quota)}.`;
	const way = waysOut[quota];
	return {
		code: "PLAN_LIMIT",
		message: `The plan ${plan.name} allows ${limitWords(plan, quota)}; ${usedWords(quota, used)}.${more} ${way}`,
		facts: { plan: plan.key, quota, used, limit: most, ...(next && { next: next.key }) },
	};
}

const usedWords = (quota: Quota, used: number): string => {
	const [one, several] = usedBy[quota];
	return `${count(used)} ${used === 1 ? one : several}`;
};

/** What was done with those that count: of one, and of several. */
const usedBy: Readonly<Record<Quota, readonly [string, string]>> = {
	seats: ["has access now", "have access now"],
	connectors: ["is set up", "are set up"],
	rows: ["was read since the first", "were read since the first"],
	runs: ["was started since the first", "were started since the first"],
	tokens: ["was used since the first", "were used since the first"],
};

const waysOut: Readonly<Record<Quota, string>> = {
	seats: "Remove somebody who no longer needs access, or ask an owner for a larger plan under Settings, Plan.",
	connectors: "Remove a connection that is no longer needed, or ask an owner for a larger plan under Settings, Plan.",
	rows: "What was read stays. Wait for the first of the month, or ask an owner for a larger plan under Settings, Plan.",
	runs: "Jobs that run go on. Wait for the first of the month, or ask an owner for a larger plan under Settings, Plan.",
	tokens: "Wait for the first of the month, or ask an owner for a larger plan under Settings, Plan.",
};

const larger = (most: number | null, than: number): boolean => most === null || most >= than;
const count = (value: number): string => value.toLocaleString("en-US");

/** "50 people", "any number of jobs a month". */
export function limitWords(plan: Plan, quota: Quota): string {
	const { one, many, per } = quotaNames[quota];
	const most = plan.quotas[quota];
	const what = most === null ? `any number of ${many}` : `${count(most)} ${most === 1 ? one : many}`;
	return per === "month" ? `${what} a month` : what;
}

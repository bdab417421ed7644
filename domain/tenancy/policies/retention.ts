// Retention: after how many days rows that prove nothing any more are deleted. Figures, stored answers, logs of jobs, decisions and the
// audit trail are not among them: they are what the law wants kept, or what explains it, and no policy can shorten that. (17 CFR 210.2-06:
// seven years for the records of an audit; German Commercial Code § 257 and Fiscal Code § 147: ten years for books.)

/** Which rows may end, the fewest days they must stay, and why. */
export interface RetentionBound {
	readonly label: string;
	readonly leastDays: number;
	readonly why: string;
}

export const retentionTables = ["attempts", "exports", "idempotency_keys"] as const;
export type RetentionTable = (typeof retentionTables)[number];

export const retentionBounds: Readonly<Record<RetentionTable, RetentionBound>> = {
	attempts: {
		label: "Tries of activities",
		leastDays: 90,
		why: "A month that is being closed, and the one before it, must stay explainable.",
	},
	exports: {
		label: "Exports: what was asked for",
		leastDays: 30,
		why: "Files are kept for seven days; who exported what stays in the audit trail.",
	},
	idempotency_keys: { label: "Answers kept for repeated requests", leastDays: 1, why: "A program may repeat a request for 24 hours." },
};

export interface RetentionContent {
	readonly table: RetentionTable;
	readonly days: number;
}

/** The sentence against so few days; null: they are enough. */
export function refuseDays({ table, days }: RetentionContent): string | null {
	const { label, leastDays, why } = retentionBounds[table];
	return days >= leastDays ? null : `${label} stay at least ${leastDays} ${leastDays === 1 ? "day" : "days"}. ${why}`;
}

/** Days per table: where several policies name one, the longest, so that none deletes what another keeps; never fewer than the bound. */
export function daysPerTable(policies: readonly RetentionContent[]): ReadonlyMap<RetentionTable, number> {
	const days = new Map<RetentionTable, number>();
	for (const policy of policies)
		days.set(policy.table, Math.max(policy.days, days.get(policy.table) ?? 0, retentionBounds[policy.table].leastDays));
	return days;
}

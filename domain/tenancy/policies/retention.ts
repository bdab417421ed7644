// Retention: after how many days rows that prove nothing any more are deleted. Figures, stored answers, decisions and the audit trail
// are not among them: they are what the law wants kept, and no policy can shorten that.

/** Which rows may end, the fewest days they must stay, and why. */
export interface RetentionBound {
	readonly label: string;
	readonly leastDays: number;
	readonly why: string;
}

export const retentionTables = ["job_logs", "attempts", "exports", "outbox", "idempotency_keys"] as const;
export type RetentionTable = (typeof retentionTables)[number];

export const retentionBounds: Readonly<Record<RetentionTable, RetentionBound>> = {
	job_logs: {
		label: "Log lines of jobs",
		leastDays: 90,
		why: "A month that is being closed, and the one before it, must stay explainable.",
	},
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
	outbox: { label: "Events that were delivered", leastDays: 30, why: "An endpoint that was down for weeks can still be replayed to." },
	idempotency_keys: { label: "Answers kept for repeated requests", leastDays: 1, why: "A program may repeat a request for 24 hours." },
};

/** What stays whatever a policy says, with its source. */
export const keptByLaw: readonly { readonly what: string; readonly years: number; readonly source: string }[] = [
	{ what: "Audit trail, decisions and sign-offs", years: 7, source: "17 CFR 210.2-06 (records of an audit)" },
	{
		what: "Figures, matches and stored answers of the sources",
		years: 10,
		source: "German Commercial Code § 257, Fiscal Code § 147 (books)",
	},
];

export interface RetentionContent {
	readonly table: RetentionTable;
	readonly days: number;
}

/** The sentence against so few days; null: they are enough. */
export function refuseDays({ table, days }: RetentionContent): string | null {
	const { label, leastDays, why } = retentionBounds[table];
	return days >= leastDays ? null : `${label} stay at least ${leastDays} ${leastDays === 1 ? "day" : "days"}. ${why}`;
}

// How much one activity reads, and what that costs in history events: a million rows must stay under 5,000.

export interface SyncLimits {
	/** Pages after which an activity hands back. */
	readonly pagesPerActivity: number;
	/** It hands back earlier when this has passed and it has read at least `leastPages`. */
	readonly secondsPerActivity: number;
	/** However slow the vendor is, an activity that goes well reads so many, unless `mostSeconds` have passed. */
	readonly leastPages: number;
	readonly mostSeconds: number;
	/** Activities after which the workflow goes on as a new run. */
	readonly activitiesPerRun: number;
	/** The longest that one request to the vendor may take, its body included. */
	readonly secondsPerRequest: number;
}

export const syncLimits: SyncLimits = {
	pagesPerActivity: 50,
	secondsPerActivity: 20,
	leastPages: 15,
	mostSeconds: 300,
	activitiesPerRun: 300,
	secondsPerRequest: 30,
};

/** True when an activity should hand back. */
export const isEnough = (limits: SyncLimits, pages: number, seconds: number): boolean =>
	pages >= limits.pagesPerActivity || (seconds >= limits.secondsPerActivity && pages >= limits.leastPages) || seconds >= limits.mostSeconds;

// Scheduled, started, completed, and the workflow task that follows: scheduled, started, completed.
const eventsPerActivity = 6;
// Start, job row opened and closed by local activities, plan, totals twice, the end or the continuation.
const eventsPerRun = 40;

/** History events of all runs together for reading `rows` in pages of `pageSize`, when every activity reads `pagesPerActivity`. */
export function eventsFor(rows: number, pageSize: number, limits: SyncLimits, pagesPerActivity = limits.pagesPerActivity): number {
	const activities = Math.ceil(Math.ceil(rows / pageSize) / pagesPerActivity);
	const runs = Math.max(1, Math.ceil(activities / limits.activitiesPerRun));
	return activities * eventsPerActivity + runs * eventsPerRun;
}

// What a run met and got over by itself: steps whose tries failed before one went through. A run that is done says so too, so that
// nobody has to read a timeline to learn why it took so long.
import { failureRow } from "./failure-table.ts";

export interface TriedStep {
	readonly activityId: string;
	readonly activityType: string;
	readonly outcome: "running" | "ok" | "failed" | "cancelled";
	readonly failureCode: string | null;
	/** ISO 8601. */
	readonly startedAt: string;
	/** ISO 8601. */
	readonly endedAt: string | null;
}

export interface GotOver {
	readonly activityType: string;
	/** What kept failing, as the failure table calls it. */
	readonly title: string;
	readonly failedTries: number;
	/** From the first failed try to the end of the one that went through, of all its steps together. */
	readonly tookMs: number;
}

/** @param tries of a run in the order in which they began. @returns one line per activity and cause, in the order of their first failure */
export function gotOver(tries: readonly TriedStep[]): GotOver[] {
	const steps = Map.groupBy(tries, ({ activityId }) => activityId);
	const found = new Map<string, GotOver>();
	for (const step of steps.values()) {
		const failed = step.filter(({ outcome }) => outcome === "failed");
		const [first] = failed;
		const last = step.at(-1);
		if (first === undefined || last?.outcome !== "ok" || last.endedAt === null) continue;
		const { title } = failureRow(failed.at(-1)?.failureCode ?? "");
		const key = `${last.activityType} ${title}`;
		const before = found.get(key);
		found.set(key, {
			activityType: last.activityType,
			title,
			failedTries: (before?.failedTries ?? 0) + failed.length,
			tookMs: (before?.tookMs ?? 0) + Math.max(0, Date.parse(last.endedAt) - Date.parse(first.startedAt)),
		});
	}
	return [...found.values()];
}

// What failed, whole, at the foot of the page, until it is closed: for buttons that stand where a sentence has no room.
import { failureOf } from "../kit/failure.ts";
import { tell } from "../kit/notices.ts";

/** At an end of the plan, with the way to the page that says what is used and what the others allow. */
export function tellFailure(error: unknown): void {
	const { code, sentence } = failureOf(error);
	const atEnd = code === "PLAN_LIMIT" || code === "PLAN_FEATURE";
	const action = { label: "Plan and usage", onClick: () => window.location.assign("/settings/plan") };
	tell({ sentence, lastsMs: Number.POSITIVE_INFINITY, ...(atEnd && { action }) });
}

// A change that a second person looks at: it waits for the decision, and what was approved is made exactly as it was shown.
import { condition, allHandlersFinished, proxyActivities } from "@temporalio/workflow";
import type { ChangeJobInput } from "../../activities/tenancy/approve-change.ts";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import type { JobResult } from "../../domain/jobs/job.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";
import { askPerson } from "../jobs/ask-person.ts";

const { askChange, applyChange } = proxyActivities<Pick<TenancyActivities, "askChange" | "applyChange">>(activityOptions.quick);

export async function approveChange(input: ChangeJobInput): Promise<JobResult> {
	let phase = "waiting for a decision";
	reportProgress(() => ({ phase, streams: [] }));
	const person = askPerson();
	const { answer } = await person.ask(input, () => askChange(input));
	await condition(allHandlersFinished);
	if (answer === "not asked") return { outcome: "check", summary: "This was decided or closed before. Nothing was changed." };
	if (answer === "expired") return { outcome: "check", summary: "Nobody decided in time. Nothing was changed." };
	if (!answer.approved) return { summary: "Rejected. Nothing was changed." };
	phase = "making the change";
	await applyChange(input);
	return { summary: "Approved and made." };
}

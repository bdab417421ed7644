// A company's first steps. It looks how far they are whenever it is told that something changed, and once in a while, and ends when
// nothing is open or somebody put the list away; taken up again, it is a new run that finds everything where it was.
import { condition, continueAsNew, defineSignal, proxyActivities, setHandler } from "@temporalio/workflow";
import type { TenancyActivities } from "../../activities/tenancy/create-activities.ts";
import type { JobInput, JobResult } from "../../domain/jobs/job.ts";
import { lookSignal } from "../../domain/tenancy/lifecycle/onboarding.ts";
import { activityOptions } from "../core/activity-options.ts";
import { reportProgress } from "../core/progress.ts";

const { lookAtOnboarding } = proxyActivities<Pick<TenancyActivities, "lookAtOnboarding">>(activityOptions.quick);

const looksPerRun = 100;

export async function onboardTenant(input: JobInput): Promise<JobResult> {
	let phase = "looking";
	let changed = false;
	reportProgress(() => ({ phase, streams: [] }));
	setHandler(defineSignal(lookSignal), () => {
		changed = true;
	});
	for (let looks = 0; looks < looksPerRun; looks++) {
		changed = false;
		const { open, done, skipped, left } = await lookAtOnboarding(input);
		if (left) return { summary: `Put away with ${open} steps open; it can be taken up again.` };
		if (open === 0) return { summary: `${done} steps done${skipped > 0 ? `, ${skipped} skipped` : ""}.` };
		phase = `${done} of ${done + open + skipped} steps done`;
		await condition(() => changed, "1 day");
	}
	return continueAsNew<typeof onboardTenant>(input);
}

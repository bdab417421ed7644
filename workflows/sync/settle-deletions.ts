// Ends what the source no longer has, after everything was read. Where it is much at once, a person decides first; without a
// decision everything stays.
import { proxyActivities } from "@temporalio/workflow";
import type { SyncActivities } from "../../activities/sync/create-activities.ts";
import type { StreamPlan, SyncInput } from "../../domain/sync/sync-state.ts";
import { activityOptions } from "../core/activity-options.ts";
import { askPerson } from "../jobs/ask-person.ts";

const { settleDeletes, applyDecision } = proxyActivities<SyncActivities>(activityOptions.vendor);

type Base = SyncInput & { readonly jobId: string };

/** Answers `decide` from the start on: before there is a question it is refused. @returns settles; call it once, after the last page */
export function deletions(): (base: Base, streams: readonly StreamPlan[]) => Promise<void> {
	const person = askPerson();
	return async (base, plans) => {
		const { question, answer } = await person.ask(base, () => settleDeletes({ ...base, plans }));
		if (question === null) return;
		const { decisionId, sha256 } = question;
		const approved = typeof answer === "object" && answer.approved;
		await applyDecision({ ...base, plans, decisionId, sha256, approved });
	};
}

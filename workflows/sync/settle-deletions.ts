// Ends what the source no longer has, after everything was read. Where it is much at once, a person decides first; without a
// decision everything stays.
import { ApplicationFailure, CancellationScope, condition, proxyActivities, setHandler } from "@temporalio/workflow";
import type { SyncActivities } from "../../activities/sync/create-activities.ts";
import { type DecisionAnswer, type DecisionRefusal, type OpenDecision, refuseAnswer, statusOfVerdict } from "../../domain/jobs/decision.ts";
import type { StreamPlan, SyncInput } from "../../domain/sync/sync-state.ts";
import { activityOptions } from "../core/activity-options.ts";
import { decideUpdate } from "./messages.ts";

const { closeQuestion } = proxyActivities<SyncActivities>(activityOptions.quick);
const { settleDeletes, applyDecision } = proxyActivities<SyncActivities>(activityOptions.vendor);

interface Question extends OpenDecision {
	readonly waitMs: number;
}

type Base = SyncInput & { readonly jobId: string };

/** Where the question stands; "settling": its row may be written already, but this run does not know it yet; "answering": an answer's row
 * is being written. */
type Asking =
	| { readonly state: "nothing" | "settling" | "expired" }
	| { readonly state: "asked"; readonly base: Base; readonly question: OpenDecision }
	| { readonly state: "answering" | "answered"; readonly approved: boolean };

/** Answers `decide` from the start on: before there is a question it is refused. @returns settles; call it once, after the last page */
export function deletions(): (base: Base, streams: readonly StreamPlan[]) => Promise<void> {
	let now: Asking = { state: "nothing" };
	// Read through a function, because handlers change it between two awaits.
	const asking = (): Asking => now;

	setHandler(
		decideUpdate,
		async (given: DecisionAnswer) => {
			await condition(() => asking().state !== "settling");
			const asked = asking();
			const refusal = refuseAnswer(asked.state === "asked" ? asked.question : null, given);
			if (refusal !== null || asked.state !== "asked") throw refused(refusal);
			const { verdict, decisionId, actorId } = given;
			const status = statusOfVerdict[verdict];
			now = { state: "answering", approved: verdict === "approve" };
			await CancellationScope.nonCancellable(() => closeQuestion({ ...asked.base, decisionId, actorId, status }));
			now = { state: "answered", approved: verdict === "approve" };
			return { status };
		},
		{
			validator: (given: DecisionAnswer) => {
				if (now.state === "settling") return;
				const refusal = refuseAnswer(now.state === "asked" ? now.question : null, given);
				if (refusal !== null) throw refused(refusal);
			},
		},
	);

	const ask = async (base: Base, { waitMs, ...question }: Question): Promise<boolean> => {
		now = { state: "asked", base, question };
		try {
			await condition(() => asking().state !== "asked", waitMs);
		} finally {
			// Out of time, or the job is being stopped: nobody can answer any more.
			if (asking().state === "asked") {
				now = { state: "expired" };
				const expired = { ...base, decisionId: question.decisionId, actorId: null, status: "expired" } as const;
				await CancellationScope.nonCancellable(() => closeQuestion(expired));
			}
		}
		await condition(() => asking().state !== "answering");
		const end = asking();
		return end.state === "answered" && end.approved;
	};

	return async (base, streams) => {
		now = { state: "settling" };
		let question: Question | null;
		try {
			({ question } = await settleDeletes({ ...base, plans: streams }));
		} finally {
			now = { state: "nothing" };
		}
		if (question === null) return;
		const approved = await ask(base, question);
		await applyDecision({ ...base, plans: streams, decisionId: question.decisionId, sha256: question.sha256, approved });
	};
}

const refused = (refusal: DecisionRefusal | null): ApplicationFailure =>
	ApplicationFailure.nonRetryable(refusal?.message ?? "Nothing is asked.", refusal?.code ?? "DECISION_CLOSED");

// A question of a run to a person. From the start on it answers `decide`: before there is a question, and after, every answer is refused.
//
//   nothing ──preparing──▶ asked ──answer──▶ answering ──row written──▶ answered
//                            └──out of time, or the run is stopped──▶ expired
import { ApplicationFailure, CancellationScope, condition, proxyActivities, setHandler } from "@temporalio/workflow";
import type { JobsActivities } from "../../activities/jobs/create-activities.ts";
import { type DecisionAnswer, type DecisionRefusal, type OpenDecision, refuseAnswer, statusOfVerdict } from "../../domain/jobs/decision.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { activityOptions } from "../core/activity-options.ts";
import { decideUpdate } from "./messages.ts";

const { closeQuestion } = proxyActivities<Pick<JobsActivities, "closeQuestion">>(activityOptions.quick);

export interface Question extends OpenDecision {
	readonly waitMs: number;
}

type OfJob = JobInput & { readonly jobId: string };

/** Where the question stands; "preparing": its row may be written already, but this run does not know it yet; "answering": an answer's
 * row is being written. */
type Asking =
	| { readonly state: "nothing" | "preparing" | "expired" }
	| { readonly state: "asked"; readonly of: OfJob; readonly question: OpenDecision }
	| { readonly state: "answering" | "answered"; readonly approved: boolean; readonly actorId: string };

export type Answer = { readonly approved: boolean; readonly actorId: string } | "expired" | "not asked";

export interface AskPerson {
	/** @param prepare writes the question's row and returns it; null: nothing has to be asked. Call it once. */
	readonly ask: (
		of: OfJob,
		prepare: () => Promise<{ readonly question: Question | null }>,
	) => Promise<{ readonly question: Question | null; readonly answer: Answer }>;
}

export function askPerson(): AskPerson {
	let now: Asking = { state: "nothing" };
	// Read through a function, because handlers change it between two awaits.
	const asking = (): Asking => now;

	setHandler(
		decideUpdate,
		async (given: DecisionAnswer) => {
			await condition(() => asking().state !== "preparing");
			const asked = asking();
			const refusal = refuseAnswer(asked.state === "asked" ? asked.question : null, given);
			if (refusal !== null || asked.state !== "asked") throw refused(refusal);
			const { verdict, decisionId, actorId, inPlaceOf = null } = given;
			const status = statusOfVerdict[verdict];
			const approved = verdict === "approve";
			now = { state: "answering", approved, actorId };
			await CancellationScope.nonCancellable(() => closeQuestion({ ...asked.of, decisionId, actorId, inPlaceOf, status }));
			now = { state: "answered", approved, actorId };
			return { status };
		},
		{
			validator: (given: DecisionAnswer) => {
				if (now.state === "preparing") return;
				const refusal = refuseAnswer(now.state === "asked" ? now.question : null, given);
				if (refusal !== null) throw refused(refusal);
			},
		},
	);

	const wait = async (of: OfJob, { waitMs, ...question }: Question): Promise<Answer> => {
		now = { state: "asked", of, question };
		try {
			await condition(() => asking().state !== "asked", waitMs);
		} finally {
			// Out of time, or the job is being stopped: nobody can answer any more.
			if (asking().state === "asked") {
				now = { state: "expired" };
				const expired = { ...of, decisionId: question.decisionId, actorId: null, inPlaceOf: null, status: "expired" } as const;
				await CancellationScope.nonCancellable(() => closeQuestion(expired));
			}
		}
		await condition(() => asking().state !== "answering");
		const end = asking();
		return end.state === "answered" ? { approved: end.approved, actorId: end.actorId } : "expired";
	};

	return {
		ask: async (of, prepare) => {
			now = { state: "preparing" };
			let question: Question | null;
			try {
				({ question } = await prepare());
			} finally {
				now = { state: "nothing" };
			}
			return { question, answer: question === null ? "not asked" : await wait(of, question) };
		},
	};
}

const refused = (refusal: DecisionRefusal | null): ApplicationFailure =>
	ApplicationFailure.nonRetryable(refusal?.message ?? "Nothing is asked.", refusal?.code ?? "DECISION_CLOSED");

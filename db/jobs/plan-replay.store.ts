// The plan of one job's replay, from what the database knows: the same for the page that shows it and for the run that keeps to it.
import { TieoutError } from "../../domain/core/errors.ts";
import { planReplay, type ReplayPlan } from "../../domain/jobs/replay/plan.ts";
import type { ReplayFacts } from "../../domain/jobs/replay/facts.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { type FactsOf, replayFacts } from "./replay-facts.store.ts";

export interface Planned {
	readonly plan: ReplayPlan;
	readonly facts: ReplayFacts;
}

/** @throws TieoutError NOT_FOUND, also for another tenant's job */
export async function planReplayOf(em: ScopedEm, of: FactsOf): Promise<Planned> {
	const facts = await replayFacts(em, of);
	if (facts === null) throw new TieoutError("NOT_FOUND", "There is no such job in this company. It may belong to another one.");
	return { facts, plan: planReplay(facts, of) };
}

/** @throws TieoutError with the refusal's own code */
export function refuseBlocked({ refusal }: ReplayPlan): void {
	if (refusal !== null) throw new TieoutError(refusal.code, refusal.sentence, refusal.jobId === null ? {} : { jobId: refusal.jobId });
}

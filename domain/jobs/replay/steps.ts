// What a replay's run does, in order, as data: its workflow starts a child run per step and knows nothing of plans.
import { derivedId } from "../../core/ids.ts";
import type { SyncOnly } from "../../sync/sync-state.ts";
import { type ReplayFacts, selectedStreams } from "./facts.ts";
import type { PlanAsk } from "./plan.ts";
import type { ReprocessSelection } from "./replay.ts";

/** How a reconciliation repeats an earlier one. */
export interface ReconcileReplay {
	readonly ofRunId: string;
	readonly inputs: "same" | "anew";
	readonly rules: "original" | "present";
}

export type ReplayStep =
	| { readonly do: "reprocess"; readonly connectionId: string; readonly selection: ReprocessSelection }
	| { readonly do: "sync"; readonly connectionId: string; readonly only: SyncOnly }
	| { readonly do: "reconcile"; readonly entityId: string; readonly month: string; readonly replay?: ReconcileReplay };

/** The job that a step's run makes its row under: the same whenever the workflow is replayed. */
export const childJobId = (jobId: string, step: string): string => derivedId("child", jobId, step);

export interface StepsOf {
	readonly facts: ReplayFacts;
	readonly ask: PlanAsk;
	/** What of the stored pages the job is about. */
	readonly selection: ReprocessSelection;
	/** Rows that an older transform made, in the streams that are fetched again. */
	readonly stale: number;
}

export function stepsOf({ facts, ask, selection, stale }: StepsOf): ReplayStep[] {
	const { reconcile, connection } = facts;
	const { options, mode } = ask;
	if (reconcile !== null) {
		const { entityId, month, run } = reconcile;
		const inputs = mode === "reprocess" ? ("same" as const) : ("anew" as const);
		const replay = run === null ? {} : { replay: { ofRunId: run.runId, inputs, rules: options.rules ?? "original" } };
		return [{ do: "reconcile", entityId, month, ...replay }];
	}
	if (connection === null) return [];
	if (mode === "reprocess") return [{ do: "reprocess", connectionId: connection.id, selection }];
	const streams = fetchedStreams(facts, ask);
	const fetch: ReplayStep = {
		do: "sync",
		connectionId: connection.id,
		only: { streams, ...(options.window === undefined ? {} : { window: options.window }) },
	};
	// First what we read otherwise by now, so that what the source has changed since stands apart from it.
	return stale === 0 ? [fetch] : [{ do: "reprocess", connectionId: connection.id, selection: { streams, staleOnly: true } }, fetch];
}

export const fetchedStreams = (facts: ReplayFacts, ask: PlanAsk): string[] => selectedStreams(facts, ask).map(({ stream }) => stream);

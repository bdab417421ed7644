// Asks Temporal how an execution chain stands. Describe is strongly consistent, list is not; so nothing here lists.
import { isGrpcServiceError, WorkflowNotFoundError } from "@temporalio/client";
import proto, { type temporal } from "@temporalio/proto";
import type { TemporalClient } from "./temporal-client.ts";

export interface Chain {
	readonly workflowId: string;
	/** null: the chain is known by `runId` alone, because no run has claimed the row yet. */
	readonly firstRunId: string | null;
	readonly runId: string | null;
}

export type ChainState =
	| { readonly state: "running" }
	/** Temporal has no such run (any more). */
	| { readonly state: "gone" }
	| {
			readonly state: "ended";
			readonly end: "completed" | "failed" | "cancelled" | "terminated" | "timed_out";
			readonly firstRunId: string;
			readonly runId: string;
	  };

const ends = {
	COMPLETED: "completed",
	FAILED: "failed",
	CANCELLED: "cancelled",
	TERMINATED: "terminated",
	TIMED_OUT: "timed_out",
} as const;

interface Described {
	readonly status: string;
	readonly runId: string;
	readonly firstRunId: string;
}

// gRPC status NOT_FOUND.
const notFound = 5;

/** Whether Temporal says that it has no such run. The client wraps that answer on some paths and not on others. */
export const isUnknownRun = (error: unknown): boolean =>
	error instanceof WorkflowNotFoundError || (isGrpcServiceError(error) && error.code === notFound);

/** The last run of the chain decides; a newer chain under the same workflow id doesn't. */
export async function chainState(client: TemporalClient["client"], chain: Chain): Promise<ChainState> {
	const latest = await describe(client, chain.workflowId);
	const ours = latest !== null && (chain.firstRunId === null ? latest.runId === chain.runId : latest.firstRunId === chain.firstRunId);
	const last = ours ? latest : await lastRun(client, chain.workflowId, chain.runId ?? chain.firstRunId);
	if (last === null) return { state: "gone" };
	const end = ends[last.status as keyof typeof ends];
	return end === undefined ? { state: "running" } : { state: "ended", end, firstRunId: last.firstRunId, runId: last.runId };
}

async function describe(client: TemporalClient["client"], workflowId: string, runId?: string): Promise<Described | null> {
	try {
		const { status, runId: found, raw } = await client.workflow.getHandle(workflowId, runId).describe();
		return { status: status.name, runId: found, firstRunId: raw.workflowExecutionInfo?.firstRunId || found };
	} catch (error) {
		if (isUnknownRun(error)) return null;
		throw error;
	}
}

async function lastRun(client: TemporalClient["client"], workflowId: string, from: string | null): Promise<Described | null> {
	let at = from === null ? null : await describe(client, workflowId, from);
	while (at !== null && at.status !== "RUNNING") {
		const next = await continuedAs(client, workflowId, at.runId);
		if (next === null) return at;
		at = await describe(client, workflowId, next);
	}
	return at;
}

/** The run that this closed run went on as; null when it was the last. */
async function continuedAs(client: TemporalClient["client"], workflowId: string, runId: string): Promise<string | null> {
	const { history } = await client.workflowService.getWorkflowExecutionHistory({
		namespace: client.options.namespace,
		execution: { workflowId, runId },
		historyEventFilterType: proto.temporal.api.enums.v1.HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT,
	});
	return nextRunId(history?.events?.at(-1));
}

/** What a closing event says about the run after it. */
export function nextRunId(event: temporal.api.history.v1.IHistoryEvent | undefined): string | null {
	const attributes =
		event?.workflowExecutionContinuedAsNewEventAttributes ??
		event?.workflowExecutionFailedEventAttributes ??
		event?.workflowExecutionTimedOutEventAttributes ??
		event?.workflowExecutionCompletedEventAttributes;
	return attributes?.newExecutionRunId || null;
}

// Kills the worker process that a workflow's activity is running in, of several that stand ready: which one has it is Temporal's to say.
import type { ChildProcess } from "node:child_process";
import type { TestTemporal } from "../support/temporal.ts";

/** @returns false when none of them has an activity of it just now: between two, or when all is done */
export async function killWorking({ temporal }: TestTemporal, workflowId: string, workers: Iterable<ChildProcess>): Promise<boolean> {
	const { raw } = await temporal.client.workflow.getHandle(workflowId).describe();
	const working = new Set((raw.pendingActivities ?? []).map(({ lastWorkerIdentity }) => /#(\d+)$/.exec(lastWorkerIdentity ?? "")?.[1]));
	return [...workers].some((worker) => working.has(String(worker.pid)) && !worker.killed && worker.kill("SIGKILL"));
}

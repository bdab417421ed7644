// Starts a run of the platform's own: it belongs to no tenant and has no job row, and its id says what it does, so that two of one thing
// never run at once.
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { priorities, workflowTaskTimeout } from "../temporal.config.ts";
import type { TemporalClient } from "./temporal-client.ts";

export interface PlatformRun {
	readonly workflowType: string;
	/** From workflows/core/workflow-ids.ts. */
	readonly workflowId: string;
	/** Ids alone. */
	readonly input: Readonly<Record<string, string>>;
	readonly executionTimeoutMs: number;
}

/** Nothing happens when it runs already. */
export async function startPlatformRun({ client, routes }: TemporalClient, run: PlatformRun): Promise<void> {
	try {
		await client.workflow.start(run.workflowType, {
			workflowId: run.workflowId,
			// The queue that looks after the platform itself.
			taskQueue: routes.rotate_keys.taskQueue,
			args: [run.input],
			priority: { priorityKey: priorities.person },
			workflowExecutionTimeout: run.executionTimeoutMs,
			workflowTaskTimeout,
			workflowIdConflictPolicy: "FAIL",
			workflowIdReusePolicy: "ALLOW_DUPLICATE",
		});
	} catch (error) {
		if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
	}
}

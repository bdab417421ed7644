// Has an endpoint's deliveries go on: starts the run that sends them, or tells the one that is there. It may be called at any time,
// as often as one likes; what is due is in the database.
import { priorities, webhooks, workflowTaskTimeout } from "../temporal.config.ts";
import type { TemporalClient } from "./temporal-client.ts";

/** `t/<tenant>/webhook/<endpoint>`: one run at a time sends to an endpoint. */
const webhooksId = (tenantId: string, endpointId: string): string => `t/${tenantId}/webhook/${endpointId}`;

export interface WakeWebhooks {
	readonly tenantId: string;
	readonly endpointId: string;
	readonly correlationId: string;
}

export async function wakeWebhooks({ client, routes }: TemporalClient, input: WakeWebhooks): Promise<void> {
	const { workflowType, taskQueue, executionTimeoutMs } = routes.webhook;
	await client.workflow.signalWithStart(workflowType, {
		workflowId: webhooksId(input.tenantId, input.endpointId),
		taskQueue,
		args: [input],
		signal: webhooks.wakeSignal,
		signalArgs: [],
		priority: { priorityKey: priorities.platform, fairnessKey: input.tenantId },
		workflowExecutionTimeout: executionTimeoutMs,
		workflowTaskTimeout,
	});
}

// Runs the workers of some queues in this process until it is told to stop. Every entry of this folder ends here.
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { NativeConnection } from "@temporalio/worker";
import {
	auditKeeperId,
	auditSealerId,
	eventDispatcherId,
	identityKeeperId,
	jobReconcilerId,
	policyKeeperId,
} from "../workflows/core/workflow-ids.ts";
import { readConfig } from "../platform/config.ts";
import { createLog } from "../platform/log.ts";
import type { Stoppable } from "../platform/run-child.ts";
import type { TemporalClient } from "../platform/temporal-client.ts";
import {
	auditKeeper,
	auditSealer,
	dispatcher,
	identityKeeper,
	policyKeeper,
	reconciler,
	type TaskQueue,
	workflowTaskTimeout,
} from "../temporal.config.ts";
import { composeDeps, createWorker } from "./compose.ts";
import { serveHealth } from "./health.ts";
import { installRuntime } from "./runtime.ts";
import { bundleWorkflows } from "./workflow-bundle.ts";

export async function runQueues(queues: readonly TaskQueue[], env = process.env): Promise<Stoppable> {
	const config = readConfig(env);
	const log = createLog({ name: "worker", level: config.logLevel });
	installRuntime(log);
	const [deps, connection, bundle] = await Promise.all([
		composeDeps(config, log),
		NativeConnection.connect({ address: config.temporalAddress }),
		config.workflowBundle === null ? bundleWorkflows() : { codePath: config.workflowBundle },
	]);
	const workers = await Promise.all(queues.map((queue) => createWorker({ deps, connection, queue, workflowBundle: bundle })));
	const running = Promise.all(workers.map((worker) => worker.run()));
	running.catch((error: unknown) => {
		log.fatal({ err: error }, "a worker ended by itself");
		process.exit(1);
	});
	const health = await serveHealth(config.ports.workerHealth, workers);
	for (const loop of loops) if (queues.includes(loop.taskQueue)) await startLoop(deps.temporal, loop);
	log.info({ queues, build: deps.build, health: health.port }, "worker ready");
	return {
		stop: async () => {
			deps.beginStop();
			for (const worker of workers) worker.shutdown();
			await running;
			await health.close();
			await connection.close();
			await deps.close();
		},
	};
}

interface PlatformLoop {
	readonly workflowId: string;
	readonly workflowType: string;
	readonly taskQueue: TaskQueue;
}

const loops: readonly PlatformLoop[] = [
	{ workflowId: jobReconcilerId, ...reconciler },
	{ workflowId: auditSealerId, ...auditSealer },
	{ workflowId: auditKeeperId, ...auditKeeper },
	{ workflowId: eventDispatcherId, ...dispatcher },
	{ workflowId: identityKeeperId, ...identityKeeper },
	{ workflowId: policyKeeperId, ...policyKeeper },
];

/** One in the whole installation: a second start finds it running. */
async function startLoop({ client }: TemporalClient, { workflowId, workflowType, taskQueue }: PlatformLoop): Promise<void> {
	try {
		await client.workflow.start(workflowType, {
			workflowId,
			taskQueue,
			args: [],
			workflowTaskTimeout,
		});
	} catch (error) {
		if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
	}
}

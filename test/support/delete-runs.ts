// What `temporal workflow delete` does, for every run of a job's chain: the server forgets the execution. It takes some seconds.
import { expect, vi } from "vitest";
import { attemptsOfJob } from "../../db/jobs/job-list.store.ts";
import { isUnknownRun } from "../../platform/execution.ts";
import type { TestDatabase } from "./database.ts";
import type { TestTemporal } from "./temporal.ts";

interface Chain {
	readonly tenantId: string;
	readonly jobId: string;
	readonly workflowId: string;
}

export const until = (what: string, met: () => Promise<boolean>) =>
	vi.waitFor(async () => expect(await met(), what).toBe(true), { timeout: 90_000, interval: 50 });

export async function deleteRuns(db: TestDatabase, engine: TestTemporal, { tenantId, jobId, workflowId }: Chain): Promise<void> {
	const { workflowService: service, options } = engine.temporal.client;
	const { namespace } = options;
	const attempts = await db.withTenant(tenantId, (em) => attemptsOfJob(em, tenantId, jobId));
	const executions = [...new Set(attempts.map((attempt) => attempt.runId))].map((runId) => ({ workflowId, runId }));
	await Promise.all(executions.map((workflowExecution) => service.deleteWorkflowExecution({ namespace, workflowExecution })));
	const isGone = (execution: (typeof executions)[number]) =>
		service.getWorkflowExecutionHistory({ namespace, execution, maximumPageSize: 1 }).then(() => false, isUnknownRun);
	await Promise.all(executions.map((execution) => until(`run ${execution.runId} is deleted`, () => isGone(execution))));
}

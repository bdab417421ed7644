// Starts a job: its row in the caller's transaction, its workflow after the commit. What crashes between the two is picked up by
// the starter (reconcile-job.ts), which starts from the row alone. Starting twice is safe.
//
//   insert row ─commit─▶ start ─▶ new run: row keeps its run id │ same work already running: row closes as joined
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { insertRequested, jobById, jobIdOfChain, type JobRow, markJoined, markStarted } from "../db/jobs/job.store.ts";
import type { Orm } from "../db/orm.ts";
import { requireRoomForJob } from "../db/tenancy/plan.store.ts";
import { type ScopedEm, withTenant } from "../db/tenant-scope.ts";
import { priorities, workflowTaskTimeout } from "../temporal.config.ts";
import { type Log, scopedLog } from "./log.ts";
import { decodePayload } from "./history-payload.ts";
import type { TemporalClient } from "./temporal-client.ts";

export interface JobStarter {
	readonly orm: Orm;
	readonly temporal: TemporalClient;
	readonly log: Log;
}

export interface StartJob {
	readonly tenantId: string;
	readonly kind: JobRow["kind"];
	/** For the list: "Sync Stripe". */
	readonly title: string;
	/** What it is about, for people: "stripe-us", "2026-10". */
	readonly businessKey: string;
	/** From workflows/core/workflow-ids.ts. */
	readonly workflowId: string;
	/** The person who asked; null for the platform. */
	readonly requestedBy: string | null;
	readonly correlationId: string;
	/** The workflow's own ids; tenantId, jobId and correlationId are added. Kept in the row, so nothing personal and no secrets. */
	readonly input: Readonly<Record<string, unknown>>;
}

export type StartOutcome =
	| { readonly kind: "started"; readonly jobId: string }
	| { readonly kind: "joined"; readonly jobId: string; readonly joinedJobId: string | null }
	/** Temporal can't be reached now: the starter will do it. */
	| { readonly kind: "delayed"; readonly jobId: string };

export interface StartedJob {
	readonly jobId: string;
	/** Call it once the transaction has committed. It never throws: what fails here is picked up by the starter. */
	readonly afterCommit: () => Promise<StartOutcome>;
}

/**
 * @param em the caller's transaction, in the tenant's scope
 * @throws TieoutError PLAN_LIMIT when somebody asks for more than the company's plan has
 */
export async function startJob(deps: JobStarter, em: ScopedEm, start: StartJob): Promise<StartedJob> {
	const jobId = randomUUID();
	const { tenantId, correlationId } = start;
	if (start.requestedBy !== null) await requireRoomForJob(em, tenantId, start.kind);
	const input = { ...start.input, tenantId, jobId, correlationId };
	await insertRequested(em, { ...start, id: jobId, input });
	return {
		jobId,
		afterCommit: () =>
			startRequested(deps, tenantId, jobId).catch((error: unknown) => {
				scopedLog(deps.log, { tenantId, correlationId, jobId }).warn({ err: error }, "the job starts later");
				return { kind: "delayed", jobId };
			}),
	};
}

/** Starts what a row asks for; nothing happens when it was started, stopped or claimed already. */
export async function startRequested(deps: JobStarter, tenantId: string, jobId: string): Promise<StartOutcome> {
	const row = await withTenant(deps.orm, { tenantId }, (em) => jobById(em, tenantId, jobId));
	if (row === null || row.status !== "requested" || row.runId !== null) return { kind: "started", jobId };
	const log = scopedLog(deps.log, { tenantId, jobId, correlationId: row.correlationId });
	for (let tries = 0; tries < closingTries; tries++) {
		const outcome = await startOrJoin(deps, row, log);
		if (outcome !== null) return outcome;
		await sleep(closingPauseMs);
	}
	return { kind: "delayed", jobId };
}

// A run closes its row before its execution ends; whoever starts the same work in between waits for that end instead of joining it.
const closingTries = 20;
const closingPauseMs = 100;
const openStatuses: readonly JobRow["status"][] = ["requested", "running", "waiting"];

/** null: the run that is in the way has closed its row and ends within moments. */
async function startOrJoin(deps: JobStarter, row: JobRow, log: Log): Promise<StartOutcome | null> {
	const { tenantId, id: jobId } = row;
	try {
		const runId = await startWorkflow(deps.temporal, row);
		await withTenant(deps.orm, { tenantId }, (em) => markStarted(em, { tenantId, id: jobId, runId }));
		log.info({ kind: row.kind, workflowId: row.workflowId, runId }, "job started");
		return { kind: "started", jobId };
	} catch (error) {
		if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
		return join(deps, row, log);
	}
}

async function startWorkflow({ client, routes }: TemporalClient, row: JobRow): Promise<string> {
	const route = routes[row.kind];
	const handle = await client.workflow.start(route.workflowType, {
		workflowId: row.workflowId,
		taskQueue: route.taskQueue,
		args: [row.input],
		// Inherited by its activities and child runs.
		priority: { priorityKey: row.byPerson ? priorities.person : priorities.platform, fairnessKey: row.tenantId },
		workflowExecutionTimeout: route.executionTimeoutMs,
		workflowTaskTimeout,
		// Refused rather than joined silently (USE_EXISTING): only so does the row learn that it joined.
		workflowIdConflictPolicy: "FAIL",
		workflowIdReusePolicy: "ALLOW_DUPLICATE",
	});
	return handle.firstExecutionRunId;
}

/** The work is running already. It may be this very row's run, started just before a crash: then nothing has to be done. */
async function join(deps: JobStarter, row: JobRow, log: Log): Promise<StartOutcome | null> {
	const { tenantId, id: jobId, workflowId } = row;
	const running = await deps.temporal.client.workflow.getHandle(workflowId).describe();
	const firstRunId = running.raw.workflowExecutionInfo?.firstRunId || running.runId;
	const askedBy = await jobIdOfRun(deps.temporal, workflowId, running.runId);
	if (askedBy === jobId) {
		await withTenant(deps.orm, { tenantId }, (em) => markStarted(em, { tenantId, id: jobId, runId: running.runId }));
		return { kind: "started", jobId };
	}
	const found = await withTenant(deps.orm, { tenantId }, async (em) => {
		const known = askedBy === null ? null : ((await jobById(em, tenantId, askedBy))?.id ?? null);
		const other = known ?? (await jobIdOfChain(em, tenantId, workflowId, firstRunId));
		const status = other === null ? null : ((await jobById(em, tenantId, other))?.status ?? null);
		if (status !== null && !openStatuses.includes(status)) return "closing";
		await markJoined(em, { tenantId, id: jobId, joinedJobId: other });
		return { joined: other };
	});
	if (found === "closing") return null;
	const joinedJobId = found.joined;
	log.info({ workflowId, joinedJobId }, "job joined one that is running");
	return { kind: "joined", jobId, joinedJobId };
}

/** Which job a run was started for: the `jobId` of its input. */
async function jobIdOfRun({ client }: TemporalClient, workflowId: string, runId: string): Promise<string | null> {
	const page = await client.workflowService.getWorkflowExecutionHistory({
		namespace: client.options.namespace,
		execution: { workflowId, runId },
		maximumPageSize: 1,
	});
	const payload = page.history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
	if (payload == null) return null;
	const input = (await decodePayload(client.options.loadedDataConverter, workflowId, payload)) as { jobId?: unknown } | null;
	return typeof input?.jobId === "string" ? input.jobId : null;
}

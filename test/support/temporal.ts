// The engine for a test file: a Temporal namespace of its own on the run's server, our codec with a fixed key, object storage in
// a temporary folder, and workers in this process with the real activities.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import { msToTs } from "@temporalio/common/lib/time.js";
import { NativeConnection, type WorkerOptions } from "@temporalio/worker";
import { inject } from "vitest";
import { type JobKeeper, reconcileJobs, type RoundCounts, type RoundLimits } from "../../activities/jobs/reconcile-jobs.ts";
import { jobById } from "../../db/jobs/job.store.ts";
import { withTenant } from "../../db/tenant-scope.ts";
import { isOpen, type JobKind, type JobStatus } from "../../domain/jobs/job.ts";
import { createGuardedFetch } from "../../platform/guarded-fetch.ts";
import { createKeys, type Keyring } from "../../platform/keys.ts";
import { createLog, type Log } from "../../platform/log.ts";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { createMailer } from "../../platform/mail.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { type JobStarter, type StartedJob, type StartJob, startJob, startRequested } from "../../platform/start-job.ts";
import { openTemporalClient, type TemporalClient } from "../../platform/temporal-client.ts";
import type { JobRoute, TaskQueue } from "../../temporal.config.ts";
import { createWorker, type WorkerDeps } from "../../workers/compose.ts";
import { installRuntime } from "../../workers/runtime.ts";
import { bundleWorkflows } from "../../workers/workflow-bundle.ts";
import type { TestDatabase } from "./database.ts";
import { recordWhenAsked } from "./record-history.ts";
import { routesOn } from "./routes-on.ts";

/** The key of test histories: fixed, so that recorded ones can be read again. */
export const testMasterKey = new Uint8Array(32).fill(7);
export const testKeys: Keyring = createKeys(testMasterKey);

export interface TestTemporal {
	readonly temporal: TemporalClient;
	/** What activities, startJob and the reconciler take. */
	readonly deps: WorkerDeps & JobStarter & JobKeeper;
	readonly taskQueue: string;
	readonly objectsDir: string;
	/** A worker of `queue` with the real activities; end it with `stop`. Started by itself unless `worker: false`. */
	readonly startWorker: (queue?: TaskQueue) => Promise<TestWorker>;
	/** Inserts the row, commits and starts. */
	readonly start: (start: StartJob) => Promise<{ readonly jobId: string }>;
	/** Inserts the row and commits; `afterCommit` is the caller's. */
	readonly request: (start: StartJob) => Promise<StartedJob>;
	/** Waits until the job's row has closed and returns its status. @throws after `timeoutMs` (two minutes) */
	readonly closed: (tenantId: string, jobId: string, timeoutMs?: number) => Promise<JobStatus>;
	/** One round of the reconciler, at once. */
	readonly reconcile: (limits?: Partial<RoundLimits>) => Promise<RoundCounts>;
	readonly close: () => Promise<void>;
}

export interface TestWorker {
	readonly stop: () => Promise<void>;
}

export interface TestTemporalOptions {
	/** Changes of temporal.config.ts's routes (workflow type, timeout); all queues are the file's own. */
	readonly routes?: Partial<Record<JobKind, Partial<JobRoute>>>;
	/** A barrel with workflows of the test; it is bundled for this file. */
	readonly workflowsPath?: string;
	/** False: the test starts its workers itself. */
	readonly worker?: boolean;
	readonly queue?: TaskQueue;
	/** The one namespace of a server that makes no others. */
	readonly namespace?: string;
	/** Activities of the test's own workflows, beside the real ones. */
	readonly activities?: (deps: WorkerDeps) => object;
	readonly log?: Log;
	/** Another server than the run's. */
	readonly address?: string;
	/** A process's own keys instead of the fixed ones: for tests that rotate. */
	readonly keys?: Keyring;
	/** Adds to or replaces what activities get. */
	readonly deps?: Partial<WorkerDeps>;
}

export async function testTemporal(db: TestDatabase, options: TestTemporalOptions = {}): Promise<TestTemporal> {
	const log = options.log ?? createLog({ name: "test", level: process.env["LOG_LEVEL"] ?? "silent" });
	installRuntime(createLog({ name: "test", level: process.env["LOG_LEVEL"] ?? "silent" }));
	const address = options.address ?? inject("temporalAddress");
	const namespace = options.namespace ?? (await makeNamespace(address));
	const taskQueue = `test-${randomUUID()}`;
	const objectsDir = mkdtempSync(join(tmpdir(), "tieout-objects-"));
	const keys = options.keys ?? testKeys;
	const temporal = openTemporalClient({ address, keys, namespace, routes: routesOn(taskQueue, options.routes ?? {}) });
	const deps: TestTemporal["deps"] = {
		orm: db.orm,
		keys,
		temporal,
		log,
		storage: createDiskStorage(objectsDir, keys),
		secrets: createSecrets(keys),
		clock: { now: () => new Date() },
		// Where sandboxes of tests answer.
		outside: createGuardedFetch({ allowed: ["127.0.0.1"] }),
		build: "test",
		stopping: new AbortController().signal,
		// Nobody listens there; tests of mails give a mailbox.
		mailer: createMailer({ url: "smtp://127.0.0.1:9", from: "Tieout <tieout@test.example>" }),
		publicUrl: "http://tieout.test.example",
		...options.deps,
	};
	const connection = await NativeConnection.connect({ address });
	const workflowBundle: NonNullable<WorkerOptions["workflowBundle"]> =
		options.workflowsPath === undefined ? { codePath: inject("workflowBundlePath") } : await bundleOf(options.workflowsPath);
	const workers = new Set<TestWorker>();
	const startWorker = async (queue: TaskQueue = options.queue ?? "sync"): Promise<TestWorker> => {
		const worker = await createWorker({
			deps,
			connection,
			queue,
			workflowBundle,
			taskQueue,
			extraActivities: options.activities?.(deps) ?? {},
		});
		const running = worker.run();
		const own: TestWorker = {
			stop: async () => {
				if (!workers.delete(own)) return;
				worker.shutdown();
				await running;
			},
		};
		workers.add(own);
		return own;
	};
	if (options.worker !== false) await startWorker();
	const request = (start: StartJob) => withTenant(db.orm, { tenantId: start.tenantId }, (em) => startJob(deps, em, start));
	return {
		temporal,
		deps,
		taskQueue,
		objectsDir,
		startWorker,
		request,
		start: async (start) => {
			const { jobId, afterCommit } = await request(start);
			await afterCommit();
			return { jobId };
		},
		closed: (tenantId, jobId, timeoutMs = 120_000) => closedStatusOf(deps, tenantId, jobId, timeoutMs),
		reconcile: (limits = {}) => reconcileJobs(deps, { startAfterMs: 0, compareAfterMs: 0, ...limits }),
		close: async () => {
			if (options.workflowsPath === undefined) await recordWhenAsked(db, temporal);
			await Promise.all([...workers].map((worker) => worker.stop()));
			await connection.close();
			await temporal.close();
			await deps.outside.close();
			rmSync(objectsDir, { recursive: true, force: true });
		},
	};
}

// Files of one process bring the same workflows.
const bundles = new Map<string, ReturnType<typeof bundleWorkflows>>();

function bundleOf(workflowsPath: string): ReturnType<typeof bundleWorkflows> {
	const bundle = bundles.get(workflowsPath) ?? bundleWorkflows(workflowsPath);
	bundles.set(workflowsPath, bundle);
	return bundle;
}

/** Test tenants have the same ids in every file, so files that run at once would meet in one namespace. */
async function makeNamespace(address: string): Promise<string> {
	const namespace = `test-${randomUUID()}`;
	const connection = await Connection.connect({ address });
	try {
		await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs("24 hours") });
		const until = Date.now() + 90_000;
		for (;;) {
			try {
				await connection.workflowService.countWorkflowExecutions({ namespace });
				return namespace;
			} catch (error) {
				if (Date.now() > until) throw error;
				await sleep(50);
			}
		}
	} finally {
		await connection.close();
	}
}

// A start gives up after two seconds where the run before it is still ending; on a busy machine that takes longer.
const startAgainMs = 4_000;

async function closedStatusOf(deps: JobStarter, tenantId: string, jobId: string, timeoutMs: number): Promise<JobStatus> {
	const until = Date.now() + timeoutMs;
	let startAgainAt = Date.now() + startAgainMs;
	for (;;) {
		const row = await withTenant(deps.orm, { tenantId }, (em) => jobById(em, tenantId, jobId));
		if (row !== null && !isOpen(row.status)) return row.status;
		// In the platform's loop's place, which no test file has by itself.
		if (row?.status === "requested" && Date.now() > startAgainAt) {
			await startRequested(deps, tenantId, jobId);
			startAgainAt = Date.now() + startAgainMs;
		}
		if (Date.now() > until) throw new Error(`job ${jobId} is ${row?.status ?? "missing"} after ${timeoutMs} ms`);
		await sleep(25);
	}
}

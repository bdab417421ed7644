// Builds a worker process's dependencies once and binds every area's activities to them. The only place where they meet.
import { type NativeConnection, Worker, type WorkerOptions } from "@temporalio/worker";
import type { ActivityDeps } from "../activities/core/define-activity.ts";
import { createJobsActivities } from "../activities/jobs/create-activities.ts";
import { createJobRowActivities } from "../activities/jobs/job-row.ts";
import { createSyncActivities } from "../activities/sync/create-activities.ts";
import { createReconciliationActivities } from "../activities/reconciliation/create-activities.ts";
import { createTenancyActivities } from "../activities/tenancy/create-activities.ts";
import { type Orm, openOrm } from "../db/orm.ts";
import type { Config } from "../platform/config.ts";
import { createGuardedFetch } from "../platform/guarded-fetch.ts";
import { openKeyring } from "../platform/keyring.ts";
import type { Keyring } from "../platform/keys.ts";
import { createLog, type Log } from "../platform/log.ts";
import { createMailer, type Mailer } from "../platform/mail.ts";
import { openStorage } from "../platform/object-storage.ts";
import { createDataConverter } from "../platform/payload-codec.ts";
import { createSecrets } from "../platform/secrets.ts";
import { openTemporalClient, type TemporalClient } from "../platform/temporal-client.ts";
import { stickyQueueTimeout, type TaskQueue, workerLimits } from "../temporal.config.ts";
import { buildId } from "./build-id.ts";

export interface WorkerDeps extends ActivityDeps {
	/** Aborted when this process begins to stop. */
	readonly stopping: AbortSignal;
	readonly temporal: TemporalClient;
	readonly keys: Keyring;
	readonly mailer: Mailer;
	/** What links in mails begin with. */
	readonly publicUrl: string;
}

export interface ComposedDeps extends WorkerDeps {
	/** Has what goes on for long end soon. */
	readonly beginStop: () => void;
	readonly close: () => Promise<void>;
}

/** Opens everything a worker needs. @throws TieoutError when the master key is missing */
export async function composeDeps(config: Config, log: Log = createLog({ name: "worker", level: config.logLevel })): Promise<ComposedDeps> {
	const master = config.masterKey();
	const stopping = new AbortController();
	const orm: Orm = await openOrm(config.databaseLoginUrl, { poolSize: 12 });
	const { keys, stop } = await openKeyring({ orm, master, url: config.databaseLoginUrl, log });
	const outside = createGuardedFetch({ allowed: config.allowedPrivateHosts });
	const mailer = createMailer({ url: config.smtpUrl, from: config.mailFrom });
	const temporal = openTemporalClient({ address: config.temporalAddress, keys });
	return {
		orm,
		keys,
		temporal,
		log,
		storage: await openStorage(config, keys),
		secrets: createSecrets(keys),
		clock: { now: () => new Date() },
		outside,
		mailer,
		publicUrl: config.publicUrl,
		build: buildId(),
		stopping: stopping.signal,
		beginStop: () => stopping.abort(),
		close: async () => {
			await temporal.close();
			await outside.close();
			mailer.close();
			await stop();
			await orm.close();
		},
	};
}

/** Every activity by the name that workflows call. Two areas with one name don't get past `merge`. */
export function composeActivities(deps: WorkerDeps): Record<string, (...args: never[]) => Promise<unknown>> {
	return merge(
		createJobRowActivities(deps),
		createJobsActivities(deps),
		createReconciliationActivities(deps),
		createSyncActivities(deps),
		createTenancyActivities(deps),
	);
}

function merge(...areas: readonly object[]): Record<string, (...args: never[]) => Promise<unknown>> {
	const all: Record<string, (...args: never[]) => Promise<unknown>> = {};
	for (const [name, activity] of areas.flatMap((area) => Object.entries(area))) {
		if (name in all) throw new Error(`two activities are called ${name}`);
		all[name] = activity as (...args: never[]) => Promise<unknown>;
	}
	return all;
}

export interface CreateWorker {
	readonly deps: WorkerDeps;
	readonly connection: NativeConnection;
	readonly queue: TaskQueue;
	readonly workflowBundle: NonNullable<WorkerOptions["workflowBundle"]>;
	/** Tests use a queue of their own with the limits of `queue`. */
	readonly taskQueue?: string;
	/** Activities of the test's own workflows, beside the real ones. */
	readonly extraActivities?: object;
}

/** A worker of one queue; run it with `run()`. */
export function createWorker({
	deps,
	connection,
	queue,
	workflowBundle,
	taskQueue = queue,
	extraActivities = {},
}: CreateWorker): Promise<Worker> {
	const limits = workerLimits[queue];
	return Worker.create({
		connection,
		namespace: deps.temporal.client.options.namespace,
		taskQueue,
		workflowBundle,
		activities: merge(composeActivities(deps), extraActivities),
		dataConverter: createDataConverter(deps.keys),
		identity: `${queue}@${deps.build}#${process.pid}`,
		maxConcurrentActivityTaskExecutions: limits.activities,
		maxConcurrentWorkflowTaskExecutions: limits.workflowTasks,
		stickyQueueScheduleToStartTimeout: stickyQueueTimeout,
		// A cancellation travels back with a heartbeat, so this is how long a person's Stop may take to arrive.
		maxHeartbeatThrottleInterval: "2 seconds",
		shutdownGraceTime: "3 seconds",
		shutdownForceTime: "5 seconds",
	});
}

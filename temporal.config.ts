// Everything that is set about Temporal, typed, in one place: namespace, retention, task queues, retry classes, worker limits.
// Workflows import this file, so it holds data only.
import type { JobKind } from "./domain/jobs/job.ts";

export const namespace = "tieout";

/** How long Temporal keeps a closed run (30 days); the start script creates the namespace with it. Our archive keeps it longer. */
export const retentionHours = 720;

/** One queue per kind of work: `sync` calls vendors, `recon` computes, `core` looks after the jobs themselves. */
export const taskQueues = ["sync", "recon", "core"] as const;
export type TaskQueue = (typeof taskQueues)[number];

export interface JobRoute {
	readonly workflowType: string;
	readonly taskQueue: TaskQueue | (string & {});
	/** The longest that all runs of one job may take together. */
	readonly executionTimeoutMs: number;
}

export type JobRoutes = Readonly<Record<JobKind, JobRoute>>;

const hourMs = 3_600_000;

/** Which workflow does a job of each kind, and on which queue. The starter needs no more than the row and this. */
export const jobRoutes: JobRoutes = {
	// Longer than a person may take to decide or to resume, and than any Retry-After.
	sync: { workflowType: "syncConnection", taskQueue: "sync", executionTimeoutMs: 30 * 24 * hourMs },
	import: { workflowType: "syncConnection", taskQueue: "sync", executionTimeoutMs: 30 * 24 * hourMs },
	test: { workflowType: "testConnection", taskQueue: "sync", executionTimeoutMs: 60_000 },
	reconcile: { workflowType: "reconcilePeriod", taskQueue: "recon", executionTimeoutMs: 12 * hourMs },
	archive: { workflowType: "archiveJob", taskQueue: "core", executionTimeoutMs: hourMs },
	replay: { workflowType: "replayJob", taskQueue: "core", executionTimeoutMs: 30 * 24 * hourMs },
	bulk_replay: { workflowType: "replayJobs", taskQueue: "core", executionTimeoutMs: 7 * 24 * hourMs },
	reprocess: { workflowType: "reprocessPages", taskQueue: "sync", executionTimeoutMs: 48 * hourMs },
	inspect: { workflowType: "inspectFile", taskQueue: "sync", executionTimeoutMs: 2 * hourMs },
	export: { workflowType: "exportRows", taskQueue: "recon", executionTimeoutMs: 2 * hourMs },
	// Longer than a proposed change waits for its decision.
	change: { workflowType: "approveChange", taskQueue: "core", executionTimeoutMs: 30 * 24 * hourMs },
	// A run ends when nothing has waited for a while; what comes after three days of tries is longer ago than that.
	webhook: { workflowType: "deliverWebhooks", taskQueue: "core", executionTimeoutMs: 30 * 24 * hourMs },
	hook: { workflowType: "handleWebhook", taskQueue: "core", executionTimeoutMs: 24 * hourMs },
	rotate_keys: { workflowType: "rotateKeys", taskQueue: "core", executionTimeoutMs: 24 * hourMs },
	retention: { workflowType: "applyRetention", taskQueue: "core", executionTimeoutMs: 12 * hourMs },
	audit_export: { workflowType: "exportAudit", taskQueue: "recon", executionTimeoutMs: 6 * hourMs },
	export_tenant: { workflowType: "exportTenant", taskQueue: "recon", executionTimeoutMs: 24 * hourMs },
	// Longer than the days in which a company can still change its mind.
	erase_tenant: { workflowType: "eraseTenant", taskQueue: "core", executionTimeoutMs: 60 * 24 * hourMs },
	// Until everything is done or somebody leaves it; it can be taken up again.
	onboard_tenant: { workflowType: "onboardTenant", taskQueue: "core", executionTimeoutMs: 365 * 24 * hourMs },
};

export interface RetryClass {
	readonly startToCloseTimeout: string;
	/** A worker that is silent for this long is taken for lost, and the activity is tried elsewhere. */
	readonly heartbeatTimeout?: string;
	readonly retry: {
		readonly initialInterval: string;
		readonly backoffCoefficient: number;
		readonly maximumInterval: string;
		readonly maximumAttempts?: number;
	};
}

/**
 * Named retry classes; activities/core/failures.ts decides by code what is retried at all, and a vendor's Retry-After
 * overrides every interval here, whatever its length.
 * - `quick`: one transaction or two of our own
 * - `vendor`: reads pages from an outside system, heartbeats per page
 * - `question`: one cheap request to an outside system while a person waits for the answer; they ask again themselves
 * - `heavy`: computes for minutes, heartbeats
 * - `outside`: sends to addresses that a company gave, each within half a minute, heartbeats between them
 * - `round`: one round of the platform's own loop, which the next round repeats anyway
 */
export const retryClasses = {
	question: {
		startToCloseTimeout: "25 seconds",
		retry: { initialInterval: "1 second", backoffCoefficient: 1, maximumInterval: "1 second", maximumAttempts: 1 },
	},
	quick: {
		startToCloseTimeout: "30 seconds",
		retry: { initialInterval: "500 milliseconds", backoffCoefficient: 2, maximumInterval: "20 seconds" },
	},
	vendor: {
		startToCloseTimeout: "10 minutes",
		heartbeatTimeout: "10 seconds",
		retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
	},
	outside: {
		startToCloseTimeout: "5 minutes",
		heartbeatTimeout: "45 seconds",
		retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
	},
	round: {
		startToCloseTimeout: "5 minutes",
		retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "30 seconds" },
	},
	heavy: {
		startToCloseTimeout: "30 minutes",
		heartbeatTimeout: "1 minute",
		retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "1 minute" },
	},
} as const satisfies Record<string, RetryClass>;

/** Local activities run inside a workflow task, so they must be short; they are tried until they succeed. */
export const jobRowClass = {
	startToCloseTimeout: "10 seconds",
	retry: { initialInterval: "200 milliseconds", backoffCoefficient: 2, maximumInterval: "5 seconds" },
} as const;

/** Bounds what one worker process does at once, per queue. */
export const workerLimits: Readonly<Record<TaskQueue, { readonly activities: number; readonly workflowTasks: number }>> = {
	sync: { activities: 8, workflowTasks: 20 },
	recon: { activities: 2, workflowTasks: 10 },
	core: { activities: 12, workflowTasks: 20 },
};

/** A killed worker's task and sticky cache wait this long before another worker gets them. */
export const workflowTaskTimeout = "5 seconds";
export const stickyQueueTimeout = "5 seconds";

/** Priorities of starts: a person's click goes before what a clock asked for. */
export const priorities = { person: 1, platform: 3, backfill: 5 } as const;

/** Chains and signs the audit trail. */
export const auditSealer = {
	workflowType: "auditSealer",
	taskQueue: "core",
	/** Between two rounds: how long an event waits for its place in the chain. */
	pause: "5 seconds",
	roundsPerRun: 200,
	/** Events in one transaction. */
	batch: 1_000,
	batchesPerRound: 100,
	/** A chain that has grown is signed when its last checkpoint is older than this. */
	signAfterMs: 600_000,
} as const;

/** Looks after people's identity: mails that nobody started, quiet throttles, signing keys. */
export const identityKeeper = { workflowType: "identityKeeper", taskQueue: "core", pause: "1 minute", roundsPerRun: 200 } as const;

/** Asks for what policies want done by the clock. */
export const policyKeeper = { workflowType: "policyKeeper", taskQueue: "core", pause: "1 hour", roundsPerRun: 200 } as const;

/** Of events, deliveries and vendors' webhooks: everybody concerned is through with them, and their time is over. */
export const toldEvents = {
	/** Longer than any vendor or we send again. */
	keptDays: 90,
	/** Rows in one transaction. */
	batch: 1_000,
	batchesPerRound: 50,
} as const;

/** Looks after the audit trail's months. */
export const auditKeeper = { workflowType: "auditKeeper", taskQueue: "core", pause: "12 hours", roundsPerRun: 100 } as const;

export const reconciler = {
	workflowType: "jobReconciler",
	taskQueue: "core",
	/** Between two rounds. */
	pause: "5 seconds",
	roundsPerRun: 200,
	/** A requested row younger than this may still be on its way in the caller's process. */
	startAfterMs: 5_000,
	/** An open row younger than this isn't compared yet. */
	compareAfterMs: 60_000,
	archivesPerRound: 50,
} as const;

export const dispatcher = {
	workflowType: "eventDispatcher",
	taskQueue: "core",
	/** Between two looks at what waits. */
	lookEveryMs: 500,
	/** The looks of one activity, so that a worker which stops is soon done with it. */
	looksPerRound: 20,
	roundsPerRun: 500,
	pauseAfterFailure: "5 seconds",
	/** An endpoint that has been woken is left alone for so long. */
	wakeAgainAfterMs: 10_000,
} as const;

export const webhooks = {
	wakeSignal: "wake",
	/** A run waits for further events before it ends. */
	lingerMs: 30_000,
	roundsPerRun: 200,
	/** Sent at once, each of another key. */
	atOnce: 8,
	perRound: 40,
	/** The longest that a receiver may take to answer. */
	answerWithinMs: 15_000,
} as const;

export const readBack = {
	/** Vendors tell of one thing in several events; one sync reads them all. */
	settle: "2 seconds",
	/** Between two looks whether the sync that is going on has ended: at first, and later. */
	quickLook: "1 second",
	quickLooks: 10,
	look: "10 seconds",
} as const;

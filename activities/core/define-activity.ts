// How an activity is made: tenant scope, log lines with tenant and correlation id, a row per try, heartbeat, and errors cast by
// the one table. An activity sees the world through its context and nothing else.
import { CancelledFailure, Context } from "@temporalio/activity";
import { type AttemptEnd, type AttemptStart, beginAttempt, endAttempt } from "../../db/jobs/attempt.store.ts";
import { addLogLines, type LogLine } from "../../db/jobs/job-log.store.ts";
import type { Orm } from "../../db/orm.ts";
import { type AuditEntry, recordAudit } from "../../db/tenancy/audit.store.ts";
import { emitEvent } from "../../db/tenancy/outbox.store.ts";
import { type ScopedEm, withTenant } from "../../db/tenant-scope.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import { type Actor, systemActor } from "../../domain/tenancy/actor.ts";
import type { DomainEvent } from "../../domain/tenancy/events.ts";
import type { GuardedFetch } from "../../platform/guarded-fetch.ts";
import { type Log, scopedLog } from "../../platform/log.ts";
import type { ObjectStorage } from "../../platform/object-storage.ts";
import type { Secrets } from "../../platform/secrets.ts";
import { castFailure, describeFailure } from "./failures.ts";
import { bufferLog, type JobLog, type LogBuffer } from "./job-log.ts";

/** Built once per process by workers/compose.ts. */
export interface ActivityDeps {
	readonly orm: Orm;
	readonly storage: ObjectStorage;
	readonly secrets: Secrets;
	readonly log: Log;
	readonly clock: Clock;
	/** The way out to addresses that a tenant typed. */
	readonly outside: GuardedFetch;
	/** What code this worker runs; kept with every try. */
	readonly build: string;
}

export interface Clock {
	readonly now: () => Date;
}

export interface ActivityContext {
	readonly orm: Orm;
	/** Writes into the audit trail, in that transaction, as the platform unless another actor is given. */
	readonly audit: (em: ScopedEm, entry: AuditEntry & { readonly actor?: Actor }) => Promise<void>;
	/** Tells subscribers, once that transaction has committed. */
	readonly emit: (em: ScopedEm, event: DomainEvent) => Promise<void>;
	/** One transaction as the input's tenant. */
	readonly withTenant: <T>(work: (em: ScopedEm) => Promise<T>) => Promise<T>;
	readonly storage: ObjectStorage;
	readonly secrets: Secrets;
	/** The worker's log, and as far as the allow-list goes the job's own. */
	readonly log: JobLog;
	/** Says that it is alive; details are ids and counts. Also how a cancellation gets here. */
	readonly heartbeat: (details?: Readonly<Record<string, string | number>>) => void;
	/** What the last heartbeat of an earlier try said. */
	readonly lastHeartbeat: Readonly<Record<string, string | number>> | null;
	/** Aborted when the job is cancelled or the worker stops. */
	readonly signal: AbortSignal;
	readonly info: ActivityFacts;
	readonly clock: Clock;
	/** The way out to addresses that a tenant typed. */
	readonly outside: GuardedFetch;
	/** Names the stored answer that decided this try; the last one counts. */
	readonly answeredBy: (pageId: string) => void;
}

export interface ActivityFacts {
	readonly workflowId: string;
	readonly runId: string;
	readonly activityId: string;
	readonly activityType: string;
	readonly attempt: number;
}

export type Activity<Input, Output> = (input: Input) => Promise<Output>;
/** Waits for the process's dependencies; create-activities.ts of the area binds it. */
export type UnboundActivity<Input, Output> = (deps: ActivityDeps) => Activity<Input, Output>;

/** @param name as workflows call it; create-activities.ts must use the same word as key */
export function defineActivity<Input extends JobInput, Output>(
	name: string,
	run: (ctx: ActivityContext, input: Input) => Promise<Output>,
): UnboundActivity<Input, Output> {
	return (deps) => async (input) => {
		const facts = activityFacts(name);
		const workerLog = scopedLog(deps.log, input).child({ activity: name, activityId: facts.activityId, attempt: facts.attempt });
		const lines = bufferLog(workerLog, deps.clock.now, { stream: "stream" in input ? input.stream : undefined });
		const { log } = lines;
		const source = { tenantId: input.tenantId, jobId: input.jobId ?? null, ...facts };
		const write = (some: readonly LogLine[]) => withTenant(deps.orm, { tenantId: input.tenantId }, (em) => addLogLines(em, source, some));
		let pageId: string | null = null;
		const answeredBy = (id: string): void => {
			pageId = id;
		};
		const ctx = contextOf(deps, { input, info: facts, lines, write, answeredBy });
		const start: AttemptStart = { tenantId: input.tenantId, jobId: input.jobId ?? null, workerBuild: deps.build, ...facts };
		const end = async (of: Omit<AttemptEnd, "pageId">): Promise<void> => {
			await lines.settled();
			const said = [...lines.waiting()];
			await ctx.withTenant(async (em) => {
				await endAttempt(em, start, { ...of, pageId });
				await addLogLines(em, source, said);
			});
			lines.written(said);
		};
		const began = performance.now();
		try {
			await ctx.withTenant((em) => beginAttempt(em, start));
			const output = await run(ctx, input);
			log.info({ tookMs: Math.round(performance.now() - began) }, "activity done");
			await end({ outcome: "ok", failure: null });
			return output;
		} catch (error) {
			const cancelled = error instanceof CancelledFailure || (ctx.signal.aborted && isAbort(error));
			const tookMs = Math.round(performance.now() - began);
			if (cancelled) log.info({ tookMs }, "activity cancelled");
			else log.warn({ err: error, tookMs }, "activity failed");
			// The row is a record; that it can't be written must not hide what happened.
			await end({ outcome: cancelled ? "cancelled" : "failed", failure: cancelled ? null : describeFailure(error) }).catch(
				(cause: unknown) => workerLog.error({ err: cause }, "the try's row could not be closed"),
			);
			throw cancelled ? new CancelledFailure("cancelled") : castFailure(error, facts.attempt);
		}
	};
}

/** An activity of the platform itself: no tenant, no rows, the same table of failures. */
export function definePlatformActivity<Deps extends { readonly log: Log }, Input, Output>(
	name: string,
	run: (deps: Deps, input: Input) => Promise<Output>,
): (deps: Deps) => Activity<Input, Output> {
	return (deps) => async (input) => {
		try {
			return await run(deps, input);
		} catch (error) {
			deps.log.error({ err: error, activity: name }, "platform activity failed");
			throw castFailure(error, Context.current().info.attempt);
		}
	};
}

function activityFacts(name: string): ActivityFacts {
	const { info } = Context.current();
	const { workflowExecution, activityId, attempt } = info;
	if (workflowExecution === undefined) throw new Error(`${name} was started without a workflow`);
	return { workflowId: workflowExecution.workflowId, runId: workflowExecution.runId, activityId, activityType: name, attempt };
}

interface ContextParts {
	readonly input: JobInput;
	readonly info: ActivityFacts;
	readonly lines: LogBuffer;
	readonly write: (lines: readonly LogLine[]) => Promise<void>;
	readonly answeredBy: (pageId: string) => void;
}

function contextOf(deps: ActivityDeps, { input, info, lines, write, answeredBy }: ContextParts): ActivityContext {
	const context = Context.current();
	const { tenantId, jobId = null, correlationId } = input;
	return {
		orm: deps.orm,
		audit: (em, { actor = systemActor("Tieout"), ...entry }) =>
			recordAudit(em, { ...entry, actor, origin: null, tenantId, jobId, correlationId }),
		emit: (em, event) => emitEvent(em, { ...event, tenantId }),
		withTenant: (work) => withTenant(deps.orm, { tenantId }, work),
		storage: deps.storage,
		secrets: deps.secrets,
		log: lines.log,
		heartbeat: (details) => {
			context.heartbeat(details);
			lines.flushIfDue(write);
		},
		lastHeartbeat: (context.info.heartbeatDetails ?? null) as Readonly<Record<string, string | number>> | null,
		signal: context.cancellationSignal,
		info,
		clock: deps.clock,
		outside: deps.outside,
		answeredBy,
	};
}

const isAbort = (error: unknown): boolean => error instanceof Error && (error.name === "AbortError" || error.name === "CancelledFailure");

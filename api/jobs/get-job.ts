import { z } from "zod";
import { explainJob } from "../../domain/jobs/explain-failure.ts";
import { failureRow } from "../../domain/jobs/failure-table.ts";
import { may } from "../../domain/tenancy/permissions.ts";
import { attemptsOfJob, type JobDetailRow, jobChildren, pagesOfJob } from "../../db/jobs/job-list.store.ts";
import { chainOf } from "../../db/jobs/replay-chain.store.ts";
import { controlTotalsOfJob } from "../../db/sync/control-total.store.ts";
import { type FoundByJob, foundByJob } from "../../db/sync/found-by-job.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { eventOfActivityIn } from "../../platform/history-events.ts";
import { approvalReader } from "../tenancy/approval-reader.ts";
import { moneyOrNull, moneyWire } from "../money.schema.ts";
import { procedure } from "../trpc.ts";
import { jobDecisions } from "./job-decisions.ts";
import { jobDetailSchema } from "./job.schema.ts";
import { isPausable } from "./pause-job.ts";
import { activityIdInJob, historyOf, readJob } from "./read-job.ts";

export const getJob = procedure("jobs.read")
	.input(z.object({ jobId: z.uuid() }))
	.output(jobDetailSchema)
	.query(async ({ ctx, input: { jobId } }) => {
		const { em, tenantId, deps, access, log } = ctx;
		const job = await readJob(em, tenantId, jobId);
		const decisions = await jobDecisions(em, { tenantId, jobId, reader: () => approvalReader(ctx) });
		const [attempts, pages, totals] = [
			await attemptsOfJob(em, tenantId, jobId),
			await pagesOfJob(em, tenantId, jobId),
			await controlTotalsOfJob(em, { tenantId, jobId }),
		];
		// The page is worth reading without its links into the history: Temporal may be down.
		const history = await historyOf(deps, tenantId, job).catch((error: unknown) => {
			log.warn({ err: error, jobId }, "the job's history could not be read");
			return null;
		});
		const runs = history?.runs.map((run) => run.runId) ?? [...new Set(attempts.map((attempt) => attempt.runId))];
		return {
			...job,
			explanation: explainJob({ ...job, decisions }),
			attempts: attempts.map(({ runId, activityId, ...attempt }) => ({
				...attempt,
				failureNext: attempt.failureCode === null ? null : failureRow(attempt.failureCode).next,
				activityId: activityIdInJob(runs, runId, activityId),
				eventId: history === null ? null : (eventOfActivityIn(history.runs, runId, activityId)?.eventId ?? null),
			})),
			pages: pages.map(({ runId, activityId, ...page }) => ({ ...page, activityId: activityIdInJob(runs, runId, activityId) })),
			totals: totals.map(({ oursMinor, theirsMinor, ...total }) => ({
				...total,
				ours: moneyWire(oursMinor ?? "0", total.currency),
				theirs: moneyOrNull(theirsMinor, total.currency),
			})),
			chain: await chainOf(em, { tenantId, jobId }),
			children: await jobChildren(em, tenantId, jobId),
			decisions,
			found: await foundOf(em, tenantId, job),
			pausable: job.status === "running" && isPausable(job.kind) && job.progress?.phase === "reading",
			temporalWebUrl: may(access, "jobs.operate") ? webUrl(deps.config, job.workflowId, job.runId) : null,
		};
	});

const keysShown = 5;
const nothingFound: FoundByJob = { fieldChanges: 0, deleted: 0, deletedKeys: [] };

async function foundOf(em: ScopedEm, tenantId: string, { id: jobId, input }: Pick<JobDetailRow, "id" | "input">): Promise<FoundByJob> {
	const { success, data: connectionId } = z.uuid().safeParse(input["connectionId"]);
	return success ? foundByJob(em, { tenantId, connectionId, jobId, keys: keysShown }) : nothingFound;
}

function webUrl(config: { temporalWebUrl: string; temporalNamespace: string }, workflowId: string, runId: string | null): string | null {
	if (runId === null) return null;
	return `${config.temporalWebUrl}/namespaces/${config.temporalNamespace}/workflows/${encodeURIComponent(workflowId)}/${runId}/history`;
}

// Archives one job's history on request, as a job of its own.
import { TieoutError } from "../../domain/core/errors.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import type { HistorySource } from "../../platform/history.ts";
import type { JobStarter } from "../../platform/start-job.ts";
import { defineActivity, type UnboundActivity } from "../core/define-activity.ts";
import { type Archived, archiveHistory } from "./archive-job.ts";

export interface ArchiveJobInput extends JobInput {
	/** The job whose history is to be kept. */
	readonly archivedJobId: string;
}

export const archiveJobNow = (keeper: JobStarter & HistorySource): UnboundActivity<ArchiveJobInput, Archived> =>
	defineActivity("archiveJobNow", async (_ctx, { tenantId, archivedJobId }) => {
		const outcome = await archiveHistory(keeper, tenantId, archivedJobId);
		if (outcome !== "not_yet") return outcome;
		throw new TieoutError("JOB_STILL_RUNNING", "This job is still running. Its history can be kept when it has ended.");
	});

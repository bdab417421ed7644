// The local activities of the interceptor: they bind a run to its row and close it. Keyed by (workflow id, first run id), so
// that a second call changes nothing.
import { closeJob, type CloseJob, type OpenJob, openJob, type RunKey } from "../../db/jobs/job.store.ts";
import { jobNameOf } from "../../db/jobs/job-name.store.ts";
import { addLogLines, type LogLine } from "../../db/jobs/job-log.store.ts";
import { type ScopedEm, withTenant } from "../../db/tenant-scope.ts";
import { derivedId } from "../../domain/core/ids.ts";
import type { JobKind } from "../../domain/jobs/job.ts";
import { castFailure } from "../core/failures.ts";
import type { ActivityDeps } from "../core/define-activity.ts";

export interface JobRowActivities {
	/** Binds the run to its row. */
	jobOpen(open: Omit<OpenJob, "title">): Promise<void>;
	jobClose(key: RunKey, close: CloseJob): Promise<void>;
}

// For rows that nobody asked for by hand: a schedule's or a parent's run.
const titles: Readonly<Record<JobKind, string>> = {
	sync: "Sync",
	import: "Import",
	test: "Test connection",
	reconcile: "Reconcile payouts",
	archive: "Archive history",
	replay: "Replay",
	bulk_replay: "Replay a set",
	reprocess: "Process stored pages",
	inspect: "Read a file",
	export: "Export",
	webhook: "Deliver webhooks",
	hook: "Read what a vendor told of",
	retention: "Apply retention policies",
	rotate_keys: "Rotate keys",
	audit_export: "Export the audit trail",
	export_tenant: "Export the whole company",
	erase_tenant: "Erase the company",
	onboard_tenant: "Set up the company",
	change: "Change that waits for approval",
};

export function createJobRowActivities({ orm, log }: Pick<ActivityDeps, "orm" | "log">): JobRowActivities {
	const inTenant = async (tenantId: string, work: Parameters<typeof withTenant<unknown>>[2]): Promise<void> => {
		try {
			await withTenant(orm, { tenantId }, work);
		} catch (error) {
			log.warn({ err: error, tenantId }, "a job's row could not be written yet");
			// Never given up: the first try's rule holds for all.
			throw castFailure(error, 1);
		}
	};
	return {
		jobOpen: (open) =>
			inTenant(open.tenantId, async (em) => {
				const name = open.parentJobId === null ? null : await jobNameOf(em, open);
				const jobId = await openJob(em, { ...open, title: titles[open.kind], ...name });
				await say(em, open, "began", { at: open.startedAt, level: "info", message: "the job's run began", facts: {} }, jobId);
			}),
		jobClose: (key, close) =>
			inTenant(key.tenantId, async (em) => {
				await closeJob(em, key, close);
				const { status, failure } = close;
				const facts = { outcome: status, ...(failure !== null && { code: failure.code, sentence: failure.message }) };
				const level = failure === null ? (status === "check" ? "warn" : "info") : "error";
				await say(em, key, "ended", { at: new Date().toISOString(), level, message: "the job ended", facts });
			}),
	};
}

/** A line of the job itself, once for each run. */
function say(
	em: ScopedEm,
	key: RunKey,
	what: "began" | "ended",
	line: Pick<LogLine, "at" | "level" | "message" | "facts">,
	jobId: string | null = null,
): Promise<void> {
	const id = derivedId("job-log", key.workflowId, key.runId, what);
	const source = { ...key, jobId, activityType: null, activityId: null, attempt: null };
	return addLogLines(em, source, [{ ...line, id, stream: null }]);
}

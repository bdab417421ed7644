// The local activities of the interceptor: they bind a run to its row and close it. Keyed by (workflow id, first run id), so
// that a second call changes nothing.
import { closeJob, type CloseJob, type OpenJob, openJob, type RunKey } from "../../db/jobs/job.store.ts";
import { jobNameOf } from "../../db/jobs/job-name.store.ts";
import { withTenant } from "../../db/tenant-scope.ts";
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
	rotate_keys: "Rotate keys",
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
				return openJob(em, { ...open, title: titles[open.kind], ...name });
			}),
		jobClose: (key, close) => inTenant(key.tenantId, (em) => closeJob(em, key, close)),
	};
}

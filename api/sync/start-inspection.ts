// Has a file looked at by a job: what it is, how it is read, what would be imported. Started by an upload, and again when a person
// changes how a large file is read.
import { setFileInspection } from "../../db/sync/file.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { type JobStarter, startJob, type StartedJob } from "../../platform/start-job.ts";
import { inspectFileId } from "../../workflows/core/workflow-ids.ts";

interface Asked {
	readonly em: ScopedEm;
	readonly deps: JobStarter;
	readonly tenantId: string;
	readonly userId: string;
	readonly correlationId: string;
	readonly afterCommit: (run: StartedJob["afterCommit"]) => void;
}

/** @param settings how a person wants it read; null to detect @returns the job's id */
export async function startInspection(
	asked: Asked,
	file: { readonly id: string; readonly name: string },
	settings: unknown,
): Promise<string> {
	const { em, tenantId } = asked;
	const job = await startJob(asked.deps, em, {
		tenantId,
		kind: "inspect",
		title: `Look at ${file.name}`,
		businessKey: file.name,
		workflowId: inspectFileId(tenantId, file.id),
		requestedBy: asked.userId,
		correlationId: asked.correlationId,
		input: { fileId: file.id },
	});
	await setFileInspection(em, { tenantId, fileId: file.id, jobId: job.jobId, settings });
	asked.afterCommit(job.afterCommit);
	return job.jobId;
}

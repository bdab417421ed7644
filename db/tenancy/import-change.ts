// An import that waited for a second person: approved, it becomes the job that it would have been at once. The starter starts it.
import { type Canonical, canonicalJson } from "../../domain/core/canonical-json.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { derivedId } from "../../domain/core/ids.ts";
import { formatMinor } from "../../domain/core/money.ts";
import { sha256 } from "../../domain/core/sha256.ts";
import { type FileTotals, fileWorths } from "../../domain/sync/files/file-worth.ts";
import { insertRequested } from "../jobs/job.store.ts";
import { acceptFile, type FileRow, lockedFileOf, setFileJob } from "../sync/file.store.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import type { Applier } from "./applier.ts";

async function waitingFile(em: ScopedEm, tenantId: string, fileId: string): Promise<FileRow> {
	const file = await lockedFileOf(em, { tenantId, fileId });
	if (file === null) throw new TieoutError("NOT_FOUND", "This file is gone, so there is nothing to import.");
	return file;
}

export const importChange: Applier<"files.import"> = {
	// Bytes, how they are read and what that came to: if any of it changes, it is another import.
	diff: async (em, { tenantId }, { fileId, accepts, reason }) => {
		const file = await waitingFile(em, tenantId, fileId);
		const worths = fileWorths(file.preview as FileTotals);
		return {
			before: { status: file.status },
			after: {
				status: "imported",
				file: file.name,
				connection: file.connectionName,
				format: file.title ?? "",
				records: file.recordCount,
				worth: (worths ?? []).map(({ minor, currency }) => `${formatMinor(minor, currency)} ${currency}`),
				...(accepts.length === 0 ? {} : { accepts: [...accepts], acceptedBecause: reason }),
				content: file.sha256,
				readAs: sha256(canonicalJson(file.mapping as Canonical)),
			},
		};
	},
	apply: async (em, { tenantId }, { fileId, requestedBy, accepts, reason, workflowId, correlationId }) => {
		const file = await waitingFile(em, tenantId, fileId);
		if (file.status !== "mapped") throw new TieoutError("CHANGE_STALE", "This file no longer waits to be imported. Open it to see why.");
		if (accepts.length > 0)
			await acceptFile(em, { tenantId, fileId, userId: requestedBy, of: accepts, reason, at: new Date().toISOString() });
		const id = derivedId("approved-import", fileId, correlationId);
		await insertRequested(em, {
			tenantId,
			id,
			kind: "import",
			title: "Import a statement",
			businessKey: file.name,
			workflowId,
			requestedBy,
			correlationId,
			input: { tenantId, connectionId: file.connectionId, jobId: id, correlationId },
		});
		await setFileJob(em, { tenantId, fileId, jobId: id });
	},
	resource: ({ fileId }) => ({ kind: "file", id: fileId }),
};

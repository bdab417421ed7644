import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { fileOf, setFileJob } from "../../db/sync/file.store.ts";
import { startJob } from "../../platform/start-job.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { procedure } from "../trpc.ts";
import { noFile } from "./preview-file.ts";

const refusals: Readonly<Record<"uploaded" | "imported" | "refused", TieoutError>> = {
	uploaded: new TieoutError("MAPPING_MISSING", "Confirm the columns of this file first."),
	imported: new TieoutError("FILE_IMPORTED", "This file is imported already."),
	refused: new TieoutError("FILE_REFUSED", "This file could not be read. Correct it and upload it again."),
};

/** Imports every confirmed file of the connection; one import runs at a time. */
export const importFile = procedure("files.import")
	.input(z.object({ id: z.uuid("A file's id is a UUID.") }))
	.output(z.object({ jobId: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId } = ctx;
		const file = await fileOf(em, { tenantId, fileId: input.id });
		if (file === null) throw noFile();
		if (file.status !== "mapped") throw refusals[file.status];
		const job = await startJob({ ...ctx.deps, log: ctx.log }, em, {
			tenantId,
			kind: "import",
			title: "Import a statement",
			businessKey: file.name,
			workflowId: syncId(tenantId, file.connectionId),
			requestedBy: ctx.userId,
			correlationId: ctx.correlationId,
			input: { connectionId: file.connectionId },
		});
		await setFileJob(em, { tenantId, fileId: file.id, jobId: job.jobId });
		ctx.afterCommit(job.afterCommit);
		return { jobId: job.jobId };
	});

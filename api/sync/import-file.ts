import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import type { FilePreview } from "../../domain/sync/files/preview.ts";
import { acceptFile, fileOf, type FileRow, setFileJob } from "../../db/sync/file.store.ts";
import { startJob } from "../../platform/start-job.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { requireSources } from "../source-bytes.ts";
import { procedure } from "../trpc.ts";
import { keptInspection } from "./inspect-uploaded.ts";
import { noFile, repeats } from "./preview-file.ts";

const refusals: Readonly<Record<Exclude<FileRow["status"], "mapped" | "inspected">, TieoutError>> = {
	uploaded: new TieoutError("MAPPING_MISSING", "Confirm the columns of this file first."),
	inspecting: new TieoutError("FILE_BUSY", "This file is still being looked at. Import it when that is done."),
	imported: new TieoutError("FILE_IMPORTED", "This file is imported already."),
	refused: new TieoutError("FILE_REFUSED", "This file could not be read. Correct it and upload it again."),
};

const differs = (preview: FilePreview | null): boolean => preview?.proofs.some(({ verdict }) => verdict === "differs") ?? false;

/** Imports every confirmed file of the connection; one import runs at a time. What the file itself speaks against needs a reason. */
export const importFile = procedure("files.import")
	.input(z.object({ id: z.uuid("A file's id is a UUID."), reason: z.string().trim().max(500).default("") }))
	.output(z.object({ jobId: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId } = ctx;
		requireSources(ctx.access.rules.masks);
		const file = await fileOf(em, { tenantId, fileId: input.id });
		if (file === null) throw noFile();
		if (file.status !== "mapped" && file.status !== "inspected") throw refusals[file.status];
		if (file.status === "inspected") throw refusals.uploaded;
		const { duplicate, liveSource } = await repeats(em, { tenantId, file, inspection: keptInspection(file) });
		if (liveSource !== null)
			throw new TieoutError(
				"SOURCE_CONNECTED",
				`${liveSource.name} reads these rows from their source already, so importing them would count them twice. Sync ${liveSource.name} instead.`,
			);
		const of = [
			...(differs(file.preview as FilePreview | null) ? (["difference"] as const) : []),
			...(duplicate === null ? [] : (["duplicate"] as const)),
		];
		if (of.length > 0 && input.reason === "")
			throw new TieoutError(
				"REASON_MISSING",
				of.includes("difference")
					? "The file’s balances don’t tie. Say why it is imported anyway."
					: `${duplicate?.name ?? "Another file"} has the same records. Say why this one is imported too.`,
			);
		if (of.length > 0)
			await acceptFile(em, { tenantId, fileId: file.id, userId: ctx.userId, of, reason: input.reason, at: ctx.deps.now().toISOString() });
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
		await ctx.audit({
			action: "files.import",
			resource: { kind: "file", id: file.id },
			jobId: job.jobId,
			summary: of.length === 0 ? "A file is imported" : "A file is imported although something speaks against it",
			after: { connectionId: file.connectionId, name: file.name, acceptedIn: of },
			reason: input.reason === "" ? undefined : input.reason,
		});
		ctx.afterCommit(job.afterCommit);
		return { jobId: job.jobId };
	});

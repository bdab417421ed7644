import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { formatMinor } from "../../domain/core/money.ts";
import { type FileTotals, fileWorths } from "../../domain/sync/files/file-worth.ts";
import { balancesDiffer, type FilePreview } from "../../domain/sync/files/preview.ts";
import { approvalNeeded, type Worth } from "../../domain/tenancy/policies/approvals.ts";
import { waitingImport } from "../../db/tenancy/waiting-import.store.ts";
import { acceptFile, type FileRow, lockedFileOf, setFileJob } from "../../db/sync/file.store.ts";
import { startJob } from "../../platform/start-job.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { requireSources } from "../source-bytes.ts";
import { waitsSchema } from "../tenancy/approval.schema.ts";
import { type ChangeWords, proposeChange } from "../tenancy/propose-change.ts";
import { procedure } from "../trpc.ts";
import { keptInspection } from "./inspect-uploaded.ts";
import { noFile, repeats } from "./preview-file.ts";

const refusals: Readonly<Record<Exclude<FileRow["status"], "mapped" | "inspected">, TieoutError>> = {
	uploaded: new TieoutError("MAPPING_MISSING", "Confirm the columns of this file first."),
	inspecting: new TieoutError("FILE_BUSY", "This file is still being looked at. Import it when that is done."),
	imported: new TieoutError("FILE_IMPORTED", "This file is imported already."),
	refused: new TieoutError("FILE_REFUSED", "This file could not be read. Correct it and upload it again."),
};

const waitsAlready = () =>
	new TieoutError("CONFLICT", "The import of this file waits for an approval already. Approvals, “Prepared by me”, has it.");

const count = (value: number): string => value.toLocaleString("en-US");

function importWords(file: FileRow, worths: readonly Worth[] | null, reason: string): ChangeWords {
	const worth = worths === null ? "" : worths.map(({ minor, currency }) => `${formatMinor(minor, currency)} ${currency}`).join(" and ");
	const records = file.recordCount === null ? "The records" : file.recordCount === 1 ? "One record" : `${count(file.recordCount)} records`;
	return {
		title: `Import ${file.name}`,
		sentence: `${records} of ${file.name} are imported into ${file.connectionName}${worth === "" ? "" : `, money in and out ${worth}`}.`,
		trail: "A file is imported.",
		reason,
		worths,
	};
}

/** Imports the file, and confirmed ones of its connection that nothing holds back; one import runs at a time. What a file itself speaks against needs a reason. */
export const importFile = procedure("files.import")
	.input(z.object({ id: z.uuid("A file's id is a UUID."), reason: z.string().trim().max(500).default("") }))
	/** `waits`: what a second person has to look at first; the job is the one that waits. */
	.output(z.object({ jobId: z.string(), waits: waitsSchema }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId } = ctx;
		requireSources(ctx.access.rules.masks);
		const file = await lockedFileOf(em, { tenantId, fileId: input.id });
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
			...(balancesDiffer(file.preview as FilePreview | null) ? (["difference"] as const) : []),
			...(duplicate === null ? [] : (["duplicate"] as const)),
		];
		if (of.length > 0 && input.reason === "")
			throw new TieoutError(
				"REASON_MISSING",
				of.includes("difference")
					? "The file’s balances don’t tie. Say why it is imported anyway."
					: `${duplicate?.name ?? "Another file"} has the same records. Say why this one is imported too.`,
			);
		const worths = fileWorths(file.preview as FileTotals);
		const decides = approvalNeeded(ctx.access.rules.approvals, "files.import", worths);
		if (decides !== null) {
			if ((await waitingImport(em, { tenantId, fileId: file.id })) !== null) throw waitsAlready();
			const args = {
				fileId: file.id,
				connectionId: file.connectionId,
				requestedBy: ctx.userId,
				accepts: of,
				reason: input.reason,
				workflowId: syncId(tenantId, file.connectionId),
				correlationId: ctx.correlationId,
			};
			const waits = await proposeChange(ctx, { kind: "files.import", args }, importWords(file, worths, input.reason), decides);
			return { jobId: waits.jobId, waits };
		}
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
		return { jobId: job.jobId, waits: null };
	});

import { randomUUID } from "node:crypto";
import { z } from "zod";
import { insertExport } from "../../db/sync/export.store.ts";
import { tenantById } from "../../db/tenancy/tenant.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { fileNameOf } from "../../platform/export-file.ts";
import { startJob } from "../../platform/start-job.ts";
import { tenantExportId } from "../../workflows/core/workflow-ids.ts";
import { procedure } from "../trpc.ts";

/** Starts a job that writes everything the company has into one archive: who asked for it can fetch it for seven days. */
export const exportCompany = procedure("tenant.export")
	.output(z.object({ jobId: z.string() }))
	.mutation(async ({ ctx }) => {
		const { em, tenantId, userId, correlationId } = ctx;
		if (ctx.access.rules.masks.size > 0)
			throw new TieoutError(
				"FORBIDDEN",
				"A policy covers columns for your role, and this archive has every column. Ask an owner whom it doesn't cover.",
			);
		const company = await tenantById(em, tenantId);
		const name = fileNameOf(company?.name ?? "Company", ctx.deps.now().toISOString(), "zip");
		const job = await startJob({ ...ctx.deps, log: ctx.log }, em, {
			tenantId,
			kind: "export_tenant",
			title: "Export the whole company",
			businessKey: name,
			workflowId: tenantExportId(tenantId, randomUUID()),
			requestedBy: userId,
			correlationId,
			input: {},
		});
		const state = { request: { list: "tenant" }, columns: [], title: "Company", words: [], askedBy: "", company: "" } as const;
		await insertExport(em, { tenantId, id: job.jobId, requestedBy: userId, name, format: "zip", state });
		await ctx.audit({
			action: "tenant.export",
			resource: { kind: "tenant", id: tenantId },
			jobId: job.jobId,
			summary: "Everything that the company has was exported",
		});
		ctx.afterCommit(job.afterCommit);
		return { jobId: job.jobId };
	});

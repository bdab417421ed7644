import { randomUUID } from "node:crypto";
import { z } from "zod";
import { insertExport } from "../../db/sync/export.store.ts";
import { requireFeature } from "../../db/tenancy/plan.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { judgeExport } from "../../domain/tenancy/policies/exports.ts";
import { startJob } from "../../platform/start-job.ts";
import { auditExportId } from "../../workflows/core/workflow-ids.ts";
import { procedure } from "../trpc.ts";

/** Starts a job that writes the whole trail into a file which can be verified offline, and verifies it. */
export const exportAuditTrail = procedure("audit.read")
	.output(z.object({ jobId: z.string() }))
	.mutation(async ({ ctx }) => {
		const { em, tenantId, userId, correlationId } = ctx;
		await requireFeature(em, tenantId, "audit_export");
		const verdict = judgeExport(ctx.access.rules.exports, { format: "ndjson", rows: null });
		if (verdict.kind === "refused") throw new TieoutError(verdict.code, verdict.message);
		const name = `Audit trail ${ctx.deps.now().toISOString().slice(0, 10)}.ndjson`;
		const job = await startJob({ ...ctx.deps, log: ctx.log }, em, {
			tenantId,
			kind: "audit_export",
			title: "Export the audit trail",
			businessKey: name,
			workflowId: auditExportId(tenantId, randomUUID()),
			requestedBy: userId,
			correlationId,
			input: {},
		});
		const state = {
			request: { list: "audit", filter: {} },
			columns: [],
			title: "Audit trail",
			words: [],
			askedBy: "",
			company: "",
		} as const;
		await insertExport(em, { tenantId, id: job.jobId, requestedBy: userId, name, format: "ndjson", state });
		await ctx.audit({
			action: "audit.export",
			resource: { kind: "job", id: job.jobId },
			jobId: job.jobId,
			summary: "The whole audit trail was exported",
		});
		ctx.afterCommit(job.afterCommit);
		return { jobId: job.jobId };
	});

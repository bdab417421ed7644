import { randomUUID } from "node:crypto";
import { WorkflowNotFoundError } from "@temporalio/client";
import { z } from "zod";
import { jobById, stopRequested } from "../../db/jobs/job.store.ts";
import { openErasure, othersWhoMayAgree, proposedErasure } from "../../db/tenancy/erasure-job.store.ts";
import { tenantById } from "../../db/tenancy/tenant.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { may } from "../../domain/tenancy/permissions.ts";
import { graceDays, reportPagePath, reportPath } from "../../domain/tenancy/lifecycle/erasure.ts";
import { startRequested } from "../../platform/start-job.ts";
import { procedure } from "../trpc.ts";
import { makeChange, proposeChange } from "./propose-change.ts";

const statusSchema = z.object({
	company: z.string(),
	graceDays: z.number(),
	/** Others who could agree; with none of them the owner decides alone. */
	others: z.number(),
	state: z.discriminatedUnion("kind", [
		z.object({ kind: z.literal("none") }),
		z.object({ kind: z.literal("proposed"), decisionId: z.string(), askedBy: z.string().nullable() }),
		z.object({
			kind: z.literal("waiting"),
			jobId: z.string(),
			until: z.string(),
			askedBy: z.string().nullable(),
			/** Where the signed report will be; only for who may ask. */
			reportPath: z.string().nullable(),
			/** The page that shows it, or says that it isn't there yet; for the same people. */
			reportPage: z.string().nullable(),
		}),
	]),
});

/** Whether the company is going to be erased, and when. */
export const erasureStatus = procedure("tenancy.read")
	.output(statusSchema)
	.query(async ({ ctx: { em, tenantId, userId, access } }) => {
		const company = await tenantById(em, tenantId);
		if (company === null) throw new TieoutError("NOT_FOUND", "This company is gone.");
		const others = await othersWhoMayAgree(em, { tenantId, userId });
		const common = { company: company.name, graceDays, others };
		const waiting = await openErasure(em, tenantId);
		if (waiting !== null) {
			const { jobId, until, askedBy, reportId } = waiting;
			const mayRead = may(access, "tenant.erase");
			const paths = { reportPath: mayRead ? reportPath(reportId) : null, reportPage: mayRead ? reportPagePath(reportId) : null };
			return { ...common, state: { kind: "waiting", jobId, until, askedBy, ...paths } };
		}
		const proposed = await proposedErasure(em, tenantId);
		if (proposed === null) return { ...common, state: { kind: "none" } };
		return { ...common, state: { kind: "proposed", decisionId: proposed.decisionId, askedBy: proposed.askedBy } };
	});

/** Asks for the erasure of the whole company: a second owner or admin agrees where there is one, then some days pass. */
export const askErasure = procedure("tenant.erase")
	.input(
		z.object({
			company: z.string(),
			reason: z.string().trim().min(3, "Say why in a few words.").max(500, "A reason has at most 500 characters."),
		}),
	)
	.output(z.object({ outcome: z.enum(["proposed", "waiting"]), reportPath: z.string() }))
	.mutation(async ({ ctx, input: { company, reason } }) => {
		const { em, tenantId, userId } = ctx;
		const found = await tenantById(em, tenantId);
		if (found?.name !== company) throw new TieoutError("INPUT", "This is not the company's name. Type it exactly as it stands here.");
		if ((await openErasure(em, tenantId)) !== null || (await proposedErasure(em, tenantId)) !== null)
			throw new TieoutError("CONFLICT", "The erasure was asked for already. Reload the page.");
		const reportId = randomUUID();
		const change = { kind: "tenant.erase", args: { reportId, company, askedBy: userId } } as const;
		const words = {
			title: `Erase ${company}`,
			sentence: `Everything of ${company} is erased ${graceDays} days after the approval, except what the law keeps.`,
			reason,
		};
		if ((await othersWhoMayAgree(em, { tenantId, userId })) > 0) {
			await proposeChange(ctx, change, words);
			return { outcome: "proposed", reportPath: reportPath(reportId) };
		}
		await makeChange(ctx, change, words);
		const job = await openErasure(em, tenantId);
		if (job !== null) ctx.afterCommit(() => startRequested({ ...ctx.deps, log: ctx.log }, tenantId, job.jobId));
		return { outcome: "waiting", reportPath: reportPath(reportId) };
	});

/** Keeps the company: takes back what was asked for, until the last of the days. */
export const cancelErasure = procedure("tenant.erase")
	.output(z.object({ outcome: z.enum(["kept"]) }))
	.mutation(async ({ ctx: { em, tenantId, deps, audit } }) => {
		const open = (await openErasure(em, tenantId)) ?? (await proposedErasure(em, tenantId));
		const job = open === null ? null : await jobById(em, tenantId, open.jobId);
		if (job === null) throw new TieoutError("CONFLICT", "Nobody has asked to erase the company, or it has begun.");
		await audit({
			action: "tenant.erase_cancelled",
			resource: { kind: "tenant", id: tenantId },
			jobId: job.id,
			summary: "The erasure was taken back: the company stays.",
		});
		if (await stopRequested(em, tenantId, job.id)) return { outcome: "kept" };
		const run = job.firstRunId === null ? {} : { firstExecutionRunId: job.firstRunId };
		const handle = deps.temporal.client.workflow.getHandle(
			job.workflowId,
			job.firstRunId === null ? (job.runId ?? undefined) : undefined,
			run,
		);
		try {
			await handle.cancel();
		} catch (error) {
			if (!(error instanceof WorkflowNotFoundError)) throw error;
		}
		return { outcome: "kept" };
	});

// The end of the days in which a company could still change its mind: from here on it is closed, and the platform's own run erases it.
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { markClosing } from "../../db/tenancy/erase.store.ts";
import { openErasure } from "../../db/tenancy/erasure-report.store.ts";
import { keysOf } from "../../db/tenancy/tenant-key.store.ts";
import { tenantById } from "../../db/tenancy/tenant.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import type { TemporalClient } from "../../platform/temporal-client.ts";
import { workflowTaskTimeout } from "../../temporal.config.ts";
import { erasureId } from "../../domain/tenancy/lifecycle/erasure.ts";
import { defineActivity, type UnboundActivity } from "../core/define-activity.ts";

export interface BeginErasure extends JobInput {
	readonly jobId: string;
	/** Where its report will be. */
	readonly reportId: string;
	readonly askedBy: string | null;
	readonly askedAt: string;
}

export interface EraseCompany {
	readonly tenantId: string;
	readonly reportId: string;
	readonly correlationId: string;
}

export const beginErasure = ({ client, routes }: TemporalClient): UnboundActivity<BeginErasure, void> =>
	defineActivity("beginErasure", async (ctx, { tenantId, reportId, askedBy, askedAt, correlationId }) => {
		const [company, keys] = await ctx.withTenant(async (em) => [await tenantById(em, tenantId), await keysOf(em, tenantId)] as const);
		if (company === null) throw new TieoutError("NOT_FOUND", "This company is gone.");
		const facts = { company: company.name, askedBy, askedAt, derivedKey: keys.some(({ no }) => no === 1) };
		await openErasure(ctx.orm, { id: reportId, companyId: tenantId, facts });
		await ctx.withTenant(async (em) => {
			if (!(await markClosing(em, tenantId))) return;
			await ctx.audit(em, {
				action: "tenant.closing",
				resource: { kind: "tenant", id: tenantId },
				summary: "The company is closed and is being erased.",
				before: { status: company.status },
				after: { status: "closing" },
			});
		});
		try {
			await client.workflow.start("eraseCompany", {
				workflowId: erasureId(tenantId),
				taskQueue: routes.erase_tenant.taskQueue,
				args: [{ tenantId, reportId, correlationId } satisfies EraseCompany],
				workflowTaskTimeout,
				workflowIdConflictPolicy: "FAIL",
				workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY",
			});
		} catch (error) {
			if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
		}
	});

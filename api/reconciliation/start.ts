import { z } from "zod";
import { runIdOf } from "../../db/reconciliation/freeze-inputs.store.ts";
import { entitiesOf } from "../../db/tenancy/entity.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { startJob } from "../../platform/start-job.ts";
import { reconcileId } from "../../workflows/core/workflow-ids.ts";
import { procedure } from "../trpc.ts";
import { monthSchema } from "./schemas.ts";

/** Asks for a reconciliation of an entity's month. One that is running already is joined: follow the job. */
export const startReconciliation = procedure("reconciliations.start")
	.input(z.object({ entityId: z.uuid(), month: monthSchema }))
	.output(z.object({ jobId: z.string(), runId: z.string() }))
	.mutation(async ({ ctx, input: { entityId, month } }) => {
		const { em, tenantId } = ctx;
		const entity = (await entitiesOf(em, tenantId)).find(({ id }) => id === entityId);
		if (entity === undefined) throw new TieoutError("NOT_FOUND", "This company isn't there. Choose one from the list.");
		const started = await startJob(ctx.deps, em, {
			tenantId,
			kind: "reconcile",
			title: `Reconcile payouts, ${month}`,
			businessKey: `${entity.name} · ${month}`,
			workflowId: reconcileId(tenantId, entityId, month),
			requestedBy: ctx.userId,
			correlationId: ctx.correlationId,
			input: { entityId, month },
		});
		await ctx.audit({
			action: "reconciliations.start",
			resource: { kind: "entity", id: entityId },
			jobId: started.jobId,
			summary: `A reconciliation of ${month} was asked for`,
			after: { month },
		});
		ctx.afterCommit(started.afterCommit);
		return { jobId: started.jobId, runId: runIdOf(started.jobId) };
	});

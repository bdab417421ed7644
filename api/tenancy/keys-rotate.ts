import { z } from "zod";
import { startJob } from "../../platform/start-job.ts";
import { rotateKeysId } from "../../platform/rotation-run.ts";
import { procedure } from "../trpc.ts";

/** Makes a new data key for the company and seals with it from then on. Jobs go on meanwhile, and nothing sealed before is lost. */
export const rotateKeys = procedure("keys.rotate")
	/** Where a rotation was running already, this job closes as joined and names that one. */
	.output(z.object({ jobId: z.string() }))
	.mutation(async ({ ctx }) => {
		const { em, tenantId } = ctx;
		const job = await startJob({ ...ctx.deps, log: ctx.log }, em, {
			tenantId,
			kind: "rotate_keys",
			title: "Rotate keys",
			businessKey: "data key",
			workflowId: rotateKeysId(tenantId),
			requestedBy: ctx.userId,
			correlationId: ctx.correlationId,
			input: {},
		});
		await ctx.audit({
			action: "keys.rotate",
			resource: { kind: "tenant", id: tenantId },
			jobId: job.jobId,
			summary: "A new data key is made and taken into use",
		});
		ctx.afterCommit(job.afterCommit);
		return { jobId: job.jobId };
	});

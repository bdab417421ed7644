import { z } from "zod";
import { startJob } from "../../platform/start-job.ts";
import { connectionOf } from "../../db/sync/connection.store.ts";
import { connectionTestId } from "../../workflows/core/workflow-ids.ts";
import { procedure } from "../trpc.ts";
import { noConnection } from "./get-connection.ts";

/** Asks the vendor one question with the saved credentials. */
export const testConnection = procedure("connections.sync")
	.input(z.object({ id: z.uuid("A connection's id is a UUID.") }))
	/** The job that asks; its result says the account, its failure what to do. */
	.output(z.object({ jobId: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId } = ctx;
		const connection = await connectionOf(em, { tenantId, connectionId: input.id });
		if (connection === null) throw noConnection();
		const job = await startJob({ ...ctx.deps, log: ctx.log }, em, {
			tenantId,
			kind: "test",
			title: `Test ${connection.name}`,
			businessKey: connection.id,
			workflowId: connectionTestId(tenantId, connection.id),
			requestedBy: ctx.userId,
			correlationId: ctx.correlationId,
			input: { connectionId: connection.id },
		});
		await ctx.audit({
			action: "connections.test",
			resource: { kind: "connection", id: connection.id },
			jobId: job.jobId,
			summary: "A connection was tested",
		});
		ctx.afterCommit(job.afterCommit);
		return { jobId: job.jobId };
	});

import { z } from "zod";
import { startJob } from "../../platform/start-job.ts";
import { connectionOf } from "../../db/sync/connection.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { isVendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { procedure } from "../trpc.ts";
import { noConnection } from "./get-connection.ts";

export const syncConnection = procedure("connections.sync")
	.input(z.object({ id: z.uuid("A connection's id is a UUID.") }))
	/** The job that was asked for; where one was running already, it closes as joined and names that one. */
	.output(z.object({ jobId: z.string() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId } = ctx;
		const connection = await connectionOf(em, { tenantId, connectionId: input.id });
		if (connection === null) throw noConnection();
		if (connection.vendor === "files")
			throw new TieoutError("NOTHING_TO_SYNC", "Statements are not fetched: upload a file, then import it.");
		const title = isVendorId(connection.vendor) ? vendors[connection.vendor].title : connection.vendor;
		const job = await startJob({ ...ctx.deps, log: ctx.log }, em, {
			tenantId,
			kind: "sync",
			title: `Sync ${title}`,
			businessKey: connection.name,
			workflowId: syncId(tenantId, connection.id),
			requestedBy: ctx.userId,
			correlationId: ctx.correlationId,
			input: { connectionId: connection.id },
		});
		await ctx.audit({
			action: "connections.sync",
			resource: { kind: "connection", id: connection.id },
			jobId: job.jobId,
			summary: `A sync of ${title} was asked for`,
		});
		ctx.afterCommit(job.afterCommit);
		return { jobId: job.jobId };
	});

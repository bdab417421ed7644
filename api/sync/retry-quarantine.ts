import { z } from "zod";
import { startJob } from "../../platform/start-job.ts";
import { openJobOf } from "../../db/jobs/open-job.store.ts";
import { connectionOf } from "../../db/sync/connection.store.ts";
import { quarantinedKeys, quarantinePage } from "../../db/sync/quarantine.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { reprocessId } from "../../workflows/core/workflow-ids.ts";
import { procedure } from "../trpc.ts";
import { noConnection } from "./get-connection.ts";
import { quarantineFilter } from "./quarantine.schema.ts";

const most = 5_000;

/** Reads records in quarantine again from what is stored, by the present transform: one job for all of them, no question to the source. */
export const retryQuarantine = procedure("quarantine.retry")
	.input(
		z.union([
			z.object({ ids: z.array(z.uuid()).min(1).max(1_000) }),
			z.object({ filter: quarantineFilter.extend({ connectionId: z.uuid("Choose a connection.") }) }),
		]),
	)
	/** The job that reads them, and how many. */
	.output(z.object({ jobId: z.string(), records: z.number() }))
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId } = ctx;
		const which = "ids" in input ? { ids: input.ids } : input.filter;
		const { rows } = await quarantinePage(em, { tenantId, ...which, status: "open", limit: most });
		const [first] = rows;
		if (first === undefined) throw new TieoutError("NOT_FOUND", "None of these records is open in quarantine. Look at the list again.");
		if (rows.some(({ connectionId }) => connectionId !== first.connectionId))
			throw new TieoutError("INPUT", "These records belong to several connections. Retry those of one connection at a time.");
		const connection = await connectionOf(em, { tenantId, connectionId: first.connectionId });
		if (connection === null) throw noConnection();
		// Joined, it would read other records than these.
		const open = await openJobOf(em, tenantId, reprocessId(tenantId, connection.id));
		if (open !== null)
			throw new TieoutError("CONNECTION_BUSY", "Stored pages of this connection are being processed now. Retry when that job has ended.", {
				jobId: open,
			});
		const recordKeys = await quarantinedKeys(em, { tenantId, ids: rows.map(({ id }) => id) });
		const job = await startJob({ ...ctx.deps, log: ctx.log }, em, {
			tenantId,
			kind: "reprocess",
			title: `Retry quarantine of ${connection.name}`,
			businessKey: connection.name,
			workflowId: reprocessId(tenantId, connection.id),
			requestedBy: ctx.userId,
			correlationId: ctx.correlationId,
			input: {
				connectionId: connection.id,
				selection: { recordKeys },
			},
		});
		await ctx.audit({
			action: "quarantine.retry",
			resource: { kind: "connection", id: connection.id },
			jobId: job.jobId,
			summary: `${rows.length} quarantined records are read again`,
			after: { records: rows.length },
		});
		ctx.afterCommit(job.afterCommit);
		return { jobId: job.jobId, records: rows.length };
	});

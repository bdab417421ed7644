import { z } from "zod";
import { connectionsOf, latestTotalsOf, streamsOf } from "../../db/sync/connection-list.store.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { procedure } from "../trpc.ts";
import { connectionSchema, connectionView } from "./connection.schema.ts";

const totalsShown = 6;

export const listConnections = procedure("connections.read")
	.output(z.object({ rows: z.array(connectionSchema) }))
	.query(async ({ ctx }) => {
		const { em, tenantId } = ctx;
		const rows = await connectionsOf(em, { tenantId, workflowIdPrefix: syncId(tenantId, "") });
		const streams = await streamsOf(em, { tenantId, connectionId: null });
		const totals = await latestTotalsOf(em, { tenantId, connectionId: null, limit: totalsShown });
		return { rows: rows.map((row) => connectionView(row, { streams, totals })) };
	});

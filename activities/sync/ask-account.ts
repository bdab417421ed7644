// Asks a vendor one cheap question with the saved credentials: whether the connection works, and what it is connected to.
import { markConnection } from "../../db/sync/connection.store.ts";
import type { SyncInput } from "../../domain/sync/sync-state.ts";
import { defineActivity } from "../core/define-activity.ts";
import { openConnection, readContext } from "./read-context.ts";

export const askAccount = defineActivity("askAccount", async (ctx, input: SyncInput): Promise<{ readonly account: string }> => {
	const { tenantId, connectionId } = input;
	const open = await openConnection(ctx, input);
	const context = readContext(ctx, open, { tenantId, connectionId, jobId: "", startedAt: ctx.clock.now().toISOString(), stream: null });
	const mark = (status: "connected" | "failing") =>
		ctx.withTenant((em) => markConnection(em, { tenantId, connectionId, status, syncedByJob: null }));
	try {
		const answer = await open.connector.test(context);
		await mark("connected");
		return answer;
	} catch (error) {
		await mark("failing");
		throw error;
	}
});

// After a sync that could not go on: the connection shows that it needs somebody, and the stream that failed says so.
import { markConnection } from "../../db/sync/connection.store.ts";
import { recordProgress } from "../../db/sync/progress.store.ts";
import type { StreamState } from "../../domain/sync/progress.ts";
import type { SyncInput } from "../../domain/sync/sync-state.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";

export interface MarkFailingInput extends SyncInput {
	readonly jobId: string;
	readonly states: Readonly<Record<string, StreamState>>;
}

export const markFailing = defineActivity("markFailing", async (ctx: ActivityContext, input: MarkFailingInput): Promise<void> => {
	const { tenantId, connectionId, jobId, states } = input;
	await ctx.withTenant(async (em) => {
		await markConnection(em, { tenantId, connectionId, status: "failing", syncedByJob: null });
		await recordProgress(em, { tenantId, jobId, states });
	});
});

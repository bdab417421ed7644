// Asks the source for its own figures before the first page, and keeps the answer.
import type { BeforeTotal, SyncInput } from "../../domain/sync/sync-state.ts";
import { defineActivity } from "../core/define-activity.ts";
import { heartbeating, keepingRefusals, keepResponse } from "./keep-answer.ts";
import { openConnection, readContext } from "./read-context.ts";

export interface ReadTotalsInput extends SyncInput {
	readonly jobId: string;
	readonly startedAt: string;
}

export const readTotals = defineActivity("readTotals", async (ctx, input: ReadTotalsInput): Promise<readonly BeforeTotal[]> => {
	const open = await openConnection(ctx, input);
	const stop = heartbeating(ctx, () => ({ moment: "before" }));
	try {
		const context = readContext(ctx, open, { ...input, stream: null });
		const of = { ...input, stream: "totals" };
		const totals = await keepingRefusals(ctx, of, () => open.connector.totals("before", context));
		const before: BeforeTotal[] = [];
		for (const { stream, name, currency, minor, count, response } of totals) {
			const pageId = response === null ? null : await keepResponse(ctx, { ...of, stream }, "total", response);
			before.push({ stream, name, currency, minor: minor?.toString() ?? null, count, pageId });
		}
		return before;
	} finally {
		stop();
	}
});

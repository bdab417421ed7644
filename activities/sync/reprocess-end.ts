// Ends the processing of stored pages: what it changed, counted from what is stored.
import { countReprocessed } from "../../db/sync/reprocess-page.store.ts";
import { counted } from "../../domain/jobs/replay/words.ts";
import type { ReprocessInput, ReprocessResult } from "../../domain/jobs/replay/replay.ts";
import { notify } from "../../db/notify.ts";
import { defineActivity } from "../core/define-activity.ts";

export interface EndReprocess extends ReprocessInput {
	readonly jobId: string;
	readonly pages: number;
	/** Records that were read again. */
	readonly records: number;
	/** Of these, not readable now. */
	readonly refused: number;
}

export const endReprocess = defineActivity("endReprocess", async (ctx, input: EndReprocess): Promise<ReprocessResult> => {
	const { tenantId, jobId, connectionId, pages, records, refused } = input;
	const { changed, recovered } = await ctx.withTenant(async (em) => {
		await notify(em, { topic: "connections", key: connectionId });
		return countReprocessed(em, { tenantId, jobId });
	});
	const unchanged = Math.max(0, records - changed - recovered - refused);
	const parts = [
		...(changed > 0 ? [`${counted(changed, "record", "records")} read otherwise now`] : []),
		...(recovered > 0 ? [`${counted(recovered, "record", "records")} readable now`] : []),
		...(refused > 0 ? [`${counted(refused, "record", "records")} still not readable`] : []),
		`${counted(unchanged, "record is", "records are")} the same`,
	];
	return {
		outcome: refused > 0 ? "check" : "done",
		summary: `${counted(pages, "stored page", "stored pages")}: ${parts.join(", ")}`,
		connectionId,
		rowsRead: records,
		rowsWritten: changed + recovered,
		changed,
		recovered,
		quarantined: refused,
		unchanged,
	};
});

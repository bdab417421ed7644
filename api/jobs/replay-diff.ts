import { z } from "zod";
import { exceptionChangesOf, matchChangesOf } from "../../db/jobs/replay-runs-diff.store.ts";
import { rowChanges } from "../../db/jobs/replay-rows-diff.store.ts";
import { replayOf } from "../../db/jobs/replay.store.ts";
import { procedure } from "../trpc.ts";
import { exceptionRow, matchRow, recordRows } from "./replay-diff-rows.ts";
import { noReplay } from "./replay-get.ts";
import { diffGroups, diffRowSchema } from "./replay.schema.ts";

/** What a replay has changed, one group a page: what was lost or opened first. A record with three changed fields is three rows. */
export const diffReplay = procedure("jobs.read")
	.input(
		z.object({
			jobId: z.uuid(),
			group: z.enum(diffGroups),
			cursor: z.string().max(2000).nullish(),
			limit: z.int().min(1).max(200).default(100),
		}),
	)
	.output(z.object({ rows: z.array(diffRowSchema), next: z.string().nullable(), total: z.number() }))
	.query(async ({ ctx: { em, tenantId }, input: { jobId, group, cursor, limit } }) => {
		const replay = await replayOf(em, { tenantId, jobId });
		if (replay === null || replay.ofJobId === null) throw noReplay();
		const { outcome } = replay;
		if (outcome === null) return { rows: [], next: null, total: 0 };
		const page = { tenantId, after: cursor ?? null, limit };
		if (group === "records") {
			const { rows, next } = await rowChanges(em, { ...page, jobIds: outcome.jobIds });
			return { rows: rows.flatMap(recordRows), next, total: outcome.rows.added + outcome.rows.changed + outcome.rows.gone };
		}
		if (group === "matches") {
			const { rows, next } = await matchChangesOf(em, { ...page, runs: outcome.runs });
			const { gained, lost, changed } = outcome.matches;
			return { rows: rows.map(matchRow), next, total: gained + lost + changed };
		}
		const { rows, next } = await exceptionChangesOf(em, { ...page, runs: outcome.runs });
		const { closed, opened, changed } = outcome.exceptions;
		return { rows: rows.map(exceptionRow), next, total: closed + opened + changed };
	});

import { z } from "zod";
import { bulkState } from "../../db/jobs/replay-bulk.store.ts";
import { isOpen, jobStatuses } from "../../domain/jobs/job.ts";
import { replayModes } from "../../domain/jobs/replay/replay.ts";
import { childJobId } from "../../domain/jobs/replay/steps.ts";
import { procedure } from "../trpc.ts";
import { noReplay } from "./replay-get.ts";

/** How far a set has come: one row a run, in the order of the plan. */
export const getBulkReplay = procedure("jobs.read")
	.input(z.object({ jobId: z.uuid() }))
	.output(
		z.object({
			total: z.number(),
			done: z.number(),
			failed: z.number(),
			running: z.number(),
			stopped: z.number(),
			/** Left to a replay that somebody has started singly meanwhile. */
			elsewhere: z.number(),
			rows: z.array(
				z.object({
					/** The job that is repeated. */
					jobId: z.string(),
					replayJobId: z.string().nullable(),
					title: z.string(),
					mode: z.enum(replayModes),
					/** Further jobs that it settles. */
					settles: z.number(),
					/** The replay is not of this set: somebody has started it singly meanwhile. */
					elsewhere: z.boolean(),
					/** null: not started yet. */
					status: z.enum(jobStatuses).nullable(),
					summary: z.string().nullable(),
				}),
			),
			left: z.array(z.object({ jobId: z.string(), title: z.string(), why: z.string() })),
		}),
	)
	.query(async ({ ctx: { em, tenantId }, input: { jobId } }) => {
		const state = await bulkState(em, { tenantId, jobId });
		if (state === null) throw noReplay();
		const runs = new Map(state.replays.map((replay) => [replay.id, replay]));
		const others = new Map(state.elsewhere.map((other) => [other.ofJobId, other]));
		const rows = state.plan.items.map(({ jobId: of, title, mode, settles }) => {
			// By its own id: one that was refused at its beginning names no job that it repeats.
			const replay = runs.get(childJobId(jobId, `replay ${of}`)) ?? null;
			const other = replay === null ? (others.get(of) ?? null) : null;
			const summary = replay?.result?.["summary"] ?? other?.summary;
			return {
				jobId: of,
				replayJobId: replay?.id ?? other?.jobId ?? null,
				title,
				mode,
				settles: settles.length,
				elsewhere: other !== null,
				status: replay?.status ?? other?.status ?? null,
				summary: typeof summary === "string" ? summary : (replay?.failureMessage ?? null),
			};
		});
		const count = (is: (status: NonNullable<(typeof rows)[number]["status"]>) => boolean): number =>
			rows.filter(({ status, elsewhere }) => !elsewhere && status !== null && is(status)).length;
		return {
			total: rows.length,
			done: count((status) => status === "done" || status === "check"),
			failed: count((status) => status === "failed" || status === "timed_out"),
			running: count(isOpen),
			stopped: count((status) => status === "stopped"),
			elsewhere: rows.filter(({ elsewhere }) => elsewhere).length,
			rows,
			left: state.plan.left.map((each) => ({ ...each })),
		};
	});

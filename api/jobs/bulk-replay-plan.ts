import type { z } from "zod";
import { bulkCandidates, type BulkSet, mostBulkJobs } from "../../db/jobs/replay-bulk.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { type BulkPlan, planBulk } from "../../domain/jobs/replay/bulk.ts";
import type { ReplayMode } from "../../domain/jobs/replay/replay.ts";
import { counted } from "../../domain/jobs/replay/words.ts";
import { procedure } from "../trpc.ts";
import { bulkAskSchema, bulkPlanSchema } from "./bulk-replay.schema.ts";

/** Which jobs of a set are replayed, how, and which are left out. Jobs of the same work are settled by one run. */
export const planBulkReplay = procedure("jobs.replay")
	.input(bulkAskSchema)
	.output(bulkPlanSchema)
	.query(async ({ ctx: { em, tenantId }, input }) => {
		const { plan, refusal } = await planSet(em, tenantId, input, input.mode ?? null);
		return bulkView(plan, refusal);
	});

export interface PlannedSet {
	readonly plan: BulkPlan;
	readonly refusal: { readonly code: string; readonly sentence: string } | null;
}

export async function planSet(em: ScopedEm, tenantId: string, set: BulkSet, mode: ReplayMode | null): Promise<PlannedSet> {
	const candidates = await bulkCandidates(em, { tenantId, set });
	const plan = planBulk(candidates.slice(0, mostBulkJobs), mode);
	if (candidates.length === 0)
		return { plan, refusal: { code: "NOT_FOUND", sentence: "None of these jobs is in this company. They may belong to another one." } };
	if (candidates.length > mostBulkJobs)
		return {
			plan,
			refusal: {
				code: "TOO_MANY",
				sentence: `A set holds at most ${mostBulkJobs} jobs. Narrow the filter, and replay the rest afterwards.`,
			},
		};
	if (plan.items.length === 0)
		return { plan, refusal: { code: "NOTHING_TO_REPLAY", sentence: plan.left[0]?.why ?? "No job of this set is there to be replayed." } };
	return { plan, refusal: null };
}

function bulkView({ items, left }: BulkPlan, refusal: PlannedSet["refusal"]): z.infer<typeof bulkPlanSchema> {
	const settled = items.reduce((sum, { settles }) => sum + 1 + settles.length, 0);
	return {
		items: items.map(({ settles, ...item }) => ({ ...item, settles: [...settles] })),
		left: left.map((each) => ({ ...each })),
		settled,
		sentence: `${counted(items.length, "run replays", "runs replay")} ${counted(settled, "job", "jobs")}, two at a time. Nothing is written outside Tieout.`,
		refusal,
	};
}

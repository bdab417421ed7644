import type { z } from "zod";
import { planReplayOf } from "../../db/jobs/plan-replay.store.ts";
import { bulkCandidates, type BulkSet, lockBulkJobs, mostBulkJobs, openSetOf } from "../../db/jobs/replay-bulk.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { type BulkItem, type BulkPlan, planBulk } from "../../domain/jobs/replay/bulk.ts";
import type { ReplayMode } from "../../domain/jobs/replay/replay.ts";
import { counted } from "../../domain/jobs/replay/words.ts";
import { procedure } from "../trpc.ts";
import { bulkAskSchema, bulkPlanSchema } from "./bulk-replay.schema.ts";

/** Which jobs of a set are replayed, how, and which are left out. Jobs of the same work are settled by one run. */
export const planBulkReplay = procedure("jobs.replay")
	.input(bulkAskSchema)
	.output(bulkPlanSchema)
	.query(async ({ ctx: { em, tenantId }, input }) => {
		const { plan, refusal } = await planSet(em, tenantId, { set: input, mode: input.mode ?? null });
		return bulkView(plan, refusal);
	});

export interface PlannedSet {
	readonly plan: BulkPlan;
	readonly refusal: { readonly code: string; readonly sentence: string } | null;
}

const jobsOf = ({ items }: BulkPlan): string[] => items.flatMap(({ jobId, settles }) => [jobId, ...settles]);

/** @param lock for a start: nobody else starts a set over the same jobs until this transaction ends */
export async function planSet(
	em: ScopedEm,
	tenantId: string,
	{ set, mode, lock = false }: { readonly set: BulkSet; readonly mode: ReplayMode | null; readonly lock?: boolean },
): Promise<PlannedSet> {
	const candidates = await bulkCandidates(em, { tenantId, set });
	const chosen = planBulk(candidates.slice(0, mostBulkJobs), mode);
	if (candidates.length === 0)
		return {
			plan: chosen,
			refusal: { code: "NOT_FOUND", sentence: "None of these jobs is in this company. They may belong to another one." },
		};
	if (candidates.length > mostBulkJobs)
		return {
			plan: chosen,
			refusal: {
				code: "TOO_MANY",
				sentence: `A set holds at most ${mostBulkJobs} jobs. Narrow the filter, and replay the rest afterwards.`,
			},
		};
	if (lock) await lockBulkJobs(em, tenantId, jobsOf(chosen));
	const open = await openSetOf(em, tenantId, jobsOf(chosen));
	if (open !== null)
		return {
			plan: chosen,
			refusal: {
				code: "JOB_OPEN",
				sentence: `A set that holds some of these jobs is going on already: “${open.title}”. Follow that one, or stop it first.`,
			},
		};
	const { plan, code } = await leaveRefused(em, tenantId, chosen);
	if (plan.items.length === 0)
		return { plan, refusal: { code, sentence: plan.left[0]?.why ?? "No job of this set is there to be replayed." } };
	return { plan, refusal: null };
}

/** What is refused alone is left out of the set, with the words of its own plan. */
async function leaveRefused(em: ScopedEm, tenantId: string, { items, left }: BulkPlan): Promise<{ plan: BulkPlan; code: string }> {
	const kept: BulkItem[] = [];
	const refused: { jobId: string; title: string; why: string }[] = [];
	let code = "NOTHING_TO_REPLAY";
	for (const item of items) {
		const { jobId, title, mode, settles } = item;
		const { plan } = await planReplayOf(em, { tenantId, jobId, mode, options: { reconcileAfter: true }, settles });
		if (plan.refusal === null) {
			kept.push(item);
			continue;
		}
		if (refused.length === 0) code = plan.refusal.code;
		const why = plan.refusal.sentence;
		refused.push({ jobId, title, why }, ...settles.map((settled) => ({ jobId: settled, title, why })));
	}
	return { plan: { items: kept, left: [...refused, ...left] }, code };
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

// Freezes a run's inputs: from here on a sync may commit what it likes, the run doesn't see it.
import { entityRules, freezeAgain, freezeInputs as freeze, frozenRun } from "../../db/reconciliation/freeze-inputs.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { monthPeriod } from "../../domain/core/dates.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import type { ReconcileReplay } from "../../domain/jobs/replay/steps.ts";
import { engineVersion } from "../../domain/reconciliation/result-hash.ts";
import { rulesOfEntity } from "../../domain/reconciliation/rules-of-entity.ts";
import { defineActivity } from "../core/define-activity.ts";

export interface FreezeInputs extends JobInput {
	readonly jobId: string;
	readonly entityId: string;
	/** "2026-10" */
	readonly month: string;
	/** Set where an earlier run is repeated. */
	readonly replay?: ReconcileReplay;
}

export interface Frozen {
	readonly runId: string;
	/** The moment as of which the inputs speak. */
	readonly asOf: string;
	readonly streams: number;
}

export const freezeInputs = defineActivity(
	"freezeInputs",
	async (ctx, { tenantId, jobId, entityId, month, replay }: FreezeInputs): Promise<Frozen> => {
		if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
			throw new TieoutError("INPUT", `“${month}” is not a month. Start the reconciliation with one like 2026-10.`);
		return ctx.withTenant(async (em) => {
			const present = rulesOfEntity(await entityRules(em, { tenantId, entityId }));
			const original = replay?.rules === "original" ? ((await frozenRun(em, { tenantId, runId: replay.ofRunId }))?.rules ?? null) : null;
			const rules = original === null ? present : rulesOfEntity(original);
			const now = ctx.clock.now().toISOString();
			if (replay?.inputs === "same") {
				const again = await freezeAgain(em, {
					tenantId,
					jobId,
					ofRunId: replay.ofRunId,
					rules: original === null ? present : null,
					engineVersion,
				});
				return { runId: again.id, asOf: again.asOf, streams: again.inputs.length };
			}
			const run = await freeze(em, { tenantId, entityId, jobId, period: monthPeriod(month), rules, engineVersion, now });
			return { runId: run.id, asOf: run.asOf, streams: run.inputs.length };
		});
	},
);

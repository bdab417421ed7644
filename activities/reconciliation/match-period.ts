// Loads the frozen rows, matches them and writes the result in one transaction. Tried again, it finds the result written or writes the same.
import { createHash } from "node:crypto";
import { frozenRun, type FrozenRun } from "../../db/reconciliation/freeze-inputs.store.ts";
import { frozenBalances, frozenRows } from "../../db/reconciliation/frozen-rows.store.ts";
import { runCounts, type RunCounts } from "../../db/reconciliation/run.store.ts";
import { saveOutcome } from "../../db/reconciliation/save-outcome.store.ts";
import { ledgerDateOf } from "../../domain/core/dates.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { JobInput } from "../../domain/jobs/job.ts";
import type { BalanceRead, MatchRow } from "../../domain/reconciliation/match-row.ts";
import { asOfDay } from "../../domain/reconciliation/as-of-day.ts";
import { reconcile } from "../../domain/reconciliation/reconcile.ts";
import { rulesOfEntity } from "../../domain/reconciliation/rules-of-entity.ts";
import { type ActivityContext, defineActivity } from "../core/define-activity.ts";

export interface MatchPeriod extends JobInput {
	readonly runId: string;
}

export interface Matched extends RunCounts {
	readonly runId: string;
	readonly resultHash: string;
	/** Rows that were compared. */
	readonly rows: number;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export const matchPeriod = defineActivity("matchPeriod", async (ctx, { tenantId, runId }: MatchPeriod): Promise<Matched> => {
	const run = await ctx.withTenant((em) => frozenRun(em, { tenantId, runId }));
	if (run === null) throw new TieoutError("NOT_FOUND", "The frozen inputs of this reconciliation are gone. Start it again.");
	const { rows, balances } = await load(ctx, tenantId, run);
	ctx.signal.throwIfAborted();
	const outcome = reconcile(
		{
			period: { from: run.periodFrom, to: run.periodTo },
			zone: run.timeZone,
			asOf: asOfDay(rows, ledgerDateOf(run.asOf, run.timeZone)),
			rules: rulesOfEntity(run.rules),
			rows,
			balances,
		},
		sha256,
	);
	ctx.heartbeat({ matches: outcome.matches.length });
	ctx.signal.throwIfAborted();
	return ctx.withTenant(async (em) => {
		await saveOutcome(em, { tenantId, runId, outcome, saved: (saved) => ctx.heartbeat({ saved }) });
		const counts = await runCounts(em, { tenantId, runId });
		ctx.log.info({ runId, rows: rows.length, matches: counts.matches, exceptions: counts.exceptions }, "the period is matched");
		return { runId, resultHash: outcome.resultHash, rows: rows.length, ...counts };
	});
});

async function load(ctx: ActivityContext, tenantId: string, run: FrozenRun): Promise<{ rows: MatchRow[]; balances: BalanceRead[] }> {
	const rows: MatchRow[] = [];
	const balances: BalanceRead[] = [];
	// One short transaction per stream: the frozen page numbers keep them consistent, not a snapshot.
	for (const stream of run.inputs) {
		const read = await ctx.withTenant((em) => frozenRows(em, { tenantId, stream }));
		for (const row of read) rows.push(row);
		if (stream.stream === "balance_transactions")
			balances.push(...(await ctx.withTenant((em) => frozenBalances(em, { tenantId, stream, frozenAt: run.frozenAt }))));
		ctx.heartbeat({ rows: rows.length });
		ctx.signal.throwIfAborted();
	}
	return { rows, balances };
}

// Ends a sync: the source's figures once more, ours beside them, and the job's counts. A figure the source doesn't give is said
// to be not proven, never left out.
import { type ControlTotal, currenciesOf, ourTotal, saveControlTotals } from "../../db/sync/control-total.store.ts";
import { markConnection } from "../../db/sync/connection.store.ts";
import { keptDeletions } from "../../db/sync/deletion.store.ts";
import { parentDifferences, parentSums } from "../../db/sync/parent-items.store.ts";
import { countJob, recordProgress } from "../../db/sync/progress.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import type { SourceTotal } from "../../connectors/connector.ts";
import { vendorsNow } from "../../connectors/vendor-refusal.ts";
import { decimalFromMinor } from "../../domain/core/money.ts";
import { exponentOf } from "../../domain/core/currency.ts";
import { clockNote } from "../../domain/sync/clock-note.ts";
import { vendors } from "../../domain/sync/vendors/vendors.ts";
import { judgeTotal } from "../../domain/sync/judge-total.ts";
import { type SyncResult, syncOutcome, syncSummary } from "../../domain/sync/progress.ts";
import type { BeforeTotal, SyncInput } from "../../domain/sync/sync-state.ts";
import { defineActivity } from "../core/define-activity.ts";
import { heartbeating, keepingRefusals, keepResponse } from "./keep-answer.ts";
import { itemsRule, type OpenConnection, openConnection, readContext } from "./read-context.ts";

export interface ProveTotalsInput extends SyncInput {
	readonly jobId: string;
	readonly startedAt: string;
	readonly before: readonly BeforeTotal[];
}

export const proveTotals = defineActivity("proveTotals", async (ctx, input: ProveTotalsInput): Promise<SyncResult> => {
	const { tenantId, connectionId, jobId } = input;
	const open = await openConnection(ctx, input);
	const stop = heartbeating(ctx, () => ({ moment: "after" }));
	try {
		await ctx.withTenant((em) => recordProgress(em, { tenantId, jobId, phase: "proving totals", states: {} }));
		const context = readContext(ctx, open, { ...input, stream: null });
		const after = await keepingRefusals(ctx, { ...input, stream: "totals" }, () => open.connector.totals("after", context));
		const pageIds = new Map<SourceTotal, string>();
		for (const total of after)
			if (total.response !== null) pageIds.set(total, await keepResponse(ctx, { ...input, stream: total.stream }, "total", total.response));
		return await ctx.withTenant(async (em) => {
			const kept = await keptDeletions(em, { tenantId, connectionId });
			const found = [
				...(await judged(em, input, after, pageIds)),
				...(await unstated(em, input, after)),
				...(await parentTotals(em, open, input)),
			];
			const totals = withKept(kept, found).map((total) => (isWhole(input, total.stream) ? total : ofPart(total)));
			await saveControlTotals(em, { tenantId, jobId, connectionId, asOf: ctx.clock.now().toISOString(), totals });
			const counts = await countJob(em, { tenantId, jobId });
			await markConnection(em, { tenantId, connectionId, status: "connected", syncedByJob: input.only === undefined ? jobId : null });
			await recordProgress(em, { tenantId, jobId, phase: "finished", states: {} });
			const short = totals.map(({ stream, name, currency, verdict }) => ({ stream, name, currency, verdict }));
			const clock = clockNote(vendors[open.vendor].title, aheadOf(after));
			return {
				...counts,
				connectionId,
				totals: short,
				notes: clock === null ? [] : [clock],
				outcome: syncOutcome(counts.quarantined, short),
				summary: syncSummary(counts.rowsWritten, counts.quarantined, short),
			};
		});
	} finally {
		stop();
	}
});

/** How far the vendor's clock is ahead of ours by its last answer, in milliseconds; 0 where it gave none. */
function aheadOf(totals: readonly SourceTotal[]): number {
	const response = totals.findLast((total) => total.response !== null)?.response;
	return response?.headers.date === undefined ? 0 : vendorsNow(response) - Date.parse(response.receivedAt);
}

/** True when the job was to read all of the stream that is new. */
const isWhole = ({ only }: ProveTotalsInput, stream: string): boolean =>
	only === undefined || (only.window === undefined && (only.streams ?? [stream]).includes(stream));

/** A part that was read proves a figure that ties, and says nothing of one that differs: the rest was not asked for. */
const ofPart = (total: ControlTotal): ControlTotal =>
	total.verdict === "differs" ? { ...total, verdict: "not_proven", note: `Not proven: only a part was read. ${total.note}` } : total;

/** A total that differs says so where rows are kept that the source has deleted. */
const withKept = (kept: readonly { readonly stream: string; readonly kept: number }[], totals: readonly ControlTotal[]): ControlTotal[] =>
	totals.map((total) => {
		const rows = kept.find(({ stream }) => stream === total.stream)?.kept ?? 0;
		if (rows === 0 || total.verdict !== "differs") return total;
		return {
			...total,
			note: `${total.note} ${rows.toLocaleString("en-US")} of our rows are deleted at the source and kept here by decision.`,
		};
	});

type Of = Pick<ProveTotalsInput, "tenantId" | "connectionId" | "before">;

async function judged(
	em: ScopedEm,
	of: Of,
	after: readonly SourceTotal[],
	pageIds: ReadonlyMap<SourceTotal, string>,
): Promise<ControlTotal[]> {
	const totals: ControlTotal[] = [];
	for (const total of after) {
		const { stream, name, currency } = total;
		const first = of.before.find((each) => each.stream === stream && each.name === name && each.currency === currency) ?? null;
		const ours = total.summed ?? (await ourTotal(em, { tenantId: of.tenantId, connectionId: of.connectionId, currency, ...total.ours }));
		const before = first === null ? null : { minor: first.minor === null ? null : BigInt(first.minor), count: first.count };
		const result = judgeTotal({ minor: BigInt(ours.minor), count: ours.count }, before, total);
		totals.push({
			stream,
			name,
			currency,
			oursMinor: ours.minor.toString(),
			oursCount: ours.count,
			theirsMinor: result.theirs.minor?.toString() ?? null,
			theirsCount: result.theirs.count,
			verdict: result.verdict,
			note: result.note,
			pageId: (result.moment === "before" ? first?.pageId : pageIds.get(total)) ?? null,
		});
	}
	return totals;
}

/** Currencies that we have rows in and the source states no figure for. */
async function unstated(em: ScopedEm, { tenantId, connectionId }: Of, after: readonly SourceTotal[]): Promise<ControlTotal[]> {
	const totals: ControlTotal[] = [];
	const wholes = after.filter(({ ours }) => ours.naturalKeys === null);
	for (const { stream, name, ours } of new Map(wholes.map((total) => [`${total.stream} ${total.name}`, total])).values())
		for (const currency of await currenciesOf(em, { tenantId, connectionId, kind: ours.kind })) {
			if (wholes.some((total) => total.stream === stream && total.name === name && total.currency === currency)) continue;
			const sum = await ourTotal(em, { tenantId, connectionId, currency, ...ours });
			const note = `Not proven: the source states no figure in ${currency}.`;
			totals.push({
				stream,
				name,
				currency,
				oursMinor: sum.minor,
				oursCount: sum.count,
				theirsMinor: null,
				theirsCount: null,
				verdict: "not_proven",
				note,
				pageId: null,
			});
		}
	return totals;
}

const mostNamed = 50;

/** Per currency: how many parents equal the sum of their items; and each one that doesn't, by name. */
async function parentTotals(em: ScopedEm, open: OpenConnection, { tenantId }: Of): Promise<ControlTotal[]> {
	const totals: ControlTotal[] = [];
	for (const stream of Object.keys(open.connector.streams)) {
		const rule = itemsRule(open, tenantId, stream);
		if (rule === null) continue;
		for (const sum of await parentSums(em, rule))
			totals.push({
				stream,
				name: "items of payouts",
				currency: sum.currency,
				oursMinor: sum.itemsMinor,
				theirsMinor: sum.parentsMinor,
				oursCount: sum.tying,
				theirsCount: sum.parents,
				verdict: sum.tying === sum.parents ? "ties" : "differs",
				note: `${sum.tying} of ${sum.parents} itemised payouts equal the sum of their items.`,
				pageId: null,
			});
		for (const each of await parentDifferences(em, { ...rule, limit: mostNamed })) {
			const shown = (minor: string): string => `${decimalFromMinor(BigInt(minor), exponentOf(each.currency))} ${each.currency}`;
			totals.push({
				stream,
				name: each.key,
				currency: each.currency,
				oursMinor: each.itemsMinor,
				theirsMinor: each.parentMinor,
				oursCount: each.items,
				theirsCount: null,
				verdict: "differs",
				note: `The payout is ${shown(each.parentMinor)}, its ${each.items} items add up to ${shown(each.itemsMinor)}.`,
				pageId: null,
			});
		}
	}
	return totals;
}

// Why a replay can't start, or why one of its two ways isn't open: said in words with the next step, never found out by trying.
import { isOpen } from "../job.ts";
import { type ReplayFacts, selectedStreams } from "./facts.ts";
import type { PlanAsk, PlanRefusal } from "./plan.ts";
import { isReplayable, replayModes } from "./replay.ts";

/** null: it can start. */
export function refusalOf(facts: ReplayFacts, ask: PlanAsk): PlanRefusal | null {
	const { job, openReplay, busy } = facts;
	if (!isReplayable(job.kind))
		return {
			code: "NOT_REPLAYABLE",
			sentence: "A job of this kind keeps nothing that could be read again. Start it anew instead.",
			jobId: null,
		};
	if (isOpen(job.status))
		return {
			code: "JOB_OPEN",
			sentence: `“${job.title}” is still going on. Stop it first, or wait for its end: what it has saved stays either way.`,
			jobId: job.id,
		};
	if (openReplay !== null)
		return {
			code: "JOB_OPEN",
			sentence: "A replay of this job is going on already. Follow that one, or stop it first.",
			jobId: openReplay.jobId,
		};
	if (busy !== null)
		return { code: facts.reconcile === null ? "CONNECTION_BUSY" : "PERIOD_BUSY", sentence: busySentence(facts), jobId: busy.jobId };
	const why = whyNot(facts, ask);
	return why === null ? null : { code: "NOTHING_TO_REPLAY", sentence: why, jobId: null };
}

function busySentence({ busy, reconcile, connection }: ReplayFacts): string {
	const what = reconcile === null ? (connection?.name ?? "this connection") : `${reconcile.entityName}, ${reconcile.month}`;
	return `“${busy?.title ?? "Another job"}” works on ${what} now. Stop it first, or wait for its end.`;
}

/** Why no way at all of replaying the whole job is left; null: one is open. What stands in the way for now is not asked. */
export function nothingToReplay(facts: ReplayFacts): string | null {
	const reasons = replayModes.map((mode) => whyNot(facts, { mode, options: { reconcileAfter: true } }));
	return reasons.every((why) => why !== null) ? (reasons[0] ?? null) : null;
}

/** Why this way of replaying is not open; null: it is. */
export function whyNot(facts: ReplayFacts, ask: PlanAsk): string | null {
	const { job, connection, reconcile } = facts;
	if (!isReplayable(job.kind)) return "There is nothing to repeat.";
	if (job.kind === "reconcile") {
		if (reconcile === null) return "The company of this reconciliation is no longer there.";
		return ask.mode === "reprocess" && reconcile.run === null ? "It ended before its inputs were frozen. Freeze them anew." : null;
	}
	if (connection === null) return "Its connection is no longer there.";
	const streams = selectedStreams(facts, ask);
	if (ask.mode === "reprocess")
		return streams.some(({ selected }) => selected.pages > 0)
			? null
			: "Nothing that it stored is current any more: no page of it holds a record that a later run has not replaced.";
	if (connection.vendor === "files") return "A statement is not fetched: upload the file again, or process the stored one again.";
	if (job.kind === "reprocess") return "It asked no vendor, so there is nothing to fetch again. Replay the sync instead.";
	if (streams.length === 0) return "No stream is chosen.";
	const { window } = ask.options;
	const without = window === undefined ? [] : streams.filter(({ windowed }) => !windowed);
	if (without.length > 0 && without.length === streams.length)
		return `${without.map(({ title }) => title).join(", ")} can't be asked for some days only. Leave the window out.`;
	return null;
}

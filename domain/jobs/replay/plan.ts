// The plan of a replay, said before it runs: what is read again and what not, what is written in Tieout and what guards each write,
// what is written outside (nothing), what it may disturb, what it costs, which runs follow. Pure: facts in, sentences out.
import type { JobKind, JobStatus } from "../job.ts";
import { type ReplayFacts, selectedStreams, type StreamFacts } from "./facts.ts";
import { counted, dayRange } from "./words.ts";
import { planReconcile } from "./plan-reconcile.ts";
import { refusalOf, whyNot } from "./refusal.ts";
import { type ReplayMode, replayModes, type ReplayOptions } from "./replay.ts";

export interface PlanRead {
	readonly what: string;
	readonly detail: string;
	/** null: only the source knows. */
	readonly count: number | null;
	readonly about: boolean;
}

export interface PlanWrite {
	readonly what: string;
	readonly count: number | null;
	readonly about: boolean;
	readonly guard: "guarded" | "locked";
	readonly how: string;
}

export interface PlanRefusal {
	readonly code: string;
	readonly sentence: string;
	/** The open job to stop or wait for, where there is one. */
	readonly jobId: string | null;
}

export interface ReplayPlan {
	readonly of: { readonly id: string; readonly title: string; readonly kind: JobKind; readonly status: JobStatus };
	readonly mode: ReplayMode;
	readonly options: ReplayOptions;
	/** `why`: why this way is not open here. */
	readonly modes: readonly { readonly mode: ReplayMode; readonly title: string; readonly why: string | null }[];
	readonly choices: {
		/** `read`: this plan reads it; `rows`: kept of it now. */
		readonly streams: readonly {
			readonly stream: string;
			readonly title: string;
			readonly failed: boolean;
			readonly rows: number;
			readonly read: boolean;
		}[];
		/** The days that the job's rows cover; null where a window can't be chosen. */
		readonly window: { readonly from: string; readonly to: string } | null;
		/** True where the rules can be chosen. */
		readonly rules: boolean;
	};
	readonly refusal: PlanRefusal | null;
	readonly read: readonly PlanRead[];
	readonly notRead: readonly { readonly what: string; readonly count: number | null }[];
	readonly written: readonly PlanWrite[];
	/** Empty: nothing. */
	readonly outside: readonly { readonly system: string; readonly count: number }[];
	readonly outsideSentence: string;
	readonly disturbs: readonly { readonly what: string; readonly count: number; readonly sentence: string }[];
	readonly cost: {
		readonly requests: readonly { readonly vendor: string; readonly count: number | null }[];
		/** The code that will run, and the code that ran. */
		readonly version: string | null;
		readonly versionBefore: string | null;
		readonly after: readonly { readonly title: string; readonly runId: string | null }[];
	};
	readonly action: string;
}

export interface PlanAsk {
	readonly mode: ReplayMode;
	readonly options: ReplayOptions;
}

const modeTitles: Readonly<Record<"data" | "reconcile", Readonly<Record<ReplayMode, string>>>> = {
	data: { reprocess: "Process stored pages again", refetch: "Fetch from the source again" },
	reconcile: { reprocess: "Same frozen inputs", refetch: "Freeze inputs anew" },
};

export function planReplay(facts: ReplayFacts, ask: PlanAsk): ReplayPlan {
	const { job } = facts;
	const reconcile = job.kind === "reconcile";
	const base = {
		of: { id: job.id, title: job.title, kind: job.kind, status: job.status },
		mode: ask.mode,
		options: ask.options,
		modes: replayModes.map((mode) => ({
			mode,
			title: modeTitles[reconcile ? "reconcile" : "data"][mode],
			why: whyNot(facts, { ...ask, mode }),
		})),
		refusal: refusalOf(facts, ask),
		outside: [],
		outsideSentence: outsideOf(facts),
	};
	return { ...base, ...(reconcile ? planReconcile(facts, ask) : planData(facts, ask)) };
}

function outsideOf({ connection }: ReplayFacts): string {
	const systems =
		connection === null ? "Stripe, NetSuite and the bank" : connection.vendor === "files" ? "The bank" : connection.vendorTitle;
	return `${systems}: nothing is written, so no approval is needed.`;
}

function planData(facts: ReplayFacts, ask: PlanAsk) {
	const streams = selectedStreams(facts, ask);
	const chosen = new Set(streams.map(({ stream }) => stream));
	const rows = streams.reduce((sum, { selected }) => sum + selected.records + selected.quarantined, 0);
	const quarantined = streams.reduce((sum, { selected }) => sum + selected.quarantined, 0);
	const pages = streams.reduce((sum, { selected }) => sum + selected.pages, 0);
	const refetch = ask.mode === "refetch";
	const others = facts.streams.filter(({ stream }) => !chosen.has(stream));
	return {
		choices: {
			streams: facts.streams.map(({ stream, title, failed, kept }) => ({ stream, title, failed, rows: kept, read: chosen.has(stream) })),
			window: facts.window !== null && (!refetch || facts.streams.some(({ windowed }) => windowed)) ? facts.window : null,
			rules: false,
		},
		read: streams.map((stream) => (refetch ? fetched(stream, ask.options, facts) : processed(stream))),
		notRead: [
			...(refetch
				? streams
						.filter(({ pages: kept, held }) => kept > 0 && (held === 0 || ask.options.window !== undefined))
						.map(({ title, rows: brought }) => ({ what: `${title}, rows saved already`, count: brought }))
				: [{ what: `${facts.connection?.vendorTitle ?? "The source"}: no request is made`, count: null }]),
			...others.map(({ title, kept }) => ({ what: title, count: kept })),
		],
		written: dataWrites({
			facts,
			refetch,
			rewinds: refetch && ask.options.window === undefined ? streams.filter(({ held }) => held > 0).length : 0,
			rows,
			quarantined,
		}),
		disturbs: facts.follow.map(({ month, matches, exceptions }) => ({
			what: `Reconciliation ${month}`,
			count: matches,
			sentence: ask.options.reconcileAfter
				? `${counted(matches, "match", "matches")} and ${counted(exceptions, "exception", "exceptions")} stand on these rows. They are computed again beside the earlier run, which stays as it is.`
				: `${counted(matches, "match", "matches")} and ${counted(exceptions, "exception", "exceptions")} stand on these rows. The earlier run stays as it is and isn't repeated.`,
		})),
		cost: {
			requests: [
				{
					vendor: facts.connection?.vendorTitle ?? "",
					count: refetch ? sumOrNull(streams.map((stream) => requestsOf(stream, ask.options))) : 0,
				},
			],
			version: facts.versions.present,
			versionBefore: facts.versions.original,
			after: ask.options.reconcileAfter
				? facts.follow.map(({ month, runId }) => ({ title: `Reconcile payouts, ${month}, if its rows change`, runId }))
				: [],
		},
		action: refetch
			? `Fetch ${streams.length === 1 ? (streams[0]?.title.toLowerCase() ?? "") : counted(streams.length, "stream", "streams")} again`
			: `Replay ${counted(pages, "page", "pages")}`,
	};
}

function processed({ title, selected }: StreamFacts) {
	const still =
		selected.quarantined === 0
			? ""
			: `, ${counted(selected.quarantined, "record", "records")} of them not readable so far. They stay so unless Tieout reads them otherwise by now: what was corrected at the source is fetched again`;
	return {
		what: `${title}, ${counted(selected.pages, "stored page", "stored pages")}`,
		detail: `Each record as it was received, its hash checked, through the present transform${still}.`,
		count: selected.records + selected.quarantined,
		about: false,
	};
}

function fetched(stream: StreamFacts, { window }: ReplayOptions, { connection }: ReplayFacts) {
	const source = connection?.vendorTitle ?? "the source";
	if (window !== undefined && stream.windowed)
		return {
			what: `${stream.title}, ${dayRange(window)}`,
			detail: `Asked of ${source} again by a cursor of its own; where the stream stands doesn't move.`,
			count: stream.selected.records,
			about: true,
		};
	if (stream.held > 0)
		return {
			what: `${stream.title}, from before ${counted(stream.held, "record", "records")} in quarantine`,
			detail: `Asked of ${source} from the page that held ${stream.held === 1 ? "it" : "the first of them"}: the cursor is put back to there, which its history shows. What is the same as before isn't written again.`,
			count: null,
			about: true,
		};
	return {
		what: `${stream.title}, from where it stopped`,
		detail:
			stream.cursorAt === null
				? `Asked of ${source} from the beginning.`
				: `Asked of ${source} from the cursor of ${stream.cursorAt.slice(0, 16).replace("T", " ")} UTC, and the look-back before it.`,
		count: null,
		about: true,
	};
}

const requestsOf = ({ windowed, selected, pageSize }: StreamFacts, { window }: ReplayOptions): number | null =>
	window === undefined || !windowed || pageSize === 0 ? null : Math.max(1, Math.ceil(selected.records / pageSize));

const sumOrNull = (counts: readonly (number | null)[]): number | null =>
	counts.some((count) => count === null) ? null : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);

interface DataWrites {
	readonly facts: ReplayFacts;
	readonly refetch: boolean;
	/** How many streams are put back to before what is in quarantine. */
	readonly rewinds: number;
	readonly rows: number;
	readonly quarantined: number;
}

function dataWrites({ facts, refetch, rewinds, rows, quarantined }: DataWrites) {
	const locked = facts.follow.reduce((sum, { matches }) => sum + matches, 0);
	return [
		{
			what: "Source records",
			count: refetch ? null : quarantined,
			about: true,
			guard: "guarded" as const,
			how: refetch
				? "One open version per record id: a record that is the same is not written again, a changed one gets a new version."
				: "Records keep their version. Only one that could not be read before gets a row, under its own id, so that none doubles.",
		},
		{
			what: "Canonical rows",
			count: refetch ? null : rows,
			about: true,
			guard: "guarded" as const,
			how: "Key is tenant, connection, kind and the source's own id. Only rows that differ are written, as a new version; the old one is closed, not lost.",
		},
		{
			what: "Cursors",
			count: rewinds,
			about: false,
			guard: refetch ? ("guarded" as const) : ("locked" as const),
			how: refetch
				? rewinds > 0
					? "Put back to before what is in quarantine, as a move of their own; then they move by compare-and-set under this run's lease."
					: "They move by compare-and-set under this run's lease; a window has a cursor of its own."
				: "Locked: processing stored pages moves no cursor.",
		},
		{
			what: "Earlier reconciliations",
			count: locked,
			about: false,
			guard: "locked" as const,
			how: "Locked: what a run has matched stays as it was. New results stand in a new run beside it.",
		},
	];
}

/** For the list: what a replay of this job is called. */
export const replayTitle = (title: string): string => `Replay: ${title}`;

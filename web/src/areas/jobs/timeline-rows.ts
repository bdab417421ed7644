// A run's attempts and pages as rows of the timeline: whole run, each step with its tries, waits between tries, page segments.
import { countText, counted } from "../../kit/amount.tsx";
import { jobWords, type Tone, wordFor } from "../../kit/status-words.ts";
import { durationText } from "../../kit/time-text.ts";
import type { TimelineBar, TimelineRow } from "../../kit/timeline.tsx";
import { activityText, streamText } from "./job-kinds.ts";

export interface RunTimes {
	readonly status: string;
	readonly requestedAt: string;
	readonly startedAt: string | null;
	readonly closedAt: string | null;
	readonly title: string;
}

export interface AttemptTimes {
	readonly activityId: string;
	readonly activityType: string;
	readonly attempt: number;
	readonly startedAt: string;
	readonly endedAt: string | null;
	readonly outcome: string;
}

export interface ChildTimes {
	readonly id: string;
	readonly title: string;
	readonly status: string;
	readonly requestedAt: string;
	readonly startedAt: string | null;
	readonly closedAt: string | null;
}

export interface PageTimes {
	readonly stream: string;
	readonly pageNo: number | null;
	readonly activityId: string;
	readonly kind: string;
	readonly rowCount: number;
	readonly receivedAt: string;
}

const ms = (instant: string): number => Date.parse(instant);
const outcomeTones: Readonly<Record<string, Tone>> = { ok: "ok", failed: "fail", cancelled: "idle", running: "run" };
const outcomeIcons = {
	ok: "circle-check",
	fail: "alert-triangle",
	idle: "player-stop",
	run: "loader",
	wait: "clock-pause",
	replay: "history",
} as const;

/** More segments than this are folded together, so that a stream of thousands of pages stays one readable row. */
const mostSegments = 80;

function pageBars(pages: readonly PageTimes[], from: number): readonly TimelineBar[] {
	const size = Math.ceil(pages.length / mostSegments);
	const bars: TimelineBar[] = [];
	let start = from;
	for (let index = 0; index < pages.length; index += size) {
		const last = pages[Math.min(index + size, pages.length) - 1];
		if (last === undefined) break;
		const to = Math.max(start, ms(last.receivedAt));
		const first = pages[index]?.pageNo ?? index + 1;
		bars.push({ from: start, to, tone: "ok", label: size === 1 ? String(first) : `${first}\u2013${last.pageNo ?? index + size}` });
		start = to;
	}
	return bars;
}

function stepBars(tries: readonly AttemptTimes[], pages: readonly PageTimes[], now: number): readonly TimelineBar[] {
	const bars: TimelineBar[] = [];
	for (const [index, attempt] of tries.entries()) {
		const from = ms(attempt.startedAt);
		const to = attempt.endedAt === null ? now : ms(attempt.endedAt);
		const before = tries[index - 1];
		if (before?.endedAt != null && from > ms(before.endedAt)) {
			bars.push({ from: ms(before.endedAt), to: from, tone: "wait", label: `wait ${durationText(from - ms(before.endedAt))}` });
		}
		const own = pages.filter((page) => page.kind === "page" && ms(page.receivedAt) >= from && ms(page.receivedAt) <= to);
		if (own.length > 0) bars.push(...pageBars(own, from));
		const lastPage = own.at(-1);
		const tone = outcomeTones[attempt.outcome] ?? "idle";
		if (lastPage === undefined || tone !== "ok")
			bars.push({ from: lastPage === undefined ? from : ms(lastPage.receivedAt), to, tone, label: "" });
	}
	return bars;
}

function stepNote(pages: readonly PageTimes[]): string {
	const kept = pages.filter((page) => page.kind === "page");
	if (kept.length === 0) return "";
	const rows = kept.reduce((sum, page) => sum + page.rowCount, 0);
	return `${counted(kept.length, "page")}, ${counted(rows, "row")}, one transaction a page`;
}

function stepRow(tries: readonly AttemptTimes[], pages: readonly PageTimes[], now: number): TimelineRow {
	const first = tries[0];
	const last = tries.at(-1);
	if (first === undefined || last === undefined) throw new RangeError("a step without a try");
	const tone = outcomeTones[last.outcome] ?? "idle";
	const took = durationText((last.endedAt === null ? now : ms(last.endedAt)) - ms(first.startedAt));
	const streams = [...new Set(pages.map((page) => streamText(page.stream)))];
	return {
		id: first.activityId,
		label: streams.length === 1 && pages.some((page) => page.kind === "page") ? `Read ${streams[0]}` : activityText(first.activityType),
		depth: 1,
		icon: outcomeIcons[tone],
		tone,
		took: tries.length > 1 ? `${countText(tries.length)} tries, ${took}` : took,
		bars: stepBars(tries, pages, now),
		note: stepNote(pages),
	};
}

/** The row of a child run opens that run instead of a step. */
const childMark = "child ";
export const childOfRow = (rowId: string): string | null => (rowId.startsWith(childMark) ? rowId.slice(childMark.length) : null);

function childRow(child: ChildTimes, now: number): TimelineRow {
	const { tone, word } = wordFor(jobWords, child.status);
	const from = ms(child.startedAt ?? child.requestedAt);
	const to = child.closedAt === null ? Math.max(now, from) : ms(child.closedAt);
	return {
		id: `${childMark}${child.id}`,
		label: child.title,
		depth: 1,
		icon: "link",
		tone,
		took: durationText(to - from),
		bars: [{ from, to, tone, label: "" }],
		note: `child run, ${word.toLowerCase()}`,
	};
}

const startOf = (row: TimelineRow): number => Math.min(...row.bars.map((bar) => bar.from));

/** Rows in the order in which the steps and child runs began; `now` (epoch milliseconds) ends what is still running. */
export function timelineRows(
	run: RunTimes,
	attempts: readonly AttemptTimes[],
	pages: readonly PageTimes[],
	now: number,
	children: readonly ChildTimes[] = [],
): readonly TimelineRow[] {
	const steps = new Map<string, AttemptTimes[]>();
	const ordered = attempts.toSorted((a, b) => ms(a.startedAt) - ms(b.startedAt) || a.attempt - b.attempt);
	for (const attempt of ordered) steps.set(attempt.activityId, [...(steps.get(attempt.activityId) ?? []), attempt]);
	const start = ms(run.startedAt ?? run.requestedAt);
	const end = run.closedAt === null ? now : ms(run.closedAt);
	const whole: TimelineRow = {
		id: "run",
		label: "Whole run",
		depth: 0,
		icon: "player-play",
		tone: "idle",
		took: durationText(end - start),
		bars: [{ from: start, to: end, tone: "idle", label: run.title }],
		note: "",
	};
	const rows = [...steps.entries()].map(([id, tries]) =>
		stepRow(
			tries,
			pages.filter((page) => page.activityId === id),
			now,
		),
	);
	if (children.length === 0) return [whole, ...rows];
	const runs = children.map((child) => childRow(child, now));
	return [whole, ...[...rows, ...runs].toSorted((a, b) => startOf(a) - startOf(b))];
}

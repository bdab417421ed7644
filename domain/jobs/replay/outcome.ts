// What came of a replay, at record level: rows added, changed and gone, by whom they changed, matches and exceptions, and the open
// difference before, each change, and after: a sum that must tie.
import { sumOf } from "../../reconciliation/side.ts";

/** Who changed a row: the source (another record), or we (the same record, read otherwise). */
export type Origin = "source" | "us";

export interface RowCounts {
	readonly added: number;
	readonly changed: number;
	readonly gone: number;
	/** Read again and found the same. */
	readonly unchanged: number;
}

export interface DifferenceStep {
	readonly label: string;
	readonly changeMinor: bigint;
}

/** The open difference (Stripe − booked, or Stripe − bank) of one currency. */
export interface DifferenceBridge {
	readonly side: "books" | "bank";
	readonly currency: string;
	readonly beforeMinor: bigint;
	readonly steps: readonly DifferenceStep[];
	readonly afterMinor: bigint;
	/** Before + steps = after. */
	readonly ties: boolean;
}

/** What explains a difference in one run: an exception, or what is left over within tolerance or unexplained. */
export interface Explained {
	/** The same in both runs for the same finding. */
	readonly key: string;
	readonly label: string;
	readonly minor: bigint;
}

export interface SideOfRun {
	readonly totalMinor: bigint;
	readonly explained: readonly Explained[];
}

/** As it is kept: minor units as text. */
export interface BridgeWire {
	readonly side: "books" | "bank";
	/** "2026-10" */
	readonly month: string;
	readonly currency: string;
	readonly beforeMinor: string;
	readonly steps: readonly { readonly label: string; readonly changeMinor: string }[];
	readonly afterMinor: string;
	readonly ties: boolean;
}

/** A month that was reconciled before and after; null: there was no such run. */
export interface RunPair {
	readonly entityId: string;
	readonly month: string;
	readonly before: string | null;
	readonly after: string | null;
}

/** What is kept with a replay's row. The records themselves are read from the versions when they are asked for. */
export interface ReplayOutcome extends ReplayCounts {
	readonly difference: readonly BridgeWire[];
	readonly runs: readonly RunPair[];
	/** The runs that did the work, in order. */
	readonly jobIds: readonly string[];
	/** Rows before, what came and went, rows now: said as a sum that ties, with the source's own figures where they were asked for. */
	readonly tie: { readonly ties: boolean; readonly sentence: string } | null;
	readonly sentence: string;
}

export const bridgeWire = (month: string, { beforeMinor, steps, afterMinor, ...of }: DifferenceBridge): BridgeWire => ({
	...of,
	month,
	beforeMinor: beforeMinor.toString(),
	steps: steps.map(({ label, changeMinor }) => ({ label, changeMinor: changeMinor.toString() })),
	afterMinor: afterMinor.toString(),
});

const mostSteps = 5;

/** From one run's difference to the next one's, one step per finding that came, went or changed; the smallest are summed when there are many. */
export function bridge(of: Pick<DifferenceBridge, "side" | "currency">, before: SideOfRun, after: SideOfRun): DifferenceBridge {
	const steps = stepsBetween(before.explained, after.explained);
	const named = steps.toSorted((a, b) => compare(size(b.changeMinor), size(a.changeMinor)) || compare(a.label, b.label));
	const shown = named.length <= mostSteps ? named : named.slice(0, mostSteps - 1);
	const rest = named.slice(shown.length);
	const all =
		rest.length === 0
			? shown
			: [...shown, { label: `${rest.length} smaller changes`, changeMinor: sumOf(rest.map(({ changeMinor }) => changeMinor)) }];
	return {
		...of,
		beforeMinor: before.totalMinor,
		steps: all,
		afterMinor: after.totalMinor,
		ties: before.totalMinor + sumOf(all.map(({ changeMinor }) => changeMinor)) === after.totalMinor,
	};
}

function stepsBetween(before: readonly Explained[], after: readonly Explained[]): DifferenceStep[] {
	const found = new Map<string, { label: string; before: bigint; after: bigint; was: boolean; is: boolean }>();
	const at = ({ key, label }: Explained) => {
		const entry = found.get(key) ?? { label, before: 0n, after: 0n, was: false, is: false };
		found.set(key, entry);
		return entry;
	};
	for (const each of before) {
		const entry = at(each);
		entry.before += each.minor;
		entry.was = true;
	}
	for (const each of after) {
		const entry = at(each);
		entry.after += each.minor;
		entry.is = true;
	}
	return [...found.values()]
		.filter((each) => each.before !== each.after)
		.map((each) => ({
			label: `${each.label}${each.was && !each.is ? " closed" : each.is && !each.was ? " opened" : " changed"}`,
			changeMinor: each.after - each.before,
		}));
}

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

export interface ReplayCounts {
	readonly rows: RowCounts;
	readonly origin: Readonly<Record<Origin, number>>;
	readonly matches: {
		readonly gained: number;
		readonly lost: number;
		readonly changed: number;
		readonly before: number;
		readonly after: number;
	};
	readonly exceptions: {
		readonly closed: number;
		readonly opened: number;
		readonly changed: number;
		readonly before: number;
		readonly after: number;
	};
}

/** One sentence for the list. */
export function outcomeSentence({ rows, origin, matches, exceptions }: ReplayCounts): string {
	const parts: string[] = [];
	const say = (count: number, word: string): void => {
		if (count > 0) parts.push(`${count.toLocaleString("en-US")} ${word}`);
	};
	say(rows.added, rows.added === 1 ? "row added" : "rows added");
	say(rows.changed, "changed");
	say(rows.gone, "gone");
	if (origin.source > 0 && origin.us > 0) parts.push(`${origin.source} at the source, ${origin.us} by us`);
	else if (origin.source > 0) parts.push("at the source");
	else if (origin.us > 0) parts.push("by us");
	say(matches.gained, matches.gained === 1 ? "match gained" : "matches gained");
	say(matches.lost, matches.lost === 1 ? "match lost" : "matches lost");
	say(exceptions.closed, exceptions.closed === 1 ? "exception closed" : "exceptions closed");
	say(exceptions.opened, exceptions.opened === 1 ? "exception opened" : "exceptions opened");
	return parts.length === 0 ? "Nothing has changed" : parts.join(", ");
}

export interface TieFacts {
	/** Rows of the connection before and now. */
	readonly before: number;
	readonly now: number;
	readonly added: number;
	readonly gone: number;
	/** Of the source's own totals, where it was asked for them. */
	readonly verdicts: readonly ("ties" | "differs" | "not_proven")[];
}

/** Rows before + added − gone = rows now, said as a sum; and whether the source's own totals agree. */
export function tieOf({ before, now, added, gone, verdicts }: TieFacts): { readonly ties: boolean; readonly sentence: string } {
	const n = (count: number): string => count.toLocaleString("en-US");
	const expected = before + added - gone;
	const sum = `${n(before)}${added > 0 || gone === 0 ? ` + ${n(added)}` : ""}${gone > 0 ? ` \u2212 ${n(gone)}` : ""} = ${n(expected)} rows`;
	if (expected !== now) return { ties: false, sentence: `${sum}, but there are ${n(now)} now: another run has written since.` };
	const differing = verdicts.filter((verdict) => verdict === "differs").length;
	if (differing > 0)
		return { ties: false, sentence: `${sum}; ${n(differing)} of the source's own totals ${differing === 1 ? "differs" : "differ"}.` };
	const tying = verdicts.filter((verdict) => verdict === "ties").length;
	if (tying === 0) return { ties: true, sentence: sum };
	const proven = tying === verdicts.length ? "the source's own totals tie" : "the source's own totals that can be proven tie";
	return { ties: true, sentence: `${sum}; ${proven}` };
}

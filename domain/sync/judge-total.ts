// Our figure against the source's, which was read before and after the rows: it ties, it differs, or it is not proven and why.
import type { Verdict } from "./progress.ts";

export interface Figure {
	/** null where the source has no such figure. */
	readonly minor: bigint | null;
	readonly count: number | null;
}

export interface Judged {
	readonly verdict: Verdict;
	/** The source's figure that was compared. */
	readonly theirs: Figure;
	/** Which reading it was. */
	readonly moment: "before" | "after";
	readonly note: string;
}

const same = (a: Figure, b: Figure): boolean => a.minor === b.minor && a.count === b.count;

const equals = (ours: { readonly minor: bigint; readonly count: number }, theirs: Figure): boolean =>
	theirs.minor === ours.minor && (theirs.count === null || theirs.count === ours.count);

/** @param before null when the source was only asked afterwards */
export function judgeTotal(
	ours: { readonly minor: bigint; readonly count: number },
	before: Figure | null,
	after: Figure & { readonly note: string },
): Judged {
	const judged = (verdict: Verdict, theirs: Figure, moment: "before" | "after", note: string): Judged => ({
		verdict,
		theirs,
		moment,
		note,
	});
	if (after.minor === null) return judged("not_proven", after, "after", after.note);
	if (equals(ours, after)) return judged("ties", after, "after", after.note);
	if (before === null || same(before, after)) return judged("differs", after, "after", after.note);
	if (equals(ours, before))
		return judged(
			"ties",
			before,
			"before",
			`${after.note} The source changed while its rows were read; they tie to its figure from before.`,
		);
	return judged(
		"not_proven",
		after,
		"after",
		`${after.note} Not proven: the source changed while its rows were read, and they tie to neither figure. The next sync compares again.`,
	);
}

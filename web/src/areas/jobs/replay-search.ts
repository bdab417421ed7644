// The choices of a replay as they stand in the address, and as the API wants them.
import type { RouterInputs } from "../../../../api/app-router.ts";
import { listOf, type SearchOf } from "../../app/url-search.ts";

export type ReplayInput = RouterInputs["replays"]["plan"];
type Options = NonNullable<ReplayInput["options"]>;

export const replayNames = ["mode", "streams", "from", "to", "rules", "after", "stream", "keys"] as const;
export type ReplaySearch = SearchOf<(typeof replayNames)[number]>;

const dateForm = /^\d{4}-\d{2}-\d{2}$/;

/** A window needs both ends in order; half a window is none. */
export function windowOf(search: ReplaySearch): { readonly from: string; readonly to: string } | undefined {
	const { from, to } = search;
	if (from === undefined || to === undefined || !dateForm.test(from) || !dateForm.test(to) || from > to) return undefined;
	return { from, to };
}

export function replayInput(jobId: string, search: ReplaySearch): ReplayInput {
	const streams = listOf(search.streams);
	const window = windowOf(search);
	const keys = listOf(search.keys);
	const options: Options = {
		...(streams.length === 0 ? {} : { streams: [...streams] }),
		...(window === undefined ? {} : { window }),
		...(search.rules === "original" || search.rules === "present" ? { rules: search.rules } : {}),
		...(search.stream === undefined || keys.length === 0
			? {}
			: { recordKeys: keys.map((naturalKey) => ({ stream: search.stream ?? "", naturalKey })) }),
		reconcileAfter: search.after !== "no",
	};
	return { jobId, mode: search.mode === "refetch" ? "refetch" : "reprocess", options };
}

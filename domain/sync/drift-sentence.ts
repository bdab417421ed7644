// A change of a stream's shape, in words: what happened and what it means for the rows.

export interface DriftFacts {
	readonly path: string;
	readonly change: "added" | "type_changed" | "gone";
	readonly before: string | null;
	readonly after: string | null;
}

const words = (types: string | null): string => (types ?? "").split("|").filter(Boolean).join(" or ") || "nothing";

/** @param needed records without the field can't be read */
export function driftSentence({ path, change, before, after }: DriftFacts, needed: boolean): string {
	if (change === "added") return `"${path}" is new (${words(after)}). Tieout keeps it in the stored answers and doesn't read it.`;
	const harm = needed
		? "Records that can't be read because of it are in quarantine; they can be retried when Tieout reads the new shape."
		: "Tieout's rows don't depend on it.";
	if (change === "gone") return `"${path}" was on every record and is missing now. ${harm}`;
	return `"${path}" was ${words(before)} and now comes as ${words(after)} too. ${harm}`;
}

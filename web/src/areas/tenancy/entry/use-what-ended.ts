// At the login: why a session is over. Its own tab's address says it; a second tab of the same company reads what the first was told.
import { useEffect, useState } from "react";
import { type WayOfEnding, wayOfEnding } from "../../../../../domain/tenancy/ended-access.ts";
import { safeTarget } from "../../../../../domain/tenancy/safe-target.ts";
import { oneTabAtATime, readEndedNote } from "../../../app/ended-note.ts";
import type { SearchOf } from "../../../app/url-search.ts";

export function useWhatEnded({ then, ended }: SearchOf<"then" | "ended">): WayOfEnding | null {
	const [noted, setNoted] = useState<WayOfEnding | null>(null);
	useEffect(() => {
		if (then === undefined || ended !== undefined) return;
		const company = new URL(safeTarget(then), window.location.origin).searchParams.get("tenant") ?? undefined;
		void oneTabAtATime(() => Promise.resolve(readEndedNote(company))).then((note) => {
			if (note?.userId === null) setNoted(note.how);
		});
	}, [then, ended]);
	return wayOfEnding(ended) ?? noted;
}

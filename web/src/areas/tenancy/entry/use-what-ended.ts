// At the login: why a session is over. Its own tab's address says it; a second tab of the same company reads what the first was told.
import { useEffect, useState } from "react";
import { type WayOfEnding, wayOfEnding } from "../../../../../domain/tenancy/ended-access.ts";
import { companyOfTab, oneTabAtATime, readEndedNote } from "../../../app/ended-note.ts";

/** @param ended the word in the address */
export function useWhatEnded(ended: string | undefined): WayOfEnding | null {
	const [noted, setNoted] = useState<WayOfEnding | null>(null);
	useEffect(() => {
		if (ended !== undefined) return;
		void oneTabAtATime(() => Promise.resolve(readEndedNote(companyOfTab))).then((note) => {
			if (note?.userId === null) setNoted(note.how);
		});
	}, [ended]);
	return wayOfEnding(ended) ?? noted;
}

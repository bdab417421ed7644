import { useEffect } from "react";
import { startEvents } from "./events.ts";
import { isGoing } from "./go-to.ts";
import { pageKind } from "./tenant-switcher.tsx";

/** Keeps the page live while the shell is mounted; a session that ended or moved to another company starts over. */
export function useEventStream(): void {
	useEffect(
		() =>
			startEvents((reason) => {
				if (isGoing()) return;
				if (reason === "tenant") window.location.assign(pageKind(window.location.pathname));
				else window.location.reload();
			}),
		[],
	);
}

// The event stream of the shell, and what ends with it.
import { useEffect } from "react";
import { onAccessEnded, queryClient } from "./api-client.ts";
import { rememberCompany } from "./ended-note.ts";
import { startEvents } from "./events.ts";
import { isGoing } from "./go-to.ts";
import { meQuery } from "./session.ts";
import { pageKind } from "./tenant-switcher.tsx";

/** Keeps the page live while the shell is mounted; a session that ended or moved to another company starts over. */
export function useEventStream(): void {
	useEffect(() => {
		onAccessEnded(startOver);
		const stop = startEvents((reason) => {
			if (reason === "tenant") startOver();
			else if (!isGoing()) window.location.reload();
		});
		return () => {
			onAccessEnded(() => undefined);
			stop();
		};
	}, []);
}

/** The load that follows finds out where the session is now, and tells why this company is left. */
function startOver(): void {
	if (isGoing()) return;
	const me = queryClient.getQueryData(meQuery().queryKey);
	if (me !== undefined) rememberCompany(me.tenant.tenantId);
	window.location.assign(pageKind(window.location.pathname));
}

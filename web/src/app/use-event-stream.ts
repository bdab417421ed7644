import { useEffect } from "react";
import { queryClient } from "./api-client.ts";
import { rememberCompany } from "./ended-note.ts";
import { startEvents } from "./events.ts";
import { isGoing } from "./go-to.ts";
import { meQuery } from "./session.ts";
import { pageKind } from "./tenant-switcher.tsx";

/** Keeps the page live while the shell is mounted; a session that ended or moved to another company starts over. */
export function useEventStream(): void {
	useEffect(
		() =>
			startEvents((reason) => {
				if (isGoing()) return;
				if (reason !== "tenant") return window.location.reload();
				const me = queryClient.getQueryData(meQuery().queryKey);
				if (me !== undefined) rememberCompany(me.tenant.tenantId);
				window.location.assign(pageKind(window.location.pathname));
			}),
		[],
	);
}

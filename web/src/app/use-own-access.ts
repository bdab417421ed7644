// Once the signed-in person's own access changes, nothing that was read with the former one stays on a page.
import { useEffect, useRef } from "react";
import { queryClient } from "./api-client.ts";
import { type Me, meQuery, useMe } from "./session.ts";

const accessKey = ({ tenant, permissions, entityIds, masked, viewing, status }: Me): string =>
	JSON.stringify([tenant.tenantId, [...permissions].sort(), entityIds === null ? null : [...entityIds].sort(), masked, viewing, status]);

/** Also what isn't shown now: it would be, for a moment, when somebody goes back to it. */
export function useOwnAccess(): void {
	const now = accessKey(useMe());
	const before = useRef(now);
	useEffect(() => {
		if (before.current === now) return;
		before.current = now;
		const me = JSON.stringify(meQuery().queryKey);
		void queryClient.resetQueries({ predicate: ({ queryKey }) => JSON.stringify(queryKey) !== me });
	}, [now]);
}

// Once the signed-in person's own access changes, nothing that was read with the former one stays on a page, and the page says so.
import { useEffect, useRef } from "react";
import { tell } from "../kit/notices.ts";
import { queryClient } from "./api-client.ts";
import { type Me, meQuery, useMe } from "./session.ts";

const accessKey = ({ tenant, permissions, entityIds, masked, viewing, status }: Me): string =>
	JSON.stringify([tenant.tenantId, [...permissions].sort(), entityIds === null ? null : [...entityIds].sort(), masked, viewing, status]);

/** Also what isn't shown now: it would be, for a moment, when somebody goes back to it. */
export function useOwnAccess(): void {
	const me = useMe();
	const before = useRef(me);
	useEffect(() => {
		const was = before.current;
		before.current = me;
		if (accessKey(was) === accessKey(me)) return;
		const ownKey = JSON.stringify(meQuery().queryKey);
		void queryClient.resetQueries({ predicate: ({ queryKey }) => JSON.stringify(queryKey) !== ownKey });
		const sentence = accessChangedSentence(was, me);
		if (sentence !== null) tell({ sentence, lastsMs: Number.POSITIVE_INFINITY });
	}, [me]);
}

/**
 * What somebody is told whose access was changed while a page is open.
 * @returns null: they did it themselves, or a banner says it
 */
export function accessChangedSentence(was: Me, now: Me): string | null {
	if (was.tenant.tenantId !== now.tenant.tenantId || was.status !== now.status) return null;
	if (JSON.stringify(was.viewing) !== JSON.stringify(now.viewing)) return null;
	const shows = "The page shows what you may see now.";
	if (was.tenant.roleName !== now.tenant.roleName)
		return `Your role in ${now.tenant.name} was changed from ${was.tenant.roleName} to ${now.tenant.roleName}. ${shows}`;
	if (JSON.stringify([...(was.entityIds ?? [])].sort()) !== JSON.stringify([...(now.entityIds ?? [])].sort()))
		return `The entities that you work on in ${now.tenant.name} were changed. ${shows}`;
	if (JSON.stringify(was.permissions.toSorted()) !== JSON.stringify(now.permissions.toSorted()))
		return `What your role may do in ${now.tenant.name} was changed. ${shows}`;
	return `What is masked for you in ${now.tenant.name} was changed. ${shows}`;
}

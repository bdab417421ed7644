// The session knows one company. A link to another one moves the session there when the page is loaded, never later: two
// tabs would otherwise pull it to and fro.
import { redirect } from "@tanstack/react-router";
import { failureOf } from "../kit/failure.ts";
import { api, queryClient } from "./api-client.ts";
import { companyOfTab, forgetSignedOutNote, keepEndedNote, oneTabAtATime, readEndedNote, tellEnded } from "./ended-note.ts";
import { type Me, meQuery } from "./session.ts";

let entered = false;

export async function signedIn(): Promise<boolean> {
	try {
		await queryClient.ensureQueryData(meQuery());
		forgetSignedOutNote();
		return true;
	} catch (error) {
		const { code } = failureOf(error);
		if (code === "NOT_SIGNED_IN") return false;
		if (code === "ACCESS_ENDED") return oneTabAtATime(goElsewhere);
		throw error;
	}
}

/** The session's company lets the person in no longer: into another one of theirs, or to the login, with a word why. */
async function goElsewhere(): Promise<boolean> {
	const answer = await api.auth.enterAnother.mutate().catch((error: unknown) => {
		if (failureOf(error).code === "NOT_SIGNED_IN") return null;
		throw error;
	});
	// Another tab was first, and there was no company left.
	if (answer === null) return false;
	const { me, ended } = answer;
	if (ended !== null && companyOfTab !== undefined) keepEndedNote({ ...ended, tenantId: companyOfTab, userId: me?.user.id ?? null });
	if (me === null) throw redirect({ to: "/login", search: { ended: ended?.how } });
	queryClient.clear();
	queryClient.setQueryData(meQuery().queryKey, me);
	// Otherwise another tab was first: `enterTenant` finds what it was told.
	if (ended === null) return true;
	entered = true;
	tellEnded(ended, me);
	// What the address names was the other company's.
	throw redirect({ to: "/", search: { tenant: undefined } });
}

/** @returns the company the session is in now */
export async function enterTenant(tenantId: string | undefined): Promise<string> {
	const me = await queryClient.ensureQueryData(meQuery());
	const first = !entered;
	entered = true;
	if (first) await tellWhatEnded(me);
	const member = me.memberships.some((membership) => membership.tenantId === tenantId);
	if (!first || tenantId === undefined || tenantId === me.tenant.tenantId || !member) return me.tenant.tenantId;
	const moved = await api.auth.switchTenant.mutate({ tenantId });
	queryClient.clear();
	queryClient.setQueryData(meQuery().queryKey, moved);
	return moved.tenant.tenantId;
}

/** When another tab has moved the session on from the company that this one was in. */
async function tellWhatEnded(me: Me): Promise<void> {
	if (companyOfTab === undefined || me.memberships.some(({ tenantId }) => tenantId === companyOfTab)) return;
	const note = await oneTabAtATime(() => Promise.resolve(readEndedNote(companyOfTab)));
	if (note === null || note.userId !== me.user.id) return;
	tellEnded(note, me);
	throw redirect({ to: "/", search: { tenant: undefined } });
}

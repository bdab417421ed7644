// The session knows one company. A link to another one moves the session there when the page is loaded, never later: two
// tabs would otherwise pull it to and fro.
import { redirect } from "@tanstack/react-router";
import { endedSentence } from "../../../domain/tenancy/ended-access.ts";
import { failureOf } from "../kit/failure.ts";
import { tell } from "../kit/notices.ts";
import { api, queryClient } from "./api-client.ts";
import { meQuery } from "./session.ts";

let entered = false;

export async function signedIn(): Promise<boolean> {
	try {
		await queryClient.ensureQueryData(meQuery());
		return true;
	} catch (error) {
		const { code } = failureOf(error);
		if (code === "NOT_SIGNED_IN") return false;
		if (code === "ACCESS_ENDED") return goElsewhere();
		throw error;
	}
}

/** The session's company lets the person in no longer: into another one of theirs, or to the login, with a word why. */
async function goElsewhere(): Promise<boolean> {
	const { me, ended } = await api.auth.enterAnother.mutate();
	if (me === null) throw redirect({ to: "/login", search: { ended: ended?.how } });
	queryClient.clear();
	queryClient.setQueryData(meQuery().queryKey, me);
	if (ended === null) return true;
	tell({ sentence: `${endedSentence(ended.how, ended.company)} You are in ${me.tenant.name} now.`, lastsMs: Number.POSITIVE_INFINITY });
	// What the address names was the other company's.
	throw redirect({ to: "/", search: { tenant: undefined } });
}

/** @returns the company the session is in now */
export async function enterTenant(tenantId: string | undefined): Promise<string> {
	const me = await queryClient.ensureQueryData(meQuery());
	const first = !entered;
	entered = true;
	const member = me.memberships.some((membership) => membership.tenantId === tenantId);
	if (!first || tenantId === undefined || tenantId === me.tenant.tenantId || !member) return me.tenant.tenantId;
	const moved = await api.auth.switchTenant.mutate({ tenantId });
	queryClient.clear();
	queryClient.setQueryData(meQuery().queryKey, moved);
	return moved.tenant.tenantId;
}

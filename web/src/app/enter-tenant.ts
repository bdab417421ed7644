// The session knows one company. A link to another one moves the session there when the page is loaded, never later: two
// tabs would otherwise pull it to and fro.
import { api, queryClient } from "./api-client.ts";
import { meQuery } from "./session.ts";

let entered = false;

export async function signedIn(): Promise<boolean> {
	try {
		await queryClient.ensureQueryData(meQuery());
		return true;
	} catch (error) {
		if (typeof error === "object" && error !== null && "data" in error) {
			const { data } = error as { data?: { code?: string } };
			if (data?.code === "NOT_SIGNED_IN") return false;
		}
		throw error;
	}
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

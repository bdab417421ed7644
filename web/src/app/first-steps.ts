// Where somebody begins who asked for no page: a company that still has first steps to do begins with them, for who may do them.
import { queryClient, trpc } from "./api-client.ts";
import { meQuery } from "./session.ts";

/** Of whoever is signed in. Demo companies come with what the steps would bring. */
export async function hasFirstSteps(): Promise<boolean> {
	const me = await queryClient.ensureQueryData(meQuery());
	if (me.tenant.dataKind === "demo" || me.status !== "active" || !me.permissions.includes("onboarding.manage")) return false;
	const { steps, left } = await queryClient.fetchQuery(trpc.onboarding.get.queryOptions());
	return left === null && steps.some(({ state }) => state === "open");
}

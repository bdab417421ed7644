// Which of a person's companies a login with a password opens: the first by name that lets people in with one.
import { passwordlessTenants } from "../../db/tenancy/identity-provider.store.ts";
import type { Membership } from "../../db/tenancy/membership.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ApiDeps } from "../context.ts";

/** Owners get in everywhere: a provider that is down must not lock a company out of its own settings. */
const mayUsePassword = async ({ orm }: Pick<ApiDeps, "orm">, { role, tenantId }: Membership): Promise<boolean> =>
	role === "owner" || !(await passwordlessTenants(orm, [tenantId])).has(tenantId);

/** @param only the company that was asked for, where one was. @throws TieoutError SSO_REQUIRED or NOT_FOUND */
export async function companyToEnter(deps: Pick<ApiDeps, "orm">, memberships: readonly Membership[], only?: string): Promise<Membership> {
	const asked = only === undefined ? memberships : memberships.filter(({ tenantId }) => tenantId === only);
	if (asked.length === 0) throw new TieoutError("NOT_FOUND", "You are not a member of a company with this id. Choose one of your own.");
	// One after the other: the first is nearly always it.
	for (const membership of asked.slice(0, 50)) if (await mayUsePassword(deps, membership)) return membership;
	throw new TieoutError(
		"SSO_REQUIRED",
		`${asked[0]?.name ?? "This company"} lets people in through its own identity provider only. Choose “Single sign-on”.`,
	);
}

// One unit of work of a signed-in person in their active tenant: one transaction, one permission check. Every tenant
// procedure and every plain HTTP route that touches tenant data goes through it; there is no other way to an entity manager.
import { TieoutError } from "../domain/core/errors.ts";
import { allows, type Permission, type Role } from "../domain/tenancy/permissions.ts";
import { roleOf } from "../db/tenancy/membership.store.ts";
import { type ScopedEm, withTenant } from "../db/tenant-scope.ts";
import type { RequestContext } from "./context.ts";

// A Temporal that hangs must not keep transactions open: ten such requests would hold every connection to the database.
const temporalLimitMs = 5_000;

export interface TenantWork {
	readonly em: ScopedEm;
	readonly tenantId: string;
	readonly userId: string;
	readonly role: Role;
	/** Runs `step` once the transaction has committed: workflow starts. A failure is logged, never thrown; what it left undone is picked up again. */
	readonly afterCommit: (step: () => Promise<unknown>) => void;
}

/** @throws TieoutError NOT_SIGNED_IN, or FORBIDDEN when the role in this tenant lacks `permission` */
export async function withPermission<Out>(
	context: RequestContext,
	permission: Permission,
	work: (tenant: TenantWork) => Promise<Out>,
): Promise<Out> {
	const { session, deps, log } = context;
	if (session === null) throw notSignedIn();
	const { tenantId, userId } = session;
	const steps: (() => Promise<unknown>)[] = [];
	const out = await withTenant(deps.orm, { tenantId, userId }, async (em) => {
		const role = await roleOf(em, { tenantId, userId });
		if (role === null || !allows(role, permission)) throw forbidden(permission, role);
		const tenant: TenantWork = { em, tenantId, userId, role, afterCommit: (step) => steps.push(step) };
		return temporalWithin(deps, () => work(tenant));
	});
	for (const step of steps) {
		try {
			await temporalWithin(deps, step);
		} catch (error) {
			log.warn({ err: error }, "a step after commit failed; the starter takes it up");
		}
	}
	return out;
}

const temporalWithin = <Out>({ temporal: { client } }: RequestContext["deps"], work: () => Promise<Out>): Promise<Out> =>
	client.withDeadline(Date.now() + temporalLimitMs, work);

export const notSignedIn = (): TieoutError => new TieoutError("NOT_SIGNED_IN", "Sign in to go on: the session has ended.");

function forbidden(permission: Permission, role: Role | null): TieoutError {
	if (role === null)
		return new TieoutError("FORBIDDEN", "You are no longer a member of this company. Switch to another one, or ask its admin.");
	return new TieoutError("FORBIDDEN", `Your role (${role}) lacks "${permission}". An admin of this company can give it to you.`, {
		permission,
		role,
	});
}

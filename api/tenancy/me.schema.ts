// Who is signed in, where, and what they may do: what the shell of every page needs first.
import { z } from "zod";
import { permissions, permissionsOf, roles } from "../../domain/tenancy/permissions.ts";
import type { Membership } from "../../db/tenancy/membership.store.ts";

export const membershipSchema = z.object({
	tenantId: z.uuid(),
	name: z.string(),
	dataKind: z.enum(["demo", "sandbox", "production"]),
	role: z.enum(roles),
});

export const meSchema = z.object({
	user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
	/** The company of this session; one of `memberships`. */
	tenant: membershipSchema,
	memberships: z.array(membershipSchema),
	permissions: z.array(z.enum(permissions)),
});
export type Me = z.infer<typeof meSchema>;

export function meOf(user: Me["user"], memberships: readonly Membership[], active: Membership): Me {
	return { user, tenant: active, memberships: [...memberships], permissions: [...permissionsOf[active.role]] };
}

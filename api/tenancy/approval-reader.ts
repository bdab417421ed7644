// Who looks at the inbox: with their own permissions, and those of people who are away and have named them.
import { accessesOf } from "../../db/tenancy/access.store.ts";
import type { ApprovalReader } from "../../db/tenancy/approval.store.ts";
import { absentFor } from "../../db/tenancy/delegation.store.ts";
import { type Absent, absentNow } from "../../domain/tenancy/delegation.ts";
import type { TenantWork } from "../with-permission.ts";

export async function approvalReader({ em, tenantId, userId, access }: TenantWork): Promise<ApprovalReader> {
	return { tenantId, userId, permissions: access.permissions, absent: await absentOf({ em, tenantId, userId, access }) };
}

/** Programs, support and whoever looks through another role stand in for nobody. */
async function absentOf({ em, tenantId, userId, access }: Pick<TenantWork, "em" | "tenantId" | "userId" | "access">): Promise<Absent[]> {
	if (access.kind !== "member" || access.viewing !== null) return [];
	const givers = await absentFor(em, { tenantId, userId });
	if (givers.length === 0) return [];
	const accesses = await accessesOf(em, { tenantId, userIds: givers });
	return [...accesses]
		.filter(([, giver]) => giver.kind === "member")
		.map(([giverId, giver]) => absentNow({ ...giver, userId: giverId }, access))
		.filter(({ permissions }) => permissions.length > 0);
}

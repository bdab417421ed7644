// Leaving a company: the membership stays as removed, because what the person did names it. The last owner can't leave.
import { z } from "zod";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { accessChanged } from "../../db/tenancy/access.store.ts";
import { revokeKeysOf } from "../../db/tenancy/api-key.store.ts";
import { userById } from "../../db/tenancy/user.store.ts";
import { withTenant, withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn, originOf } from "../with-permission.ts";
import { moveSessionOn } from "./enter-another.ts";
import { meSchema } from "./me.schema.ts";

/** Leaves the company that the session looks at. `me` is null when it was the last one: then nobody is signed in any more. */
export const leaveCompany = procedure("signed-in")
	.output(z.object({ me: meSchema.nullable() }))
	.mutation(async ({ ctx }) => {
		const { deps, session, correlationId } = ctx;
		const { tenantId, userId } = session;
		const user = await withUser(deps.orm, userId, (em) => userById(em, userId));
		if (user === null) throw notSignedIn();
		await withTenant(deps.orm, { tenantId }, async (em) => {
			// Two owners who leave at once: the second one sees that the first has left.
			const owners = await em.execute<{ userId: string }[]>(
				`select user_id::text as "userId" from memberships where tenant_id = ?::uuid and role = 'owner' and status = 'active' order by user_id for update`,
				[tenantId],
			);
			if (owners.length === 1 && owners[0]?.userId === userId)
				throw new TieoutError("LAST_OWNER", "You are the only owner. Make somebody else an owner first, then leave.");
			const gone = await em.execute<unknown[]>(
				`update memberships set status = 'removed', removed_at = now()
				where tenant_id = ?::uuid and user_id = ?::uuid and kind = 'member' and status = 'active' returning 1 as done`,
				[tenantId, userId],
			);
			if (gone.length === 0) throw new TieoutError("NOT_FOUND", "You are not a member of this company.");
			await revokeKeysOf(em, { tenantId, userId, by: userId });
			await accessChanged(em, tenantId);
			await recordAudit(em, {
				tenantId,
				actor: { kind: "person", id: userId, name: user.name, onBehalfOf: null },
				origin: originOf(ctx, user.email),
				correlationId,
				action: "users.leave",
				resource: { kind: "user", id: userId },
				summary: "Left the company",
			});
		});
		const me = await moveSessionOn(deps, session);
		if (me === null) ctx.cookie.clear();
		return { me };
	});

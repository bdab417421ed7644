import { z } from "zod";
import { accessOf } from "../../db/tenancy/access.store.ts";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { roleById } from "../../db/tenancy/role.store.ts";
import { endSessionView, setSessionView } from "../../db/tenancy/session-view.store.ts";
import type { Session } from "../../db/tenancy/session.store.ts";
import { type ScopedEm, withTenant } from "../../db/tenant-scope.ts";
import { isSystemRole, roleNames } from "../../domain/tenancy/permissions.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import { actorOf, notSignedIn, originOf } from "../with-permission.ts";
import { type Me, meSchema } from "./me.schema.ts";
import { roleKeySchema } from "./member.schema.ts";
import { readMe } from "./read-me.ts";
import { noRole } from "./role.schema.ts";

/**
 * From now on this session sees what somebody in that role would, as far as its own role sees it too, and changes nothing. Needs no
 * permission: it only takes away.
 */
export const viewAs = procedure("signed-in")
	.input(
		z.object({
			role: roleKeySchema,
			/** The company's own role, with "custom". */
			roleId: z.uuid().nullable().default(null),
			/** As its draft would have it. */
			draft: z.boolean().default(false),
		}),
	)
	.output(meSchema)
	.mutation(async ({ ctx, input: { role, roleId, draft } }) =>
		inSession(ctx, "auth.view_as", async (em, session) => {
			if (isSystemRole(role)) {
				await setSessionView(em, { ...session, role, roleId: null, draft: false });
				return `Looks at Tieout as ${roleNames[role]}.`;
			}
			const own = roleId === null ? null : await roleById(em, { tenantId: session.tenantId, roleId });
			if (own === null || roleId === null || (draft && own.draft === null)) throw noRole();
			await setSessionView(em, { ...session, role, roleId, draft });
			return `Looks at Tieout as ${own.name}${draft ? " would be" : ""}.`;
		}),
	);

/** Back to one's own role. */
export const stopViewing = procedure("signed-in")
	.output(meSchema)
	.mutation(async ({ ctx }) =>
		inSession(ctx, "auth.view_as_end", async (em, session) => {
			await endSessionView(em, session);
			return "Went back to their own role.";
		}),
	);

type Step = (em: ScopedEm, session: Session) => Promise<string>;

/** The session's own person in its company, whatever they look through. @param step answers what the audit trail says */
async function inSession(ctx: RequestContext & { readonly session: Session }, action: string, step: Step): Promise<Me> {
	const { session, deps, correlationId } = ctx;
	const { tenantId, userId, sessionId } = session;
	const me = await withTenant(deps.orm, { tenantId, userId, entityIds: null }, async (em) => {
		const access = await accessOf(em, { tenantId, userId });
		if (access === null) throw notSignedIn();
		const summary = await step(em, session);
		const actor = actorOf(userId, access);
		const origin = originOf(ctx, access.email);
		await recordAudit(em, { tenantId, actor, origin, correlationId, action, resource: { kind: "session", id: sessionId }, summary });
		return readMe(em, session);
	});
	deps.access.drop(tenantId);
	if (me === null) throw notSignedIn();
	return me;
}

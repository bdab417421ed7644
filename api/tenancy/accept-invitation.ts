// Coming in by an invitation: somebody new chooses a name and a password, somebody with an account has to be signed in as that person. The
// link proves the address; it never signs anybody in to an account that exists.
import { z } from "zod";
import { accessOf } from "../../db/tenancy/access.store.ts";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import { acceptInvitation, invitationById, type InvitationRow } from "../../db/tenancy/invitation.store.ts";
import { membershipsOf } from "../../db/tenancy/membership.store.ts";
import { addMember, createPerson } from "../../db/tenancy/new-account.store.ts";
import { emitEvent } from "../../db/tenancy/outbox.store.ts";
import { requireRoom } from "../../db/tenancy/plan.store.ts";
import { setSessionTenant } from "../../db/tenancy/session.store.ts";
import { userById, userIdByEmail } from "../../db/tenancy/user.store.ts";
import { type ScopedEm, withTenant, withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { invitationState, mayInvite } from "../../domain/tenancy/invitation.ts";
import { may } from "../../domain/tenancy/permissions.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import { notSignedIn, originOf } from "../with-permission.ts";
import { companyToEnter } from "./company-to-enter.ts";
import { invitedRole } from "./invitations.ts";
import { factsOfLink, linkToken, useLink } from "./mail-link.ts";
import { meSchema } from "./me.schema.ts";
import { newPassword, requireGoodPassword } from "./new-password.ts";
import { hashPassword } from "./password.ts";
import { readMe } from "./read-me.ts";
import { startBrowserSession } from "./start-session.ts";

interface Opened {
	readonly email: string;
	readonly tenantId: string;
	readonly company: string;
	readonly invitation: InvitationRow;
}

const gone = (): TieoutError =>
	new TieoutError("LINK_OVER", "This invitation was taken back, replaced, or is too old. Ask whoever invited you.");

async function opened({ deps }: RequestContext, token: string): Promise<Opened> {
	const { email, tenantId, invitationId } = await factsOfLink(deps, token, "invite");
	const found = await withTenant(deps.orm, { tenantId }, async (em) => {
		const row = await invitationById(em, tenantId, invitationId);
		return {
			invitation: row !== null && (await stillInvited(em, tenantId, row)) ? row : null,
			tenant: (await em.execute<{ name: string }[]>("select name from tenants where id = ?::uuid", [tenantId]))[0],
		};
	});
	if (found.invitation === null || invitationState(found.invitation, deps.now()) !== "open") throw gone();
	return { email, tenantId, company: found.tenant?.name ?? "", invitation: found.invitation };
}

/** Whoever invites answers for it until it is accepted: who was removed meanwhile, or may do less, lets nobody in any more. */
async function stillInvited(em: ScopedEm, tenantId: string, row: InvitationRow): Promise<boolean> {
	const by = await accessOf(em, { tenantId, userId: row.invitedBy });
	const role = await invitedRole(em, tenantId, row);
	return by !== null && role !== null && may(by, "users.invite") && mayInvite(by, { ...role, entityIds: row.entityIds }).ok;
}

/** What the link is for. Only who has it, and so reads this mailbox, learns whether the address has an account. */
export const invitation = procedure("anyone")
	.input(z.object({ token: linkToken }))
	.output(
		z.object({
			email: z.string(),
			company: z.string(),
			roleName: z.string(),
			inviterName: z.string(),
			hasAccount: z.boolean(),
			/** Whoever is signed in here now is the person that was invited. */
			signedInAsThem: z.boolean(),
		}),
	)
	.mutation(async ({ ctx, input }) => {
		const { email, company, invitation: row } = await opened(ctx, input.token);
		const userId = await userIdByEmail(ctx.deps.orm, email);
		return {
			email,
			company,
			roleName: row.roleName,
			inviterName: row.inviterName,
			hasAccount: userId !== null,
			signedInAsThem: userId !== null && ctx.session?.userId === userId,
		};
	});

export const acceptAsNew = procedure("anyone")
	.input(z.object({ token: linkToken, name: z.string().trim().min(1, "Enter your name.").max(120), password: newPassword }))
	.output(meSchema)
	.mutation(async ({ ctx, input }) => {
		const { deps } = ctx;
		const open = await opened(ctx, input.token);
		requireGoodPassword(input.password, [open.email, input.name, open.company]);
		const passwordHash = await hashPassword(input.password);
		const userId = await createPerson(deps.orm, { email: open.email, name: input.name, passwordHash });
		if (userId === null)
			throw new TieoutError("ACCOUNT_EXISTS", "There is an account with this e-mail address. Sign in with it, then open the link again.");
		await join(ctx, open, { id: userId, name: input.name });
		await useLink(deps, input.token);
		await mayComeIn(deps, open, userId);
		await startBrowserSession(ctx, {
			user: { id: userId, name: input.name, email: open.email },
			tenantId: open.tenantId,
			method: "password",
			boundTenantId: null,
		});
		return meIn(ctx, userId, open.tenantId);
	});

export const acceptAsMe = procedure("signed-in")
	.input(z.object({ token: linkToken }))
	.output(meSchema)
	.mutation(async ({ ctx, input }) => {
		const { deps, session } = ctx;
		const open = await opened(ctx, input.token);
		const user = await withUser(deps.orm, session.userId, (em) => userById(em, session.userId));
		if (user === null) throw notSignedIn();
		if (user.email !== open.email)
			throw new TieoutError("FORBIDDEN", `This invitation is for ${open.email}. Sign out, and sign in as that person.`);
		if (session.boundTenantId !== null)
			throw new TieoutError(
				"SSO_BOUND",
				"You came in through a company’s identity provider. Sign in with your password, then open the link again.",
			);
		await join(ctx, open, user);
		await useLink(deps, input.token);
		await mayComeIn(deps, open, user.id);
		await withUser(deps.orm, user.id, (em) => setSessionTenant(em, { sessionId: session.sessionId, tenantId: open.tenantId }));
		deps.sessions.forget(session.sessionId);
		return meIn(ctx, user.id, open.tenantId);
	});

/** They are a member now, and come in as the company lets people in. @throws TieoutError SSO_REQUIRED */
async function mayComeIn(deps: RequestContext["deps"], { tenantId, company }: Opened, userId: string): Promise<void> {
	const memberships = await withUser(deps.orm, userId, (em) => membershipsOf(em, userId));
	await companyToEnter(deps, memberships, tenantId).catch((error: unknown) => {
		if (!(error instanceof TieoutError) || error.code !== "SSO_REQUIRED") throw error;
		throw new TieoutError(
			"SSO_REQUIRED",
			`You are a member of ${company} now. It lets people in through its own identity provider only: choose “Single sign-on”.`,
		);
	});
}

/** @throws TieoutError LINK_OVER when it was taken back or accepted meanwhile */
async function join(ctx: RequestContext, { tenantId, email, invitation: row }: Opened, user: { id: string; name: string }): Promise<void> {
	const { deps, correlationId } = ctx;
	await withTenant(deps.orm, { tenantId }, async (em) => {
		if (!(await stillInvited(em, tenantId, row))) throw gone();
		if (!(await acceptInvitation(em, { tenantId, id: row.id, userId: user.id }))) throw gone();
		await requireRoom(em, tenantId, "seats", 1);
		await addMember(em, {
			tenantId,
			userId: user.id,
			name: user.name,
			email,
			role: row.role,
			customRoleId: row.customRoleId,
			entityIds: row.entityIds,
		});
		await recordAudit(em, {
			tenantId,
			actor: { kind: "person", id: user.id, name: user.name, onBehalfOf: null },
			origin: originOf(ctx, email),
			correlationId,
			action: "users.join",
			resource: { kind: "user", id: user.id },
			summary: `Accepted an invitation as ${row.roleName}`,
			after: { role: row.role, invitationId: row.id },
		});
		await emitEvent(em, { tenantId, topic: "user.created", key: user.id, payload: { userId: user.id, role: row.role } });
	});
}

async function meIn({ deps }: RequestContext, userId: string, tenantId: string) {
	const me = await withUser(deps.orm, userId, (em) => readMe(em, { userId, tenantId }));
	if (me === null) throw notSignedIn();
	return me;
}

// Asking people in: the list, a new invitation, the same one again, and taking one back. Whether the address has an account elsewhere is
// nobody's business here.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import {
	insertInvitation,
	invitationById,
	type InvitationRow,
	invitations,
	isMemberId,
	revokeInvitation,
} from "../../db/tenancy/invitation.store.ts";
import { requireFeature, requireRoom } from "../../db/tenancy/plan.store.ts";
import { userIdByEmail } from "../../db/tenancy/user.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { invitationState, mayInvite } from "../../domain/tenancy/invitation.ts";
import type { RoleChoice } from "../../domain/tenancy/members.ts";
import { isPermission, permissionsOf, roleNames, roles } from "../../domain/tenancy/permissions.ts";
import { life } from "../../domain/tenancy/token-life.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import type { TenantWork } from "../with-permission.ts";
import { emailField } from "./register.ts";
import { requestMail } from "./request-mail.ts";
import { countTries } from "./tries.ts";

const invitationSchema = z.object({
	id: z.uuid(),
	email: z.string(),
	role: z.enum([...roles, "custom"]),
	roleName: z.string(),
	entityIds: z.array(z.uuid()).nullable(),
	inviterName: z.string(),
	state: z.enum(["open", "accepted", "revoked", "expired"]),
	createdAt: z.string(),
	expiresAt: z.string(),
});

const shown = (row: InvitationRow, now: Date): z.infer<typeof invitationSchema> => ({
	id: row.id,
	email: row.email,
	role: row.role,
	roleName: row.roleName,
	entityIds: row.entityIds === null ? null : [...row.entityIds],
	inviterName: row.inviterName,
	state: invitationState(row, now),
	createdAt: row.createdAt,
	expiresAt: row.expiresAt,
});

export const listInvitations = procedure("users.read")
	.output(z.array(invitationSchema))
	.query(async ({ ctx }) => (await invitations(ctx.em, ctx.tenantId)).map((row) => shown(row, ctx.deps.now())));

export const invite = procedure("users.invite")
	.input(
		z.object({
			email: emailField,
			role: z.enum([...roles, "custom"]),
			/** A role of the company's own, with `role` "custom". */
			customRoleId: z.uuid().nullable().default(null),
			/** Entities that the member will be limited to; null: none. */
			entityIds: z.array(z.uuid()).min(1).max(200).nullable().default(null),
		}),
	)
	.output(invitationSchema)
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId } = ctx;
		const role = await roleOf(ctx, input);
		await requireEntities(ctx, input.entityIds);
		const allowed = mayInvite(ctx.access, { ...role, entityIds: input.entityIds });
		if (!allowed.ok) throw new TieoutError(allowed.error.code, allowed.error.message);
		const known = await userIdByEmail(ctx.deps.orm, input.email);
		if (known !== null && (await isMemberId(em, tenantId, known)))
			throw new TieoutError("INPUT", "This person is a member of the company already.");
		await requireRoom(em, tenantId, "seats", 1);
		await countTries(ctx.deps, [{ name: "mail_to", of: input.email }]);
		const id = randomUUID();
		const expiresAt = new Date(ctx.deps.now().getTime() + life.invitationMs);
		const { email, customRoleId, entityIds } = input;
		await insertInvitation(em, { tenantId, id, email, role: input.role, customRoleId, entityIds, invitedBy: ctx.userId, expiresAt });
		await ctx.emit({ topic: "user.invited", key: id, payload: { invitationId: id, role: input.role } });
		return sent(ctx, id, "users.invite", `Invited somebody as ${role.name}`);
	});

/** A new link in the place of the old one, which is not good any more. */
export const inviteAgain = procedure("users.invite")
	.input(z.object({ invitationId: z.uuid() }))
	.output(invitationSchema)
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId } = ctx;
		const old = await invitationById(em, tenantId, input.invitationId);
		const state = old === null ? null : invitationState(old, ctx.deps.now());
		if (old === null || (state !== "open" && state !== "expired")) throw notOpen();
		const role = await roleOf(ctx, old);
		const allowed = mayInvite(ctx.access, { ...role, entityIds: old.entityIds });
		if (!allowed.ok) throw new TieoutError(allowed.error.code, allowed.error.message);
		// The plan or the entities may be others than when it was sent.
		await requireEntities(ctx, old.entityIds);
		await countTries(ctx.deps, [{ name: "mail_to", of: old.email }]);
		const id = randomUUID();
		const expiresAt = new Date(ctx.deps.now().getTime() + life.invitationMs);
		const { email, customRoleId, entityIds } = old;
		await insertInvitation(em, { tenantId, id, email, role: old.role, customRoleId, entityIds, invitedBy: ctx.userId, expiresAt });
		return sent(ctx, id, "users.invite", `Invited somebody again as ${role.name}`);
	});

export const takeBackInvitation = procedure("users.invite")
	.input(z.object({ invitationId: z.uuid() }))
	.output(z.object({ revoked: z.literal(true) }))
	.mutation(async ({ ctx, input }) => {
		if (!(await revokeInvitation(ctx.em, ctx.tenantId, input.invitationId))) throw notOpen();
		await ctx.audit({
			action: "users.take_back_invitation",
			resource: { kind: "invitation", id: input.invitationId },
			summary: "Took an invitation back",
		});
		return { revoked: true };
	});

const notOpen = (): TieoutError => new TieoutError("NOT_FOUND", "There is no open invitation with this id. Reload the list.");

type Ctx = TenantWork & RequestContext;

interface RoleNamed {
	readonly role: InvitationRow["role"];
	readonly customRoleId: string | null;
}

async function roleOf({ em, tenantId }: Ctx, named: RoleNamed): Promise<RoleChoice> {
	const role = await invitedRole(em, tenantId, named);
	if (role === null) throw new TieoutError("NOT_FOUND", "This company has no role with this id. Choose one of its own.");
	return role;
}

/** null: a role of the company's own that is gone, or was never published. */
export async function invitedRole(em: ScopedEm, tenantId: string, { role, customRoleId }: RoleNamed): Promise<RoleChoice | null> {
	if (role !== "custom") return { key: role, name: roleNames[role], permissions: permissionsOf[role] };
	const [row] = await em.execute<{ name: string; permissions: readonly string[] }[]>(
		"select name, permissions from roles where tenant_id = ?::uuid and id = ?::uuid and deleted_at is null and version > 0",
		[tenantId, customRoleId],
	);
	return row === undefined ? null : { key: role, name: row.name, permissions: new Set(row.permissions.filter(isPermission)) };
}

async function requireEntities({ em, tenantId }: Ctx, entityIds: readonly string[] | null): Promise<void> {
	if (entityIds === null) return;
	await requireFeature(em, tenantId, "entity_scoping");
	const [row] = await em.execute<{ count: number }[]>(
		`select count(*)::int as count from entities where tenant_id = ?::uuid
		and id in (select value::uuid from jsonb_array_elements_text(?::jsonb))`,
		[tenantId, JSON.stringify(entityIds)],
	);
	if (row?.count !== new Set(entityIds).size)
		throw new TieoutError("NOT_FOUND", "This company has no entity with this id. Choose one of its own.");
}

async function sent(ctx: Ctx, id: string, action: string, summary: string): Promise<z.infer<typeof invitationSchema>> {
	const { em, tenantId } = ctx;
	const row = await invitationById(em, tenantId, id);
	if (row === null) throw notOpen();
	const [tenant] = await em.execute<{ name: string }[]>("select name from tenants where id = ?::uuid", [tenantId]);
	await ctx.audit({
		action,
		resource: { kind: "invitation", id },
		summary,
		after: { role: row.role, entityIds: row.entityIds ?? "all" },
	});
	const facts = { tenantId, invitationId: id, company: tenant?.name ?? "", invitedBy: row.inviterName, role: row.roleName };
	ctx.afterCommit(() => requestMail(ctx, "invite", { to: row.email, ...facts }));
	return shown(row, ctx.deps.now());
}

import { z } from "zod";
import { revokeKeysOf } from "../../db/tenancy/api-key.store.ts";
import { entitiesOf } from "../../db/tenancy/entity.store.ts";
import { countOwners, factsOf, lockOwners, memberById, removeMember, restoreMember } from "../../db/tenancy/member.store.ts";
import { requireFeature, requireRoom } from "../../db/tenancy/plan.store.ts";
import { roleById } from "../../db/tenancy/role.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { Result } from "../../domain/core/result.ts";
import { mayRemoveMember, mayRestoreMember, mayTouchMember } from "../../domain/tenancy/members.ts";
import { isSystemRole, roleNames } from "../../domain/tenancy/permissions.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import type { TenantWork } from "../with-permission.ts";
import { accessChangedHere } from "./access-changed.ts";
import { waitsSchema } from "./approval.schema.ts";
import { memberSchema, roleKeySchema } from "./member.schema.ts";
import { memberView, noMember } from "./members-list.ts";
import { makeChange } from "./propose-change.ts";

type Ctx = TenantWork & RequestContext;
const reasonSchema = z.string().trim().max(500, "A reason has at most 500 characters.").default("");

/** Gives a member another role and other entities. The rules are held where the change is made (db/tenancy/apply-change.ts). */
export const changeRole = procedure("users.manage")
	.input(
		z.object({
			userId: z.uuid("A member's id is a UUID."),
			role: roleKeySchema,
			/** The company's own role, with "custom". */
			roleId: z.uuid().nullable().default(null),
			/** null: the whole company. */
			entityIds: z.array(z.uuid()).min(1, "Choose at least one entity, or the whole company.").max(200).nullable().default(null),
			reason: reasonSchema,
		}),
	)
	/** The member as they are now: as before, while the change waits. */
	.output(memberSchema.extend({ waits: waitsSchema }))
	.mutation(async ({ ctx, input: { userId, role, roleId, entityIds, reason } }) => {
		const { em, tenantId, access } = ctx;
		const member = await memberById(em, { tenantId, userId });
		if (member === null) throw noMember();
		held(mayTouchMember({ by: { userId: ctx.userId, access }, member: factsOf(member) }));
		if (role === "custom") await requireFeature(em, tenantId, "custom_roles");
		if (entityIds !== null) await checkEntities(ctx, entityIds);
		const name = await roleName(ctx, role, roleId);
		const args = {
			userId,
			role,
			roleId: role === "custom" ? roleId : null,
			entityIds: entityIds === null ? null : [...new Set(entityIds)].sort(),
		};
		const limit =
			args.entityIds === null ? "" : `, limited to ${args.entityIds.length === 1 ? "one entity" : `${args.entityIds.length} entities`}`;
		const waits = await makeChange(
			ctx,
			{ kind: "users.change_role", args },
			{
				title: `Role of ${member.name}`,
				sentence: `${member.name} becomes ${name}${limit}.`,
				trail: `A member becomes ${name}${limit}.`,
				reason,
			},
		);
		accessChangedHere(ctx);
		return { ...(await viewOf(ctx, userId)), waits };
	});

async function roleName({ em, tenantId }: Ctx, role: z.infer<typeof roleKeySchema>, roleId: string | null): Promise<string> {
	if (isSystemRole(role)) return roleNames[role];
	const own = roleId === null ? null : await roleById(em, { tenantId, roleId });
	if (own === null) throw new TieoutError("NOT_FOUND", "This company has no role with this id. Reload the list of roles.");
	if (own.version === 0) throw new TieoutError("ROLE_DRAFT", `${own.name} was never published. Publish it first.`);
	return own.name;
}

async function checkEntities({ em, tenantId }: Ctx, entityIds: readonly string[]): Promise<void> {
	await requireFeature(em, tenantId, "entity_scoping");
	const known = new Set((await entitiesOf(em, tenantId)).map(({ id }) => id));
	if (entityIds.some((id) => !known.has(id))) throw new TieoutError("NOT_FOUND", "This company has no such entity. Choose from the list.");
}

/** Takes the access away at once; what the person did stays theirs, and they can be restored. */
export const removeUser = procedure("users.manage")
	.input(z.object({ userId: z.uuid("A member's id is a UUID."), reason: reasonSchema }))
	.output(memberSchema)
	.mutation(async ({ ctx, input: { userId, reason } }) => {
		const { em, tenantId, access } = ctx;
		const owners = await lockOwners(em, tenantId);
		const member = await memberById(em, { tenantId, userId });
		if (member === null) throw noMember();
		held(mayRemoveMember({ by: { userId: ctx.userId, access }, member: factsOf(member), owners }));
		await removeMember(em, { tenantId, userId });
		const keysRevoked = await revokeKeysOf(em, { tenantId, userId, by: ctx.userId });
		await ctx.audit({
			action: "users.remove",
			resource: { kind: "user", id: userId },
			summary: `Removed a member who was ${member.role.name}.`,
			before: { status: "active", role: member.role.name },
			after: { status: "removed", keysRevoked },
			reason,
		});
		accessChangedHere(ctx);
		return viewOf(ctx, userId);
	});

/** Gives the access back that the person had, if the plan has room for them. */
export const restoreUser = procedure("users.manage")
	.input(z.object({ userId: z.uuid("A member's id is a UUID.") }))
	.output(memberSchema)
	.mutation(async ({ ctx, input: { userId } }) => {
		const { em, tenantId, access } = ctx;
		const member = await memberById(em, { tenantId, userId });
		if (member === null) throw noMember();
		if (member.status === "active") throw new TieoutError("CONFLICT", `${member.name} has access already. Reload the list.`);
		held(mayRestoreMember({ by: { userId: ctx.userId, access }, member: factsOf(member) }));
		await requireRoom(em, tenantId, "seats", 1);
		await restoreMember(em, { tenantId, userId });
		await ctx.audit({
			action: "users.restore",
			resource: { kind: "user", id: userId },
			summary: `Restored a member as ${member.role.name}.`,
			before: { status: "removed" },
			after: { status: "active", role: member.role.name },
		});
		accessChangedHere(ctx);
		return viewOf(ctx, userId);
	});

function held(rule: Result<void, { readonly code: string; readonly message: string }>): void {
	if (!rule.ok) throw new TieoutError(rule.error.code, rule.error.message);
}

async function viewOf(ctx: Ctx, userId: string): Promise<z.infer<typeof memberSchema>> {
	const { em, tenantId } = ctx;
	const member = await memberById(em, { tenantId, userId });
	if (member === null) throw noMember();
	return memberView(member, ctx, await countOwners(em, tenantId));
}

import { randomUUID } from "node:crypto";
import { z } from "zod";
import { requireFeature } from "../../db/tenancy/plan.store.ts";
import { insertRole, removeRole, roleById, type RoleRow, rolesOf, setDraft } from "../../db/tenancy/role.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { checkDraft, type RoleDraft } from "../../domain/tenancy/roles.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import type { TenantWork } from "../with-permission.ts";
import { accessChangedHere } from "./access-changed.ts";
import { waitsSchema } from "./approval.schema.ts";
import { makeChange } from "./propose-change.ts";
import { noRole, roleDraftSchema, roleIdSchema, roleSchema, roleView } from "./role.schema.ts";

type Ctx = TenantWork & RequestContext;

/** A new role as a draft: nobody can have it until it is published. */
export const createRole = procedure("roles.manage")
	.input(roleDraftSchema)
	.output(roleSchema)
	.mutation(async ({ ctx, input: draft }) => {
		const { em, tenantId, userId } = ctx;
		await requireFeature(em, tenantId, "custom_roles");
		await held(ctx, draft, null);
		const roleId = randomUUID();
		await insertRole(em, { tenantId, roleId, draft, createdBy: userId });
		await ctx.audit({ action: "roles.create", resource: role(roleId), summary: `Drafted the role ${draft.name}.`, after: { ...draft } });
		return viewOf(ctx, roleId);
	});

/** What publishing would make of the role. `version` is the publication that the editor started from. */
export const saveDraft = procedure("roles.manage")
	.input(roleDraftSchema.extend({ id: roleIdSchema, version: z.int().min(0) }))
	.output(roleSchema)
	.mutation(async ({ ctx, input: { id, version, ...draft } }) => {
		const { em, tenantId } = ctx;
		const before = await lockedRole(ctx, id);
		if (before.version !== version) throw stale();
		await held(ctx, draft, id);
		await setDraft(em, { tenantId, roleId: id, draft });
		await ctx.audit({
			action: "roles.draft",
			resource: role(id),
			summary: `Changed the draft of the role ${before.name}.`,
			before: { ...(before.draft ?? published(before)) },
			after: { ...draft },
		});
		accessChangedHere(ctx);
		return viewOf(ctx, id);
	});

/** Drops the draft. A role that was never published is gone then. */
export const discardDraft = procedure("roles.manage")
	.input(z.object({ id: roleIdSchema }))
	.output(z.object({ role: roleSchema.nullable() }))
	.mutation(async ({ ctx, input: { id } }) => {
		const { em, tenantId } = ctx;
		const before = await lockedRole(ctx, id);
		await setDraft(em, { tenantId, roleId: id, draft: null });
		await ctx.audit({
			action: "roles.discard",
			resource: role(id),
			summary: `Dropped the draft of the role ${before.name}.`,
			before: { ...before.draft },
		});
		accessChangedHere(ctx);
		const left = await roleById(em, { tenantId, roleId: id });
		return { role: left === null ? null : roleView(left) };
	});

/** From now on everybody who has the role may do what its draft says, or once a second person has approved it: `waits` says which. */
export const publish = procedure("roles.manage")
	.input(z.object({ id: roleIdSchema, version: z.int().min(0) }))
	.output(roleSchema.extend({ waits: waitsSchema }))
	.mutation(async ({ ctx, input: { id, version } }) => {
		const { draft, name } = await lockedRole(ctx, id);
		if (draft === null) throw new TieoutError("CONFLICT", "This role has no draft. Change something first.");
		const change = { kind: "roles.publish" as const, args: { roleId: id, version, ...draft } };
		const waits = await makeChange(ctx, change, {
			title: `Role ${name}`,
			sentence: `The role ${draft.name} is published with ${draft.permissions.length} permissions.`,
		});
		accessChangedHere(ctx);
		return { ...(await viewOf(ctx, id)), waits };
	});

/** A role that nobody has any more. */
export const remove = procedure("roles.manage")
	.input(z.object({ id: roleIdSchema }))
	.output(z.object({ removed: z.literal(true) }))
	.mutation(async ({ ctx, input: { id } }) => {
		const { em, tenantId } = ctx;
		const before = await lockedRole(ctx, id);
		if (before.members > 0) {
			const who = before.members === 1 ? "One person has" : `${before.members} people have`;
			throw new TieoutError("ROLE_IN_USE", `${who} this role. Give them another one first.`, { members: before.members });
		}
		await removeRole(em, { tenantId, roleId: id });
		await ctx.audit({ action: "roles.remove", resource: role(id), summary: `Removed the role ${before.name}.`, before: published(before) });
		accessChangedHere(ctx);
		return { removed: true };
	});

const role = (id: string) => ({ kind: "role", id });
const published = ({ name, description, permissions }: RoleRow) => ({ name, description, permissions });
const stale = () => new TieoutError("CHANGE_STALE", "This role was published by somebody else meanwhile. Reload it, then change it.");

async function lockedRole({ em, tenantId }: Ctx, roleId: string): Promise<RoleRow> {
	const found = await roleById(em, { tenantId, roleId }, true);
	if (found === null) throw noRole();
	return found;
}

async function held({ em, tenantId, access }: Ctx, draft: RoleDraft, roleId: string | null): Promise<void> {
	const taken = (await rolesOf(em, tenantId)).filter(({ id }) => id !== roleId).map(({ name }) => name);
	const rule = checkDraft(draft, { by: access, taken });
	if (!rule.ok) throw new TieoutError(rule.error.code, rule.error.message);
}

async function viewOf({ em, tenantId }: Ctx, roleId: string): Promise<z.infer<typeof roleSchema>> {
	const found = await roleById(em, { tenantId, roleId });
	if (found === null) throw noRole();
	return roleView(found);
}

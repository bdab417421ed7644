// Makes a change, now or after its approval: one function a kind. Each reads what stands, so that a diff is never made up.
import { TieoutError } from "../../domain/core/errors.ts";
import type { Result } from "../../domain/core/result.ts";
import type { Change, ChangeArgs, ChangeDiff, ChangeKind } from "../../domain/tenancy/change.ts";
import { mayChangeMember, type RoleChoice } from "../../domain/tenancy/members.ts";
import { permissionsOf, roleNames } from "../../domain/tenancy/permissions.ts";
import { checkDraft, checkPublish } from "../../domain/tenancy/roles.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { accessOf, type MemberAccess } from "./access.store.ts";
import type { Applier, ChangeScope } from "./applier.ts";
import { erasureChange } from "./erasure-change.ts";
import { exportChange } from "./export-change.ts";
import { factsOf, lockOwners, memberById } from "./member.store.ts";
import { memberRole, setMemberRole } from "./member-role.store.ts";
import { importChange } from "./import-change.ts";
import { policyChange } from "./policy-change.ts";
import { publishRole, roleById, rolesOf } from "./role.store.ts";

const appliers: { readonly [Kind in ChangeKind]: Applier<Kind> } = {
	"users.change_role": {
		diff: async (em, { tenantId }, args) => {
			const before = await memberRole(em, { tenantId, userId: args.userId });
			if (before === null) throw new TieoutError("NOT_FOUND", "This person is no member of the company any more.");
			return { before: { ...before }, after: { role: args.role, roleId: args.roleId, entityIds: args.entityIds } };
		},
		apply: async (em, { tenantId, userId }, args) => {
			const owners = await lockOwners(em, tenantId);
			const member = await memberById(em, { tenantId, userId: args.userId });
			if (member === null) throw new TieoutError("NOT_FOUND", "This person is no member of the company any more.");
			const by = { userId, access: await answering(em, { tenantId, userId }) };
			const to = { ...(await chosenRole(em, tenantId, args)), entityIds: args.entityIds };
			held(mayChangeMember({ by, member: factsOf(member), owners }, to));
			await setMemberRole(em, { tenantId, ...args });
		},
		resource: ({ userId }) => ({ kind: "user", id: userId }),
	},
	"roles.publish": {
		diff: async (em, { tenantId }, { roleId, name, description, permissions }) => {
			const role = await roleById(em, { tenantId, roleId });
			if (role === null) throw noRole();
			const before = { name: role.name, description: role.description, permissions: [...role.permissions], version: role.version };
			return { before, after: { name, description, permissions: [...permissions], version: role.version + 1 } };
		},
		apply: async (em, { tenantId, userId }, { roleId, version, ...draft }) => {
			const role = await roleById(em, { tenantId, roleId }, true);
			if (role === null) throw noRole();
			if (role.version !== version)
				throw new TieoutError("CHANGE_STALE", "This role was published by somebody else meanwhile. Look at it again, then publish.");
			const taken = (await rolesOf(em, tenantId)).filter(({ id }) => id !== roleId).map((other) => other.name);
			held(checkDraft(draft, { by: await answering(em, { tenantId, userId }), taken }));
			held(checkPublish(draft));
			await publishRole(em, { tenantId, roleId, as: draft });
		},
		resource: ({ roleId }) => ({ kind: "role", id: roleId }),
	},
	"policies.publish": policyChange,
	"exports.run": exportChange,
	"files.import": importChange,
	"tenant.erase": erasureChange,
};

const noRole = (): TieoutError => new TieoutError("NOT_FOUND", "This role is gone. Reload the list of roles.");

async function answering(em: ScopedEm, scope: ChangeScope): Promise<MemberAccess> {
	const access = await accessOf(em, scope);
	if (access === null) throw new TieoutError("FORBIDDEN", "Whoever answers for this change is no member of the company any more.");
	return access;
}

async function chosenRole(em: ScopedEm, tenantId: string, { role, roleId }: ChangeArgs["users.change_role"]): Promise<RoleChoice> {
	if (role !== "custom") return { key: role, name: roleNames[role], permissions: permissionsOf[role] };
	const own = roleId === null ? null : await roleById(em, { tenantId, roleId });
	if (own === null || own.version === 0) throw noRole();
	return { key: role, name: own.name, permissions: new Set(own.permissions) };
}

function held(rule: Result<void, { readonly code: string; readonly message: string }>): void {
	if (!rule.ok) throw new TieoutError(rule.error.code, rule.error.message);
}

const applierOf = <Kind extends ChangeKind>(kind: Kind): Applier<Kind> => appliers[kind];

/** @throws TieoutError NOT_FOUND when what would be changed is gone */
export const diffOf = (em: ScopedEm, scope: Pick<ChangeScope, "tenantId">, { kind, args }: Change): Promise<ChangeDiff> =>
	applierOf(kind).diff(em, scope, args);

export const applyChange = (em: ScopedEm, scope: ChangeScope, { kind, args }: Change): Promise<void> =>
	applierOf(kind).apply(em, scope, args);

export const resourceOf = ({ kind, args }: Change): { readonly kind: string; readonly id: string } => applierOf(kind).resource(args);

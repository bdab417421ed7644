// Whom a policy binds: the roles that it names, or every role but those. The second holds for roles that are made later, too.
import type { Access } from "../permissions.ts";

/** A system role's word, or the id of a role of the company's own. */
export type RoleRef = string;

export interface AppliesTo {
	readonly roles: { readonly mode: "these" | "all_but"; readonly refs: readonly RoleRef[] };
}

export const roleRef = ({ role }: Pick<Access, "role">): RoleRef => role.id ?? role.key;

export const appliesTo = ({ roles }: AppliesTo, ref: RoleRef): boolean => roles.refs.includes(ref) === (roles.mode === "these");

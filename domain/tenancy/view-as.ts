// "View as": a person looks at the company as somebody in another role would, before they publish or assign that role. It can only
// take away: what is seen is the intersection of both, limited to what both see, and nothing can be changed meanwhile.
import { inBoth, without } from "../core/sets.ts";
import type { Access, Permission } from "./permissions.ts";

/** The role that is tried on. */
export interface ViewedRole {
	readonly name: string;
	readonly permissions: ReadonlySet<Permission>;
	/** Entities that a person in that role would be limited to; null: none. */
	readonly entityIds: Access["entityIds"];
}

/** Access of a person with `own` while they look through `role`. */
export function viewAs<Own extends Access>(own: Own, role: ViewedRole): Own {
	return { ...own, permissions: inBoth(own.permissions, role.permissions), entityIds: bothScopes(own.entityIds, role.entityIds) };
}

function bothScopes(own: Access["entityIds"], other: Access["entityIds"]): Access["entityIds"] {
	if (own === null) return other;
	if (other === null) return own;
	return own.filter((id) => other.includes(id));
}

/** What a person may do in that role and not in their own: the preview can't show it, so it says so. */
export const hiddenByOwnRole = (own: Pick<Access, "permissions">, role: Pick<ViewedRole, "permissions">): readonly Permission[] =>
	[...without(role.permissions, own.permissions)].sort();

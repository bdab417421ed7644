// Roles of a company's own: what a draft has to be before it can be published, and what publishing it changes.
//
//   draft (seen by nobody but its editors, tried on by "view as") ──publish──▶ version n ──edit──▶ draft beside version n ──publish──▶ n + 1
import { err, ok, type Result } from "../core/result.ts";
import { without } from "../core/sets.ts";
import { beyond } from "./members.ts";
import { type Access, type Permission, roleNames } from "./permissions.ts";

export const mostCustomRoles = 50;

export interface RoleDraft {
	readonly name: string;
	readonly description: string;
	readonly permissions: readonly Permission[];
}

export interface RoleRefusal {
	readonly code: "ROLE_NAME" | "ABOVE_YOUR_ROLE" | "ROLE_EMPTY";
	readonly message: string;
}

/** @param taken names of the company's other roles */
export function checkDraft(
	draft: RoleDraft,
	{ by, taken }: { readonly by: Access; readonly taken: readonly string[] },
): Result<void, RoleRefusal> {
	const names = new Set([...Object.values(roleNames), "Custom", ...taken].map(folded));
	if (names.has(folded(draft.name)))
		return err({ code: "ROLE_NAME", message: `There is a role "${draft.name}" already. Choose another name.` });
	const above = beyond(by, new Set(draft.permissions));
	if (above !== undefined)
		return err({ code: "ABOVE_YOUR_ROLE", message: `Your own role lacks "${above}", so you can't put it into a role. Ask an owner.` });
	return ok(undefined);
}

/** Nobody can be put into a role that may do nothing: they would be locked out without a word. */
export const checkPublish = (draft: RoleDraft): Result<void, RoleRefusal> =>
	draft.permissions.length > 0
		? ok(undefined)
		: err({ code: "ROLE_EMPTY", message: "This role may do nothing yet. Tick what it may do first." });

const folded = (name: string): string => name.normalize("NFKC").trim().toLowerCase();

export interface RoleDiff {
	readonly added: readonly Permission[];
	readonly taken: readonly Permission[];
}

export function roleDiff(before: readonly Permission[], after: readonly Permission[]): RoleDiff {
	const [was, will] = [new Set(before), new Set(after)];
	return { added: [...without(will, was)].sort(), taken: [...without(was, will)].sort() };
}

// Separation of duties, in one place: nobody decides about what they prepared, nor about their own rights, whoever clicked for them.
import { err, ok, type Result } from "../core/result.ts";
import type { Actor } from "./actor.ts";
import { type Access, may, type Permission } from "./permissions.ts";

export interface Preparation {
	/** Who prepared it, and every person in whose name it was prepared; empty: the platform asks. */
	readonly preparedBy: readonly string[];
	/** Whose rights would change; null: nobody's in particular. */
	readonly concerns?: string | null | undefined;
	/** Who may decide about it. */
	readonly permission: Permission;
}

export interface MayNotDecide {
	readonly code: "FORBIDDEN" | "SAME_PERSON";
	readonly message: string;
}

/** Who would decide. */
export interface Decider extends Pick<Actor, "id" | "onBehalfOf"> {
	/** Somebody who is away and has named them; null: in their own name. */
	readonly inPlaceOf?: string | null | undefined;
}

/** A program decides as the person behind it, so its owner's preparation is its own; so is, for a deputy, that of whom they stand in for. */
export function mayDecide(
	access: Pick<Access, "permissions" | "role">,
	{ preparedBy, concerns, permission }: Preparation,
	by: Decider,
): Result<void, MayNotDecide> {
	if (!may(access, permission))
		return err({
			code: "FORBIDDEN",
			message: `Your role (${access.role.name}) lacks "${permission}". Ask somebody who may decide this, such as a controller or an approver.`,
		});
	const deciders = [by.id, by.onBehalfOf].filter((id) => id !== null);
	if (deciders.length === 0) return err({ code: "FORBIDDEN", message: "Only a person can decide this." });
	if (deciders.some((id) => preparedBy.includes(id)))
		return err({ code: "SAME_PERSON", message: "You prepared this, so somebody else has to decide about it." });
	if (concerns != null && (deciders.includes(concerns) || by.inPlaceOf === concerns))
		return err({
			code: "SAME_PERSON",
			message: "This is about your own role, or that of whom you stand in for, so somebody else has to decide.",
		});
	if (by.inPlaceOf != null && preparedBy.includes(by.inPlaceOf))
		return err({ code: "SAME_PERSON", message: "Whom you stand in for prepared this, so somebody else has to decide about it." });
	return ok(undefined);
}

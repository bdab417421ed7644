// An invitation into a company: who may be asked in with which role, and in which state it is.
import { err, ok, type Result } from "../core/result.ts";
import { beyond, type MemberRefusal, type RoleChoice } from "./members.ts";
import type { Access } from "./permissions.ts";

export type InvitationState = "open" | "accepted" | "revoked" | "expired";

export interface InvitationDates {
	readonly expiresAt: string;
	readonly acceptedAt: string | null;
	readonly revokedAt: string | null;
}

export function invitationState({ expiresAt, acceptedAt, revokedAt }: InvitationDates, now: Date): InvitationState {
	if (acceptedAt !== null) return "accepted";
	if (revokedAt !== null) return "revoked";
	return Date.parse(expiresAt) <= now.getTime() ? "expired" : "open";
}

const refuse = (code: MemberRefusal["code"], message: string) => err({ code, message });

/** Nobody gives what they don't have: an invitation must not be a way to more than one's own permissions. */
export function mayInvite(access: Access, to: RoleChoice & Pick<Access, "entityIds">): Result<void, MemberRefusal> {
	if (to.key === "integration") return refuse("ROLE_UNSUITABLE", "Integration is the role of API keys. Choose a role for people.");
	if (to.key === "owner" && access.role.key !== "owner") return refuse("ABOVE_YOUR_ROLE", "Only an owner can make somebody an owner.");
	if (to.key === "owner" && to.entityIds !== null)
		return refuse("ROLE_UNSUITABLE", "An owner sees the whole company. Take the limit to entities away, or choose another role.");
	const given = beyond(access, to.permissions);
	return given === undefined
		? ok(undefined)
		: refuse("ABOVE_YOUR_ROLE", `${to.name} may "${given}", which your own role lacks. Ask an owner.`);
}

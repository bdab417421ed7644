// An invitation into a company: who may be asked in with which role, and in which state it is.
import { type Access, type Permission, permissionsOf, type Role } from "./permissions.ts";

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

/** Nobody gives what they don't have: an invitation must not be a way to more than one's own permissions. */
export const mayGive = (access: Access, permissions: ReadonlySet<Permission>): boolean =>
	[...permissions].every((permission) => access.permissions.has(permission));

export const mayGiveRole = (access: Access, role: Role): boolean => role !== "integration" && mayGive(access, permissionsOf[role]);

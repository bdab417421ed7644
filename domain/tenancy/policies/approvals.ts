// Approval thresholds: which changes wait for a second person, from which amount on, and who decides about them.
import type { ChangeKind } from "../change.ts";
import { type Permission, permissionsOf, roleNames, roles } from "../permissions.ts";

/** Who may be asked to decide: permissions that stand for responsibility, never for reading. */
export const deciderPermissions = [
	"changes.decide",
	"users.manage",
	"roles.manage",
	"policies.manage",
] as const satisfies readonly Permission[];
export type DeciderPermission = (typeof deciderPermissions)[number];

/** Changes that a policy can make wait. Exports have their own threshold, in rows (exports.ts). */
export const approvableActions = ["users.change_role", "roles.publish", "policies.publish"] as const satisfies readonly ChangeKind[];
export type ApprovableAction = (typeof approvableActions)[number];

export interface ApprovalContent {
	readonly action: ApprovableAction;
	/** Whole minor units as text, with the currency; only a change that is worth more waits. null: every one does. */
	readonly above: { readonly minor: string; readonly currency: string } | null;
	readonly decides: DeciderPermission;
}

export interface Worth {
	readonly minor: bigint;
	readonly currency: string;
}

/**
 * Who has to decide about the change before it is made; null: nobody. An amount in a currency that the policy doesn't name waits, because
 * nobody has said that it may not.
 */
export function approvalNeeded(policies: readonly ApprovalContent[], action: ChangeKind, worth: Worth | null): DeciderPermission | null {
	const asks = ({ above }: ApprovalContent): boolean => {
		if (above === null || worth === null || worth.currency !== above.currency) return true;
		const size = worth.minor < 0n ? -worth.minor : worth.minor;
		return size > BigInt(above.minor);
	};
	return policies.find((policy) => policy.action === action && asks(policy))?.decides ?? null;
}

/** System roles that hold it, as people call them: "Owner, Admin, Controller". */
export const deciderRoles = (permission: DeciderPermission): string =>
	roles
		.filter((role) => permissionsOf[role].has(permission))
		.map((role) => roleNames[role])
		.join(", ");

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

/** What a sync does when its source has lost records; a person is asked by the sync itself, so it is no kind of change. */
export const deleteAction = "sync.delete_records";

/** What a policy can make wait. Exports have their own threshold, in rows (exports.ts). */
export const approvableActions = [
	"users.change_role",
	"roles.publish",
	"policies.publish",
	"files.import",
	deleteAction,
] as const satisfies readonly (ChangeKind | typeof deleteAction)[];
export type ApprovableAction = (typeof approvableActions)[number];

/** Actions that move figures, and so have a worth that a threshold can name. */
export const worthOf: Readonly<Record<ApprovableAction, string | null>> = {
	"users.change_role": null,
	"roles.publish": null,
	"policies.publish": null,
	"files.import": "Money in and money out of the file, both counted up, each currency by itself.",
	[deleteAction]: "The amounts of the rows that would end, whatever their sign, each currency by itself.",
};

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
 * Who has to decide before the action is carried out; null: nobody. Where several policies ask, whoever the fewest roles can be. An amount
 * in a currency that no threshold names waits, because nobody has said that it may not.
 * @param worths one a currency; empty: nothing in it is money; null: what it is worth is not known, so every policy of the action asks
 */
export function approvalNeeded(
	policies: readonly ApprovalContent[],
	action: string,
	worths: readonly Worth[] | null,
): DeciderPermission | null {
	const named = policies.filter((policy) => policy.action === action);
	const currencies = new Set(named.map(({ above }) => above?.currency));
	const asks = ({ above }: ApprovalContent): boolean =>
		above === null ||
		worths === null ||
		worths.some(({ minor, currency }) => {
			if (currency !== above.currency) return !currencies.has(currency);
			return (minor < 0n ? -minor : minor) > BigInt(above.minor);
		});
	const asking = named.filter(asks).map(({ decides }) => decides);
	return asking.toSorted((one, other) => rolesHolding(one).length - rolesHolding(other).length)[0] ?? null;
}

const rolesHolding = (permission: DeciderPermission) => roles.filter((role) => permissionsOf[role].has(permission));

/** What its holders answer for: two permissions may have the same system roles. */
export const deciderDuties: Readonly<Record<DeciderPermission, string>> = {
	"changes.decide": "decides about changes",
	"users.manage": "manages people",
	"roles.manage": "manages roles",
	"policies.manage": "manages policies",
};

/** System roles that hold it, as people call them: "Owner, Admin, Controller". */
export const deciderRoles = (permission: DeciderPermission): string =>
	rolesHolding(permission)
		.map((role) => roleNames[role])
		.join(", ");

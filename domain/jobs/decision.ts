// A question that a running job asks a person, bound by a hash to exactly what it was asked about.
//
//   open ──approve──▶ approved     open ──reject──▶ rejected     open ──due, or the job ends──▶ expired
import type { Permission } from "../tenancy/permissions.ts";

export type DecisionStatus = "open" | "approved" | "rejected" | "expired";
export type Verdict = "approve" | "reject";

/**
 * - `mass_delete`: a sync found that the source lost much at once
 * - `change`: a change to the company's own settings that a policy wants a second person for
 */
export const decisionKinds = ["mass_delete", "change"] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** What the waiting run knows of its question. */
export interface OpenDecision {
	readonly decisionId: string;
	/** Hex SHA-256 of what is decided about. */
	readonly sha256: string;
	/** Who may decide. */
	readonly permission: Permission;
	/** Never decides about it; null: the platform asks. */
	readonly preparedBy: string | null;
}

/** Argument of the update `decide`. The comment lies in the database only. */
export interface DecisionAnswer {
	readonly decisionId: string;
	readonly sha256: string;
	readonly verdict: Verdict;
	readonly actorId: string;
	/** What people call the person's role, and what it lets them do, as the API read it. */
	readonly role: string;
	readonly permissions: readonly Permission[];
}

export interface DecisionRefusal {
	readonly code: "DECISION_CLOSED" | "DECISION_UNKNOWN" | "DECISION_CHANGED" | "DECISION_OWN" | "FORBIDDEN";
	readonly message: string;
}

/** Why this answer can't be taken; null when it can. @param open what is asked now; null when nothing is */
export function refuseAnswer(open: OpenDecision | null, answer: DecisionAnswer): DecisionRefusal | null {
	if (open === null) return { code: "DECISION_CLOSED", message: "This has been decided already, or is no longer asked. Reload the page." };
	if (open.decisionId !== answer.decisionId)
		return { code: "DECISION_UNKNOWN", message: "The job does not ask this. Reload the page and look at what it asks now." };
	const refusal = refusePerson(open, answer);
	if (refusal !== null) return refusal;
	if (open.sha256 !== answer.sha256)
		return { code: "DECISION_CHANGED", message: "What is decided about has changed since you looked. Look at it again, then decide." };
	return null;
}

/** Separation of duties: why this person can't decide, whatever they say; null when they can. */
export function refusePerson(
	{ permission, preparedBy }: Pick<OpenDecision, "permission" | "preparedBy">,
	{ actorId, role, permissions }: Pick<DecisionAnswer, "actorId" | "role" | "permissions">,
): DecisionRefusal | null {
	if (!permissions.includes(permission))
		return { code: "FORBIDDEN", message: `Your role (${role}) may not decide this. Ask a controller or an approver.` };
	if (preparedBy === actorId)
		return { code: "DECISION_OWN", message: "You prepared this, so somebody else decides it: an approver, the controller or an admin." };
	return null;
}

export const statusOfVerdict: Readonly<Record<Verdict, "approved" | "rejected">> = { approve: "approved", reject: "rejected" };

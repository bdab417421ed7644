// A question that a running job asks a person, bound by a hash to exactly what it was asked about.
//
//   open ──approve──▶ approved     open ──reject──▶ rejected     open ──due, or the job ends──▶ expired
import { mayDecide } from "../tenancy/may-decide.ts";
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
	/** Whose rights would change: they don't decide about it either. Runs of before this was asked for have none. */
	readonly concerns?: string | null;
}

/** Argument of the update `decide`. The comment lies in the database only. */
export interface DecisionAnswer {
	readonly decisionId: string;
	readonly sha256: string;
	readonly verdict: Verdict;
	readonly actorId: string;
	/** The person behind a program. */
	readonly onBehalfOf: string | null;
	/** Who is away and has named the person; absent: they answer in their own name. */
	readonly inPlaceOf?: string | null;
	/** What people call the person's role, and what it lets them do, as the API read it. */
	readonly role: string;
	readonly permissions: readonly Permission[];
}

export interface DecisionRefusal {
	readonly code: "DECISION_CLOSED" | "DECISION_UNKNOWN" | "DECISION_CHANGED" | "SAME_PERSON" | "FORBIDDEN";
	readonly message: string;
}

/** Why this answer can't be taken; null when it can. @param open what is asked now; null when nothing is */
export function refuseAnswer(open: OpenDecision | null, answer: DecisionAnswer): DecisionRefusal | null {
	if (open === null) return { code: "DECISION_CLOSED", message: "This has been decided already, or is no longer asked. Reload the page." };
	if (open.decisionId !== answer.decisionId)
		return { code: "DECISION_UNKNOWN", message: "The job does not ask this. Reload the page and look at what it asks now." };
	const { actorId, onBehalfOf, inPlaceOf, role, permissions } = answer;
	const preparedBy = open.preparedBy === null ? [] : [open.preparedBy];
	const access = { permissions: new Set(permissions), role: { key: "custom", id: null, name: role } } as const;
	const person = mayDecide(
		access,
		{ preparedBy, concerns: open.concerns, permission: open.permission },
		{ id: actorId, onBehalfOf, inPlaceOf },
	);
	if (!person.ok) return person.error;
	if (open.sha256 !== answer.sha256)
		return { code: "DECISION_CHANGED", message: "What is decided about has changed since you looked. Look at it again, then decide." };
	return null;
}

export const statusOfVerdict: Readonly<Record<Verdict, "approved" | "rejected">> = { approve: "approved", reject: "rejected" };

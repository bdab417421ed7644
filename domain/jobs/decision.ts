// A question that a running job asks a person, bound by a hash to exactly what it was asked about.
//
//   open ──approve──▶ approved     open ──reject──▶ rejected     open ──due, or the job ends──▶ expired
import { allows, type Role } from "../tenancy/permissions.ts";

export type DecisionStatus = "open" | "approved" | "rejected" | "expired";
export type Verdict = "approve" | "reject";

/** What the waiting run knows of its question. */
export interface OpenDecision {
	readonly decisionId: string;
	/** Hex SHA-256 of what is decided about. */
	readonly sha256: string;
}

/** Argument of the update `decide`. The comment lies in the database only. */
export interface DecisionAnswer extends OpenDecision {
	readonly verdict: Verdict;
	readonly actorId: string;
	/** The person's role when they answered, as the API read it. */
	readonly role: Role;
}

export interface DecisionRefusal {
	readonly code: "DECISION_CLOSED" | "DECISION_UNKNOWN" | "DECISION_CHANGED" | "FORBIDDEN";
	readonly message: string;
}

/** Why this answer can't be taken; null when it can. @param open what is asked now; null when nothing is */
export function refuseAnswer(open: OpenDecision | null, answer: DecisionAnswer): DecisionRefusal | null {
	if (!allows(answer.role, "jobs.decide"))
		return { code: "FORBIDDEN", message: `Your role (${answer.role}) may not decide this. Ask a controller or an approver.` };
	if (open === null) return { code: "DECISION_CLOSED", message: "This has been decided already, or is no longer asked. Reload the page." };
	if (open.decisionId !== answer.decisionId)
		return { code: "DECISION_UNKNOWN", message: "The job does not ask this. Reload the page and look at what it asks now." };
	if (open.sha256 !== answer.sha256)
		return { code: "DECISION_CHANGED", message: "What is decided about has changed since you looked. Look at it again, then decide." };
	return null;
}

export const statusOfVerdict: Readonly<Record<Verdict, "approved" | "rejected">> = { approve: "approved", reject: "rejected" };

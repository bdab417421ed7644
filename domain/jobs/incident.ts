// An incident: the jobs that one cause has spoiled, kept together until every one of them is replaced and somebody else has looked.
//
//   open ⇄ resolved (every job replaced or without anything to replay, cause and fix named) ──another person──▶ signed_off, for good
//     ▲──────┘ a further job is added

import { err, ok, type Result } from "../core/result.ts";
import type { JobKind, JobStatus } from "./job.ts";

export const incidentStatuses = ["open", "resolved", "signed_off"] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

/** "INC-31": what people call it. */
export const incidentLabel = (number: number): string => `INC-${number}`;

/**
 * Where a job of an incident stands:
 * - `replaced`: a replay that ended well took its place
 * - `running`: a replay of it is going on
 * - `failed`: its newest replay did not end well
 * - `left`: nobody has replayed it yet
 * - `nothing`: its plan says that nothing of it is left to be replayed
 */
export const incidentJobStates = ["replaced", "running", "failed", "left", "nothing"] as const;
export type IncidentJobState = (typeof incidentJobStates)[number];

export interface IncidentProgress extends Readonly<Record<IncidentJobState, number>> {
	readonly total: number;
}

/** Jobs of these kinds have results that a replay can replace; the others have nothing to repair. */
export const incidentKinds = ["sync", "import", "reconcile", "reprocess", "replay"] as const satisfies readonly JobKind[];

/** How jobs are found; every part that is given must hold. Jobs that are open, joined or replaced already are never found. */
export interface IncidentFilter {
	readonly kind?: (typeof incidentKinds)[number] | undefined;
	readonly statuses?: readonly ClosedForReplay[] | undefined;
	readonly failureCode?: string | undefined;
	readonly connectionId?: string | undefined;
	/** Part of the title, the beginning of a business key, or an id. */
	readonly search?: string | undefined;
	/** The beginning of a worker's build that a try of the job ran on: "0.1.0+1a2b". */
	readonly build?: string | undefined;
	/** Requested at or after, and before; ISO 8601. */
	readonly from?: string | undefined;
	readonly to?: string | undefined;
}

export const closedForReplay = ["failed", "check", "timed_out", "stopped", "done"] as const satisfies readonly JobStatus[];
export type ClosedForReplay = (typeof closedForReplay)[number];

/** More than this in one set is no set that a person can look through. */
export const maxIncidentJobs = 5_000;

export interface IncidentRefusal {
	readonly code: "INCIDENT_UNFINISHED" | "INCIDENT_SIGNED_OFF" | "INCIDENT_OWN" | "INCIDENT_NOT_RESOLVED";
	readonly message: string;
}

const refuse = (code: IncidentRefusal["code"], message: string): Result<never, IncidentRefusal> => err({ code, message });

export interface IncidentFacts {
	readonly status: IncidentStatus;
	readonly createdBy: string;
	readonly cause: string;
	readonly fixVersion: string;
	readonly progress: IncidentProgress;
}

/** Whether anything of it may still be changed. */
export function changeable({ status }: Pick<IncidentFacts, "status">): Result<void, IncidentRefusal> {
	if (status === "signed_off") return refuse("INCIDENT_SIGNED_OFF", "This incident is signed off and stays as it is. Open a new one.");
	return ok(undefined);
}

/** Whether it may be called resolved. */
export function resolvable({ cause, fixVersion, progress }: IncidentFacts): Result<void, IncidentRefusal> {
	const open = progress.total - progress.replaced - progress.nothing;
	if (progress.total === 0) return refuse("INCIDENT_UNFINISHED", "This incident has no jobs. Add the affected ones first.");
	if (open > 0)
		return refuse(
			"INCIDENT_UNFINISHED",
			open === 1
				? "1 job is not replaced yet. Replay it, check whether anything is left to replay, or take it out if it was not affected."
				: `${open.toLocaleString("en-US")} jobs are not replaced yet. Replay them, check whether anything is left to replay, or take out those that were not affected.`,
		);
	if (cause.trim() === "") return refuse("INCIDENT_UNFINISHED", "Say what the cause was first.");
	if (fixVersion.trim() === "") return refuse("INCIDENT_UNFINISHED", "Say which version mends it first.");
	return ok(undefined);
}

/** Whether `by` may sign it off. */
export function signable(incident: IncidentFacts, by: string): Result<void, IncidentRefusal> {
	const change = changeable(incident);
	if (!change.ok) return change;
	if (incident.createdBy === by)
		return refuse("INCIDENT_OWN", "You opened this incident, so somebody else signs it off: an approver or the controller.");
	if (incident.status !== "resolved") return refuse("INCIDENT_NOT_RESOLVED", "Mark the incident as resolved first.");
	return resolvable(incident);
}

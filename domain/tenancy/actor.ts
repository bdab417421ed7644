// Who does something: kept with every audit event, and never more than an id and a name.

export const actorKinds = ["person", "key", "support", "agent", "system"] as const;

/**
 * - `person`: a member who is signed in
 * - `key`: a program with an API key
 * - `support`: a person of the platform, let in for a time
 * - `agent`: a copilot on behalf of a person
 * - `system`: the platform itself, by a clock or as a consequence
 */
export type ActorKind = (typeof actorKinds)[number];

export interface Actor {
	readonly kind: ActorKind;
	/** Id of the user behind it (a key has a user of its own); null for the system. */
	readonly id: string | null;
	/** What people call it: a member's name, a key's name, "Schedule". */
	readonly name: string;
	/** The person in whose name an agent or a program of theirs acts. */
	readonly onBehalfOf: string | null;
}

export const systemActor = (name: string): Actor => ({ kind: "system", id: null, name, onBehalfOf: null });

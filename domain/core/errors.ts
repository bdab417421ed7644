// The one error class that crosses layers: a stable code, a sentence a person can act on, never a secret or a vendor payload.

/** `message` says what happened and what to do next (S15); `code` is stable, upper snake case, and safe in a Temporal failure type. */
export class TieoutError extends Error {
	readonly code: string;
	readonly facts: Readonly<Record<string, string | number>>;

	constructor(code: string, message: string, facts: Readonly<Record<string, string | number>> = {}) {
		super(message);
		this.name = "TieoutError";
		this.code = code;
		this.facts = facts;
	}
}

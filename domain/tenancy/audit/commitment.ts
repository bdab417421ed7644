// A commitment to a personal value: it proves what the value was while value and salt are kept, and says nothing once they are
// erased. Without the salt nobody can try names until one fits.
import { canonicalJson } from "../../core/canonical-json.ts";
import type { HashText } from "./chain.ts";

export interface PersonalValue {
	/** Which value of the event: "actor.name", "email". */
	readonly field: string;
	/** At least 128 random bits in hex, drawn for this value of this event alone. */
	readonly salt: string;
	readonly value: string;
}

/** A2: bound to tenant, event and field, so that it can't be moved to another place. */
export const commitment = (hash: HashText, of: { readonly tenantId: string; readonly eventId: string }, personal: PersonalValue): string =>
	hash(
		`tieout-audit-personal/1\n${canonicalJson({
			tenant: of.tenantId,
			event: of.eventId,
			field: personal.field,
			salt: personal.salt,
			value: personal.value,
		})}`,
	);

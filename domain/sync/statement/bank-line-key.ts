// The natural key of a bank line. Banks give no id that can be trusted, so the key is made of what the line says and stays the
// same when an overlapping statement is uploaded again.
import { derivedId } from "../../core/ids.ts";

export interface BankLineFacts {
	readonly account: string;
	/** ISO date. */
	readonly date: string;
	readonly minor: bigint;
	readonly reference: string;
	readonly description: string;
}

const tidy = (text: string): string => text.trim().replace(/\s+/g, " ").replaceAll(":", "_");

/** What two identical lines have in common: `<account>:<date>:<minor>:<reference>`, or a hash of the description where there is none. */
export function bankLineStem(line: BankLineFacts): string {
	const reference = tidy(line.reference);
	const described = line.description.trim().replace(/\s+/g, " ");
	const tail = reference === "" ? `~${derivedId("bank-line", described).replaceAll("-", "").slice(0, 12)}` : reference;
	return `${tidy(line.account)}:${line.date}:${line.minor}:${tail}`;
}

// What a verification can find, and the sentence that says it.

export const findingKinds = [
	"unreadable",
	"other_tenant",
	"altered",
	"personal_altered",
	"inserted",
	"removed",
	"reordered",
	"withheld",
	"chain_broken",
	"cut_off",
	"forged_checkpoint",
] as const;
export type FindingKind = (typeof findingKinds)[number];

export interface Finding {
	readonly kind: FindingKind;
	/** The event's number in the chain, or the first of several; null where it isn't about one. */
	readonly seq: number | null;
	/** The last of several. */
	readonly to: number | null;
	readonly sentence: string;
}

export const finding = (kind: FindingKind, sentence: string, seq: number | null = null, to: number | null = null): Finding => ({
	kind,
	seq,
	to,
	sentence,
});

/** "Event 5 is", "Events 5 to 9 are". */
export const eventsAre = (from: number, to: number): string => (from === to ? `Event ${from} is` : `Events ${from} to ${to} are`);

export interface VerificationReport {
	/** Nothing was found, and a signed checkpoint covers the end of what was read. */
	readonly whole: boolean;
	readonly findings: readonly Finding[];
	/** Beyond those listed. */
	readonly furtherFindings: number;
	readonly tenantId: string | null;
	/** Numbers of the first and the last event in the file; null: it has none. */
	readonly first: number | null;
	readonly last: number | null;
	/** Events read with their content. */
	readonly events: number;
	/** Places without content. */
	readonly withheld: number;
	/** Values that were there and fit their commitment, and values that were erased. */
	readonly personalKept: number;
	readonly personalErased: number;
	/** Up to here a signed checkpoint says so; null: up to nowhere. */
	readonly provenTo: number | null;
	/** Events behind the last checkpoint: chained, but nobody has signed that yet. */
	readonly unproven: number;
	/** Keys that signed what was checked. */
	readonly signers: readonly string[];
}

// Opening + movements = closing for one statement, and the file's own counts and sums beside ours. A figure the file doesn't state
// is said to be not proven; one that differs is said with its difference, never rounded away.
import { exponentOf } from "../../core/currency.ts";
import { decimalFromMinor } from "../../core/money.ts";
import type { FileStatement } from "./format.ts";

/** What was added up from a statement's records; refused ones take no part, so their amount shows as missing. */
export interface StatementSums {
	readonly count: number;
	readonly movementsMinor: bigint;
	readonly creditsMinor: bigint;
	/** Negative. */
	readonly debitsMinor: bigint;
}

export interface StatementProof {
	readonly verdict: "ties" | "differs" | "not_proven";
	/** Closing − opening, or the file's own sum of movements; null when it states neither. */
	readonly statedMinor: bigint | null;
	readonly sentence: string;
}

export const noSums: StatementSums = { count: 0, movementsMinor: 0n, creditsMinor: 0n, debitsMinor: 0n };

export const addToSums = (sums: StatementSums, minor: bigint): StatementSums => ({
	count: sums.count + 1,
	movementsMinor: sums.movementsMinor + minor,
	creditsMinor: minor > 0n ? sums.creditsMinor + minor : sums.creditsMinor,
	debitsMinor: minor < 0n ? sums.debitsMinor + minor : sums.debitsMinor,
});

/** The first of the file's own counts and sums that is not ours, in words; null when all agree. */
function trailerDifference(statement: FileStatement, ours: StatementSums, shown: (minor: bigint) => string): string | null {
	const { stated } = statement;
	if (stated?.count !== undefined && stated.count !== ours.count)
		return `The file says it has ${stated.count} movements; ${ours.count} could be read.`;
	const sums = [
		["money in", stated?.creditsMinor, ours.creditsMinor],
		["money out", stated?.debitsMinor, ours.debitsMinor],
	] as const;
	for (const [name, theirs, own] of sums)
		if (theirs !== undefined && theirs !== own) return `The file says ${name} is ${shown(theirs)}; its lines add up to ${shown(own)}.`;
	return null;
}

export function proveStatement(statement: FileStatement, ours: StatementSums): StatementProof {
	const { account, currency, openingMinor: opening, closingMinor: closing } = statement;
	const shown = (minor: bigint): string => `${decimalFromMinor(minor, exponentOf(currency))} ${currency}`;
	const trailer = trailerDifference(statement, ours, shown);
	if (opening === null || closing === null) {
		const statedMinor = statement.stated?.movementsMinor ?? null;
		const differs = trailer !== null || (statedMinor !== null && statedMinor !== ours.movementsMinor);
		const half = opening === null ? (closing === null ? "no opening and closing balance" : "no opening balance") : "no closing balance";
		if (differs)
			return {
				verdict: "differs",
				statedMinor,
				sentence:
					trailer ?? `The file says its movements are ${shown(statedMinor ?? 0n)}; its lines add up to ${shown(ours.movementsMinor)}.`,
			};
		return statedMinor === null
			? { verdict: "not_proven", statedMinor, sentence: `Not proven: the statement gives ${half} for ${account || "its account"}.` }
			: { verdict: "ties", statedMinor, sentence: `The lines add up to ${shown(ours.movementsMinor)}, as the file says.` };
	}
	const statedMinor = closing - opening;
	const sum = `Opening ${shown(opening)} + movements ${shown(ours.movementsMinor)}`;
	if (statedMinor !== ours.movementsMinor)
		return {
			verdict: "differs",
			statedMinor,
			sentence: `${sum} is not closing ${shown(closing)}: ${shown(statedMinor - ours.movementsMinor)} is missing from the lines.`,
		};
	if (trailer !== null) return { verdict: "differs", statedMinor, sentence: trailer };
	return { verdict: "ties", statedMinor, sentence: `${sum} = closing ${shown(closing)}.` };
}

// Grades a run against the sandbox's truth: recall and precision over match pairs, and over exceptions as (type, leaf, amount).
import type { Outcome } from "../../domain/reconciliation/outcome.ts";
import type { Truth } from "../../sandbox/company/truth.ts";

export interface Score {
	readonly found: number;
	readonly right: number;
	readonly expected: number;
	readonly missed: readonly string[];
	readonly wrong: readonly string[];
}

export interface Grade {
	readonly pairs: Score;
	readonly exceptions: Score;
}

export const recall = ({ expected, missed }: Score): number => (expected === 0 ? 1 : (expected - missed.length) / expected);
export const precision = ({ found, wrong }: Score): number => (found === 0 ? 1 : (found - wrong.length) / found);

/** Pairs that the engine states: payout and bank line, payout and deposit, component and line. */
export function pairsOf(outcome: Outcome): string[] {
	return outcome.matches.flatMap((match) => {
		const b = match.members.find(({ side }) => side === "b")?.row;
		return match.members.flatMap(({ side, row, amountMinor }) => {
			if (side === "b" || b === undefined) return [];
			if (match.level === "payout_bank") return [`bank ${row.naturalKey} ${b.naturalKey}`];
			// The books' return of a failed payout is not among the sandbox's pairs.
			if (match.level === "payout_ledger") return match.category === "payout" ? [`deposit ${row.naturalKey} ${b.groupKey}`] : [];
			const part = amountMinor === row.amountMinor ? "gross" : "fee";
			return [`line ${row.reference}:${part} ${b.naturalKey}`];
		});
	});
}

/** True pairs; those with an exception may be told as one instead. */
function truePairs(truth: Truth): { key: string; clean: boolean }[] {
	return [
		...[...truth.payoutBank, ...truth.payoutReturns].map(({ payout, partner, exception }) => ({
			key: `bank ${payout} ${partner}`,
			clean: exception === null,
		})),
		...truth.payoutDeposit.map(({ payout, partner, exception }) => ({ key: `deposit ${payout} ${partner}`, clean: exception === null })),
		...truth.leafLine.map(({ leaf, line, exception }) => ({ key: `line ${leaf} ${line}`, clean: exception === null })),
	];
}

export function gradeOf(outcome: Outcome, truth: Truth): Grade {
	const pairs = truePairs(truth);
	const mayBe = new Set(pairs.map(({ key }) => key));
	const must = pairs.filter(({ clean }) => clean).map(({ key }) => key);
	const found = pairsOf(outcome);
	const stated = new Set(found);
	const exceptions = outcome.exceptions.map(({ type, leaf, amountMinor }) => `${type} ${leaf} ${amountMinor}`);
	const truths = truth.exceptions.map(({ type, leaf, amountMinor }) => `${type} ${leaf} ${amountMinor}`);
	const missedExceptions = without(truths, exceptions);
	const wrongExceptions = without(exceptions, truths);
	const wrong = [...found.filter((key) => !mayBe.has(key)), ...repeated(found)];
	return {
		pairs: {
			found: found.length,
			right: found.length - wrong.length,
			expected: must.length,
			missed: must.filter((key) => !stated.has(key)),
			wrong,
		},
		exceptions: {
			found: exceptions.length,
			right: exceptions.length - wrongExceptions.length,
			expected: truths.length,
			missed: missedExceptions,
			wrong: wrongExceptions,
		},
	};
}

const repeated = (keys: readonly string[]): string[] => {
	const seen = new Set<string>();
	return keys.filter((key) => seen.size === seen.add(key).size);
};

/** Bag difference. */
function without(keys: readonly string[], others: readonly string[]): string[] {
	const left = [...others];
	return keys.filter((key) => {
		const at = left.indexOf(key);
		if (at < 0) return true;
		left.splice(at, 1);
		return false;
	});
}

export const isPerfect = ({ pairs, exceptions }: Grade): boolean =>
	[pairs, exceptions].every((score) => recall(score) === 1 && precision(score) === 1);

// What stands under the lines of a proof beside the matches: each exception's share of a line, and what isn't compared in this period.
import type { Component } from "./components.ts";
import type { Exception, LeafPart, ProofLeaf } from "./outcome.ts";
import type { ProofParts } from "./proofs.ts";
import { sumOf } from "./side.ts";

/** @param exceptions those of the payout's own row */
export function proofLeaves(parts: ProofParts, exceptions: readonly Exception[]): ProofLeaf[] {
	if (parts.link.isVoid) return [];
	const shares = exceptions.flatMap((exception) => exception.parts.map((part) => leafOf(part, exception)));
	const whole = exceptions.find((exception) => exception.parts.length === 0) ?? null;
	if (parts.components.length === 0) {
		// Nothing is listed below the payout: all its shares stand under the payout itself.
		const own = shares.map((leaf) => ({ ...leaf, category: "payout" }));
		return [...own, ...payoutLeaves(parts, own, whole), bankLeaf(parts, whole)];
	}
	const { components, deposit } = parts;
	const booked = deposit === null ? components.map(withoutLine) : deposit.roundings.map(rounding);
	return [...shares, ...booked, ...payoutLeaves(parts, [], whole), bankLeaf(parts, whole)];
}

const leafOf = (part: LeafPart, exception: Exception | null): ProofLeaf => ({ ...part, members: 1, exception });

/** Without a deposit in the period an item has nothing beside it; the payout's exception says why. */
const withoutLine = ({ category, leaf, row, amountMinor }: Component): ProofLeaf =>
	leafOf({ category, leaf, a: { row, minor: amountMinor }, b: null }, null);

const rounding = (row: Component["row"]): ProofLeaf =>
	leafOf({ category: row.category, leaf: row.naturalKey, a: null, b: { row, minor: row.amountMinor } }, null);

/** The payout beside its deposits, less the shares that are shown by themselves. */
function payoutLeaves({ link, deposit, duplicates }: ProofParts, shares: readonly ProofLeaf[], whole: Exception | null): ProofLeaf[] {
	const { payout } = link;
	const shown = (side: "a" | "b"): bigint => sumOf(shares.map((leaf) => leaf[side]?.minor ?? 0n));
	const isShown = new Set(shares.map(({ b }) => b?.row.id));
	const again = duplicates
		.filter(({ main }) => !isShown.has(main.id))
		.map(({ main, document, totalMinor }) =>
			leafOf({ category: "payout", leaf: document, a: null, b: { row: main, minor: totalMinor } }, null),
		);
	const shownAgain = sumOf(duplicates.filter(({ main }) => isShown.has(main.id)).map(({ totalMinor }) => totalMinor));
	const a = payout.amountMinor - shown("a");
	const b = deposit === null ? null : { row: deposit.main, minor: deposit.totalMinor - shown("b") + shownAgain };
	if (a === 0n && (b?.minor ?? 0n) === 0n && shares.length > 0) return again;
	const own = { category: "payout", leaf: payout.naturalKey, a: { row: payout, minor: a }, b };
	return [leafOf(own, deposit === null ? whole : null), ...again];
}

function bankLeaf({ link, bankMinor }: ProofParts, whole: Exception | null): ProofLeaf {
	const { payout, bank } = link;
	const a = { row: payout, minor: payout.amountMinor };
	const b = bankMinor === null || bank === null ? null : { row: bank.b.of, minor: bankMinor };
	const leaf = { category: "bank", leaf: payout.naturalKey, a, b };
	return { ...leafOf(leaf, b === null ? whole : null), members: b === null ? 1 : (bank?.a.length ?? 1) };
}

// Opening + movements = closing, per account and currency, where the statement gives balances; otherwise "not proven" in words.
import { decimalFromMinor } from "../../core/money.ts";
import { exponentOf } from "../../core/currency.ts";
import type { StatementEntry } from "./read-statement.ts";
import type { StatementLine } from "./statement-line.ts";

export interface BalanceProof {
	readonly account: string;
	readonly currency: string;
	readonly count: number;
	readonly movementsMinor: bigint;
	/** Closing − opening as the bank states it; null where the statement gives no balances. */
	readonly statedMinor: bigint | null;
	readonly openingMinor: bigint | null;
	readonly closingMinor: bigint | null;
	readonly verdict: "ties" | "differs" | "not_proven";
	readonly sentence: string;
	/** Natural keys of the lines added up. */
	readonly naturalKeys: readonly string[];
}

interface Group {
	readonly account: string;
	readonly currency: string;
	readonly lines: StatementLine[];
	readonly keys: string[];
}

/** Newest-first files are read backwards, so that "first" and "last" mean time and not position. */
const inTime = (lines: readonly StatementLine[]): readonly StatementLine[] =>
	(lines[0]?.date ?? "") > (lines.at(-1)?.date ?? "") ? [...lines].reverse() : lines;

function edges(lines: readonly StatementLine[]): { readonly opening: bigint | null; readonly closing: bigint | null } {
	const movements = lines.filter((line) => line.kind === "movement");
	const first = movements[0];
	const last = movements.at(-1);
	const firstBalance = first?.balanceMinor ?? null;
	const stated = (kind: "opening" | "closing"): bigint | null => lines.find((line) => line.kind === kind)?.balanceMinor ?? null;
	return {
		opening: stated("opening") ?? (first === undefined || firstBalance === null ? null : firstBalance - first.minor),
		closing: stated("closing") ?? last?.balanceMinor ?? null,
	};
}

function prove(group: Group): BalanceProof {
	const lines = inTime(group.lines);
	const movementsMinor = lines.reduce((sum, line) => (line.kind === "movement" ? sum + line.minor : sum), 0n);
	const { opening, closing } = edges(lines);
	const shown = (minor: bigint): string => `${decimalFromMinor(minor, exponentOf(group.currency))} ${group.currency}`;
	const statedMinor = opening === null || closing === null ? null : closing - opening;
	const verdict = statedMinor === null ? "not_proven" : statedMinor === movementsMinor ? "ties" : "differs";
	const sentence =
		statedMinor === null
			? `Not proven: the statement gives no opening and closing balance for ${group.account}.`
			: verdict === "ties"
				? `Opening ${shown(opening ?? 0n)} + movements ${shown(movementsMinor)} = closing ${shown(closing ?? 0n)}.`
				: `Opening ${shown(opening ?? 0n)} + movements ${shown(movementsMinor)} is not closing ${shown(closing ?? 0n)}: ${shown(statedMinor - movementsMinor)} is missing from the lines.`;
	return {
		account: group.account,
		currency: group.currency,
		count: group.keys.length,
		movementsMinor,
		statedMinor,
		openingMinor: opening,
		closingMinor: closing,
		verdict,
		sentence,
		naturalKeys: group.keys,
	};
}

/** One proof per account and currency, in the order of first appearance. Refused rows take no part, so their amount shows as missing. */
export function proveBalances(entries: readonly StatementEntry[]): readonly BalanceProof[] {
	const groups = new Map<string, Group>();
	for (const { line, naturalKey } of entries) {
		if (!line.ok) continue;
		const { account, currency, kind } = line.value;
		const id = `${account}\u001f${currency}`;
		const group = groups.get(id) ?? { account, currency, lines: [], keys: [] };
		groups.set(id, group);
		group.lines.push(line.value);
		if (kind === "movement") group.keys.push(naturalKey);
	}
	return [...groups.values()].map(prove);
}

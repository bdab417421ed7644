// The two payout levels: which bank line and which deposit belong to each payout, and to the return of a failed one.
import type { Books, Deposit } from "./books.ts";
import type { MatchRow } from "./match-row.ts";
import type { Rules } from "./rules.ts";
import { type Matched, runPasses } from "./run-passes.ts";
import type { LevelPolicy, Pairing, Side } from "./side.ts";
import { bankSide, depositSide, type Movement, movementSide, PayoutNames, returnSide } from "./sides.ts";

export interface LinkedPayout {
	readonly payout: MatchRow;
	readonly bank: Pairing<Movement, MatchRow> | null;
	readonly deposit: Pairing<Movement, Deposit> | null;
	/** Further deposits that name it. */
	readonly duplicates: readonly Deposit[];
	/** The rules couldn't choose its bank line, its deposit. */
	readonly bankTied: boolean;
	readonly depositTied: boolean;
	readonly bankReturn: Pairing<Movement, MatchRow> | null;
	readonly ledgerReturn: Pairing<Movement, MatchRow> | null;
	/** Failed before any money reached the bank or the books: it counts nowhere. */
	readonly isVoid: boolean;
}

export interface Links {
	readonly payouts: readonly LinkedPayout[];
	readonly bank: Matched<Movement, MatchRow>;
	readonly ledger: Matched<Movement, Deposit>;
	readonly bankReturns: Matched<Movement, MatchRow>;
	readonly ledgerReturns: Matched<Movement, MatchRow>;
	readonly names: PayoutNames;
	/** Deposits of no payout, neither matched, tied nor duplicate. */
	readonly strayDeposits: readonly Deposit[];
	/** Bank lines that say Stripe and were not taken. */
	readonly strayBankLines: readonly MatchRow[];
}

export interface LinkInput {
	readonly payouts: readonly MatchRow[];
	readonly balanceEntries: readonly MatchRow[];
	readonly bankLines: readonly MatchRow[];
	readonly books: Books;
	readonly payoutOfSource: ReadonlyMap<string, string>;
	readonly rules: Rules;
}

export function linkPayouts({ payouts: all, balanceEntries, bankLines, books, payoutOfSource, rules }: LinkInput): Links {
	const payouts = all.filter((payout) => payout.status !== "canceled");
	const names = new PayoutNames(payouts, rules);
	const returnedOn = new Map(
		balanceEntries.filter((entry) => entry.category === "payout_reversal").map((entry) => [entry.reference, entry.ledgerDate]),
	);
	const paid = payouts.map((payout) => movementSide(payout, "paid", payout.ledgerDate));
	const returned = payouts
		.filter((payout) => payout.status === "failed")
		.map((payout) => movementSide(payout, "returned", returnedOn.get(payout.naturalKey) ?? payout.ledgerDate));
	const saysStripe = (row: MatchRow): boolean => row.description.toUpperCase().includes(rules.bankText.toUpperCase());
	const bankSides = bankLines
		.map((row) => bankSide(row, names))
		.filter((side) => side.ids.length + side.mentions.length > 0 || saysStripe(side.row));
	const policies = policiesOf(rules);
	const bank = runPasses({ a: paid, b: bankSides }, policies.bank, rules.passes);
	const bankReturns = runPasses({ a: returned, b: bank.openB }, policies.returns, rules.passes);
	const depositSides = books.deposits.map((deposit) => depositSide(deposit, names, payoutOfSource));
	const ledger = runPasses({ a: paid, b: depositSides }, policies.ledger, rules.passes);
	const returnSides = books.returns.map((row) => returnSide(row, names));
	const ledgerReturns = runPasses({ a: returned, b: returnSides }, policies.returns, rules.passes);
	const duplicates = duplicatesOf(ledger);
	const duplicated = new Set([...duplicates.values()].flat());
	const index = {
		bank: byPayout(bank),
		ledger: byPayout(ledger),
		bankReturns: byPayout(bankReturns),
		ledgerReturns: byPayout(ledgerReturns),
	};
	const tiedBank = tied(bank);
	const tiedLedger = tied(ledger);
	const linked = payouts.map((payout): LinkedPayout => {
		const key = payout.naturalKey;
		const found = { bank: index.bank.get(key) ?? null, deposit: index.ledger.get(key) ?? null };
		const returns = { bankReturn: index.bankReturns.get(key) ?? null, ledgerReturn: index.ledgerReturns.get(key) ?? null };
		const touched =
			[...Object.values(found), ...Object.values(returns)].some((pairing) => pairing !== null) || tiedBank.has(key) || tiedLedger.has(key);
		return {
			payout,
			...found,
			duplicates: (duplicates.get(key) ?? []).map((side) => side.of),
			bankTied: tiedBank.has(key),
			depositTied: tiedLedger.has(key),
			...returns,
			isVoid: payout.status === "failed" && !touched,
		};
	});
	return {
		payouts: linked,
		bank,
		ledger,
		bankReturns,
		ledgerReturns,
		names,
		strayDeposits: ledger.openB.filter((side) => !duplicated.has(side)).map((side) => side.of),
		strayBankLines: bankReturns.openB.map((side) => side.row),
	};
}

function policiesOf(rules: Rules): Record<"bank" | "ledger" | "returns", LevelPolicy> {
	const shared = {
		daysBefore: rules.bankLeadDays,
		daysAfter: rules.bankWindowDays,
		toleranceMinor: BigInt(rules.toleranceMinor),
		groupInWindow: true,
	};
	return {
		bank: { ...shared, idDecides: false, grouping: "subset" },
		ledger: { ...shared, idDecides: true, grouping: "none" },
		returns: { ...shared, idDecides: false, grouping: "none", daysBefore: rules.returnWindowDays, daysAfter: rules.returnWindowDays },
	};
}

function byPayout<B>(matched: Matched<Movement, B>): Map<string, Pairing<Movement, B>> {
	return new Map(matched.pairings.flatMap((pairing) => pairing.a.map((side) => [side.of.payout.naturalKey, pairing] as const)));
}

const tied = (matched: Matched<Movement, unknown>): ReadonlySet<string> =>
	new Set(matched.ties.flatMap((tie) => tie.a.map((side) => side.of.payout.naturalKey)));

/** A deposit left over that names a payout which has its deposit: booked again. */
function duplicatesOf(ledger: Matched<Movement, Deposit>): Map<string, Side<Deposit>[]> {
	const matchedBy = new Map(
		ledger.pairings.flatMap((pairing) => pairing.a.flatMap((side) => side.ids.map((id) => [`${side.scope}|${id}`, side] as const))),
	);
	const duplicates = new Map<string, Side<Deposit>[]>();
	for (const side of ledger.openB) {
		const name = side.ids[0] ?? (side.mentions.length === 1 ? side.mentions[0] : undefined);
		const owner = name === undefined ? undefined : matchedBy.get(`${side.scope}|${name}`);
		if (owner === undefined) continue;
		const key = owner.of.payout.naturalKey;
		duplicates.set(key, [...(duplicates.get(key) ?? []), side]);
	}
	return duplicates;
}

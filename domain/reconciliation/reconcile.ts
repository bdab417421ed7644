// The engine: rows of an entity and the rules in, proofs, matches, exceptions and totals of one period out. Pure, and blind to input order (SPEC.md).
import { byCodeUnits } from "../core/canonical-json.ts";
import { isInPeriod, type LedgerDate, type Period } from "../core/dates.ts";
import { booksOf, type Deposit } from "./books.ts";
import { controlTotals } from "./control-totals.ts";
import { itemFindings, type ItemScope } from "./item-findings.ts";
import { type LinkedPayout, linkPayouts } from "./link-payouts.ts";
import { listRows } from "./list-rows.ts";
import {
	activityComponents,
	byHandCurrencies,
	type DepositInQuestion,
	matchActivity,
	matchDepositLines,
	payoutsOfSources,
} from "./match-items.ts";
import type { BalanceRead, MatchRow } from "./match-row.ts";
import type { Exception, Match, Outcome } from "./outcome.ts";
import { payoutFindings } from "./payout-findings.ts";
import { payoutMatches } from "./payout-matches.ts";
import { proofsOf } from "./proofs.ts";
import { inputHash, resultHash, type Sha256 } from "./result-hash.ts";
import { rollForward, tiedCurrencies } from "./roll-forward.ts";
import type { Rules } from "./rules.ts";
import { push } from "./side.ts";
import { wholeDepositFindings } from "./whole-deposits.ts";

export interface ReconcileInput {
	readonly period: Period;
	/** The entity's ledger time zone. */
	readonly zone: string;
	/** As-of day: up to it a payout can be said to be missing. See `asOfDay`. */
	readonly asOf: LedgerDate;
	readonly rules: Rules;
	/** All canonical rows of the entity as frozen. */
	readonly rows: readonly MatchRow[];
	readonly balances: readonly BalanceRead[];
}

export function reconcile(input: ReconcileInput, sha256: Sha256): Outcome {
	const { period, zone, asOf, rules } = input;
	const kinds = byKind(input.rows);
	const books = booksOf(kinds.ledger_line, rules);
	const payoutOfSource = payoutsOfSources(kinds.payout_item.filter(isItem), kinds.payout, rules);
	const links = linkPayouts({
		payouts: kinds.payout,
		balanceEntries: kinds.balance_entry,
		bankLines: kinds.bank_line,
		books,
		payoutOfSource,
		rules,
	});
	const items = new Map<string, MatchRow[]>();
	for (const item of kinds.payout_item) if (isItem(item)) push(items, item.groupKey, item);
	const itemsOf = (payoutKey: string): readonly MatchRow[] => items.get(payoutKey) ?? [];
	const inQuestion = depositsInQuestion(links.payouts, itemsOf, period);
	const depositOf = new Map(inQuestion.map(({ payout, deposit }) => [payout.naturalKey, deposit]));
	const payoutOfDeposit = new Map(inQuestion.map(({ payout, deposit }) => [deposit.main.groupKey, payout.naturalKey]));
	const scope: Omit<ItemScope, "section"> = {
		period,
		rules,
		toleranceMinor: BigInt(rules.toleranceMinor),
		chargeGross: new Map(
			[...kinds.balance_entry, ...kinds.payout_item]
				.filter((row) => row.category === "charge")
				.map((row) => [row.reference, row.amountMinor]),
		),
		depositOf: (payoutKey) => depositOf.get(payoutKey) ?? null,
		payoutOfLine: (line) => payoutOfDeposit.get(line.groupKey) ?? "",
	};
	const depositItems = itemFindings(matchDepositLines(inQuestion, rules), { ...scope, section: "payouts" });
	const byHand = byHandCurrencies(kinds.payout);
	const activity = activityComponents(kinds.balance_entry, byHand, zone, rules);
	const activityItems = itemFindings(matchActivity(activity, books, rules), { ...scope, section: "activity" });
	const whole = wholeDepositFindings(inQuestion, rules);
	const exceptions = sortExceptions([
		...payoutFindings(links, { period, asOf, rules }),
		...depositItems.exceptions,
		...activityItems.exceptions,
		...whole.exceptions,
	]);
	const matches = sortMatches([...payoutMatches(links, period), ...withoutPayoutLines(depositItems.matches), ...activityItems.matches]);
	const rollForwards = rollForward(kinds.balance_entry, input.balances, period);
	const entries = new Map(kinds.balance_entry.map((row) => [row.naturalKey, row]));
	const proofs = proofsOf(links.payouts, {
		period,
		rules,
		itemsOf,
		exceptions,
		itemMatches: depositItems.matches,
		tiedCurrencies: tiedCurrencies(rollForwards),
		balanceEntry: (id) => entries.get(id) ?? null,
	});
	// The residual of a by-hand payout's one line counts, though its match is told once, at the payout level.
	const counted = [...matches.filter((match) => match.level !== "item"), ...depositItems.matches, ...activityItems.matches];
	const totals = controlTotals({
		period,
		links,
		books,
		activity,
		byHand,
		matches: counted,
		wholeResiduals: whole.residuals,
		exceptions,
		proofs,
	});
	const rows = listRows({ period, links, books, activity, byHand, exceptions, proofs });
	const outcome = { proofs, rows, matches, exceptions, totals, rollForwards, inputHash: inputHash(input.rows, input.balances, sha256) };
	return { ...outcome, resultHash: resultHash(input, outcome, sha256) };
}

/** Stripe lists the payout's own balance transaction among its items: it is the sum, not a part. */
const isItem = (row: MatchRow): boolean => row.category !== "payout";

function byKind(rows: readonly MatchRow[]): Record<MatchRow["kind"], MatchRow[]> {
	const kinds: Record<MatchRow["kind"], MatchRow[]> = {
		payout: [],
		payout_item: [],
		balance_entry: [],
		ledger_line: [],
		bank_line: [],
		order: [],
	};
	for (const row of rows) kinds[row.kind].push(row);
	// Once, before anything looks at a row: the order of the input ends here.
	for (const list of Object.values(kinds)) list.sort((x, y) => byCodeUnits(x.naturalKey, y.naturalKey) || byCodeUnits(x.id, y.id));
	return kinds;
}

/** The items of a payout are compared in the period of its deposit: that is where their differences show. */
function depositsInQuestion(
	links: readonly LinkedPayout[],
	itemsOf: (key: string) => readonly MatchRow[],
	period: Period,
): DepositInQuestion[] {
	return links.flatMap(({ payout, deposit }) => {
		const of: Deposit | undefined = deposit?.b.of;
		if (of === undefined || !isInPeriod(of.date, period)) return [];
		return [{ payout, deposit: of, items: itemsOf(payout.naturalKey) }];
	});
}

const withoutPayoutLines = (matches: readonly Match[]): Match[] => matches.filter((match) => match.category !== "payout");

const keyed = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] =>
	rows
		.map((row) => ({ row, key: keyOf(row) }))
		.sort((x, y) => byCodeUnits(x.key, y.key))
		.map(({ row }) => row);

const sortExceptions = (exceptions: readonly Exception[]): Exception[] =>
	keyed(exceptions, (e) => `${e.ledgerDate}|${e.type}|${e.leaf}|${e.amountMinor}|${e.b?.naturalKey ?? ""}|${e.sentence}`);

const sortMatches = (matches: readonly Match[]): Match[] =>
	keyed(matches, (m) => `${m.payoutKey}|${m.level}|${m.leaf}|${m.members.map((member) => member.row.naturalKey).join("|")}`);

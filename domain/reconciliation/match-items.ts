// The item level: components of the payouts whose deposit is in question against its lines, and by-hand activity against the journals.
import type { Books, Deposit } from "./books.ts";
import { type Component, componentsOf, dayOfMovement, feeOf, payoutComponent } from "./components.ts";
import type { MatchRow } from "./match-row.ts";
import type { Rules } from "./rules.ts";
import { type Matched, runPasses } from "./run-passes.ts";
import { type LevelPolicy, push, type Side } from "./side.ts";
import { componentSide, lineSide } from "./sides.ts";

export interface DepositInQuestion {
	readonly payout: MatchRow;
	readonly deposit: Deposit;
	/** Its items; empty when Stripe doesn't itemise it (yet). */
	readonly items: readonly MatchRow[];
}

const policyOf = (rules: Rules): LevelPolicy => ({
	idDecides: false,
	daysBefore: 0,
	daysAfter: 0,
	toleranceMinor: BigInt(rules.toleranceMinor),
	grouping: "all",
	groupInWindow: false,
});

// The lines of one deposit belong to one payout: their day is the deposit's and says nothing about the item's.
const sameDeposit = 36_525;

export function matchDepositLines(inQuestion: readonly DepositInQuestion[], rules: Rules): Matched<Component, MatchRow> {
	const a: Side<Component>[] = [];
	const b: Side<MatchRow>[] = [];
	for (const { payout, deposit, items } of inQuestion) {
		const components =
			payout.category === "automatic"
				? items.flatMap((item) => componentsOf(item, payout.naturalKey, deposit.date, rules))
				: [payoutComponent(payout, deposit.date)];
		// Without items the deposit can only be compared as a whole.
		if (components.length === 0) continue;
		const source = new RegExp(payout.category === "automatic" ? rules.sourceIdPattern : rules.payoutIdPattern, "g");
		for (const component of components) a.push(componentSide(component, payout.naturalKey));
		for (const line of deposit.lines) b.push(lineSide(line, payout.naturalKey, source));
	}
	return runPasses({ a, b }, { ...policyOf(rules), daysBefore: sameDeposit, daysAfter: sameDeposit }, rules.passes);
}

/** Currencies without an automatic payout are paid out by hand: their movements are booked by journals. */
export function byHandCurrencies(payouts: readonly MatchRow[]): ReadonlySet<string> {
	const automatic = new Set(payouts.filter((payout) => payout.category === "automatic").map((payout) => payout.currency));
	return new Set(payouts.map((payout) => payout.currency).filter((currency) => !automatic.has(currency)));
}

/** Components of by-hand activity: everything but the payouts themselves, which are compared with their deposits. */
export function activityComponents(
	balanceEntries: readonly MatchRow[],
	currencies: ReadonlySet<string>,
	zone: string,
	rules: Rules,
): Component[] {
	return balanceEntries
		.filter((entry) => currencies.has(entry.currency))
		.flatMap((entry) => {
			const date = dayOfMovement(entry, zone);
			if (entry.category !== "payout") return componentsOf(entry, "", date, rules);
			const fee = feeOf(entry, "", date);
			return fee === null ? [] : [fee];
		});
}

export function matchActivity(components: readonly Component[], books: Books, rules: Rules): Matched<Component, MatchRow> {
	const source = new RegExp(rules.sourceIdPattern, "g");
	const a = components.map((component) => {
		const side = componentSide(component, component.row.currency);
		return { ...side, group: `${component.date}|${component.category}` };
	});
	const b = books.activity.map((line) => lineSide(line, line.currency, source));
	const policy = { ...policyOf(rules), daysBefore: rules.activityWindowDays, daysAfter: rules.activityWindowDays, groupInWindow: true };
	return runPasses({ a, b }, policy, rules.passes);
}

/** Which payout lists a source in a line category: lets the lines of a deposit name its payout. */
export function payoutsOfSources(items: readonly MatchRow[], payouts: readonly MatchRow[], rules: Rules): ReadonlyMap<string, string> {
	const owners = new Map<string, string[]>();
	for (const item of items)
		for (const component of componentsOf(item, item.groupKey, item.ledgerDate, rules))
			push(owners, `${component.category}|${component.sourceId}`, item.groupKey);
	for (const payout of payouts) if (payout.category !== "automatic") push(owners, `payout|${payout.naturalKey}`, payout.naturalKey);
	return new Map([...owners].flatMap(([source, keys]) => (new Set(keys).size === 1 ? [[source, keys[0] as string] as const] : [])));
}

// What takes money back: refunds (some in part), disputes with their fee, and the processor's own corrections.
import { addDays, type LedgerDate } from "../../domain/core/dates.ts";
import { daySeconds, unixOfValueDate, utcDayOf } from "../core/calendar.ts";
import { type Random, randomOf } from "../core/random.ts";
import type { CompanyOptions } from "./options.ts";
import { disputeFee } from "./pricing.ts";
import type { BalanceEntry, Charge, Dispute, Refund } from "./processor.ts";
import type { Script } from "./script.ts";

export interface Reversals {
	readonly refunds: readonly Refund[];
	readonly disputes: readonly Dispute[];
	readonly adjustments: readonly BalanceEntry[];
}

interface Plan {
	readonly kind: "refund" | "dispute";
	readonly created: number;
	readonly amount: number;
}

// Refunds and disputes leave the available balance at once; by value date on their UTC day.
function entryOf(
	from: Pick<BalanceEntry, "type" | "reportingCategory" | "amount" | "fee" | "currency" | "created" | "source" | "description">,
	random: Random,
): BalanceEntry {
	return {
		...from,
		id: `txn_1${random.token(23)}`,
		availableOn: unixOfValueDate(utcDayOf(from.created)),
		visibleAt: from.created,
		feeDescription: from.fee === 0 ? "" : "Dispute fee",
	};
}

function ordinaryPlan(charge: Charge, random: Random): Plan | null {
	const { created, amount } = charge.entry;
	const draw = random.next();
	const days = random.int(1, 16);
	const seconds = random.int(0, 8 * 3_600);
	const part = random.chance(0.5) ? Math.max(100, Math.floor((amount * random.int(20, 70)) / 100)) : amount;
	if (draw < 0.02) return { kind: "refund", created: created + days * daySeconds + seconds, amount: part };
	if (draw < 0.023) return { kind: "dispute", created: created + (days + 4) * daySeconds + seconds, amount };
	return null;
}

/** The plans of the script: each takes a charge of its own that nothing else happens to. */
function scriptedPlans(charges: readonly Charge[], taken: ReadonlyMap<string, Plan>, script: Script, random: Random): Map<string, Plan> {
	const plans = new Map<string, Plan>();
	const afternoon = (day: LedgerDate): number => unixOfValueDate(day) + 15 * 3_600 + random.int(0, 3_600);
	const plan = (day: LedgerDate, from: LedgerDate, kind: Plan["kind"], part: (amount: number) => number): void => {
		const lastMoment = unixOfValueDate(addDays(day, -3));
		const candidates = charges.filter(
			({ id, entry }) =>
				entry.currency === "usd" &&
				entry.created >= unixOfValueDate(from) &&
				entry.created < lastMoment &&
				entry.amount > 2_000 &&
				entry.amount < 60_000 &&
				!taken.has(id) &&
				!plans.has(id),
		);
		const charge = random.pick(candidates);
		plans.set(charge.id, { kind, created: afternoon(day), amount: part(charge.entry.amount) });
	};
	const monthBefore = addDays(script.firstDay, -28);
	const whole = (amount: number): number => amount;
	const earlier = charges.filter(({ entry }) => entry.currency === "usd" && utcDayOf(entry.created) < script.firstDay);
	const bulk = earlier.find(({ entry }) => entry.amount > 250_000);
	if (bulk !== undefined) plans.set(bulk.id, { kind: "refund", created: afternoon(script.bulkRefundDay), amount: bulk.entry.amount });
	for (const day of script.earlierRefundDays) plan(day, monthBefore, "refund", whole);
	for (const day of script.partialRefundDays) plan(day, monthBefore, "refund", (amount) => Math.floor((amount * random.int(25, 60)) / 100));
	for (const day of script.disputeDays) plan(day, monthBefore, "dispute", whole);
	return plans;
}

/** Everything up to `until`; a reversal never precedes its charge by construction of the plans. */
export function reversalsOf(options: CompanyOptions, script: Script, charges: readonly Charge[], until: number): Reversals {
	const plans = new Map<string, Plan>();
	for (const charge of charges) {
		const plan = ordinaryPlan(charge, randomOf(options.seed, `${options.slug}:fate:${charge.id}`));
		// The bulk order's fate is the script's.
		if (plan !== null && charge.entry.amount <= 250_000) plans.set(charge.id, plan);
	}
	const fixed = charges.filter(({ entry }) => entry.created <= unixOfValueDate(addDays(script.lastDay, 1)));
	for (const [id, plan] of scriptedPlans(fixed, plans, script, randomOf(options.seed, `${options.slug}:reversals`))) plans.set(id, plan);
	const refunds: Refund[] = [];
	const disputes: Dispute[] = [];
	for (const charge of charges) {
		const plan = plans.get(charge.id);
		if (plan === undefined || plan.created > until) continue;
		const random = randomOf(options.seed, `${options.slug}:reversal:${charge.id}`);
		const common = { amount: -plan.amount, currency: charge.entry.currency, created: plan.created };
		if (plan.kind === "refund") {
			const id = `re_3${random.token(23)}`;
			const description = `REFUND FOR CHARGE (Order #${charge.orderNumber})`;
			const entry = entryOf({ ...common, type: "refund", reportingCategory: "refund", fee: 0, source: id, description }, random);
			refunds.push({ id, charge, entry });
		} else {
			const id = `du_1${random.token(23)}`;
			const description = `Chargeback withdrawal for ${charge.id}`;
			const dispute = { type: "adjustment", reportingCategory: "dispute", fee: disputeFee, source: id, description } as const;
			const reason = random.chance(0.6) ? "fraudulent" : "product_not_received";
			disputes.push({ id, charge, reason, entry: entryOf({ ...common, ...dispute }, random) });
		}
	}
	return { refunds, disputes, adjustments: adjustmentsOf(options, script, until) };
}

function adjustmentsOf(options: CompanyOptions, script: Script, until: number): BalanceEntry[] {
	const random = randomOf(options.seed, `${options.slug}:adjustments`);
	const adjustments = script.adjustmentDays.map((day, index) =>
		entryOf(
			{
				type: "adjustment",
				reportingCategory: "other_adjustment",
				amount: (index % 2 === 0 ? 1 : -1) * random.int(150, 2_500),
				fee: 0,
				currency: "usd",
				created: unixOfValueDate(day) + 13 * 3_600,
				source: null,
				description: "Balance correction",
			},
			random,
		),
	);
	return adjustments.filter(({ created }) => created <= until);
}

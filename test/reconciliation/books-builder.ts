// Writes small books by hand for golden cases: payouts with items, deposits, journals, bank lines, in canonical rows.
import { sha256 } from "../../domain/core/sha256.ts";
import type { MatchRow } from "../../domain/reconciliation/match-row.ts";
import type { Exception, Outcome } from "../../domain/reconciliation/outcome.ts";
import { type ReconcileInput, reconcile } from "../../domain/reconciliation/reconcile.ts";
import { stripeNetsuiteRules } from "../../domain/reconciliation/rules.ts";

const empty = {
	version: 1,
	dateKind: "value_date",
	occurredAt: null,
	currency: "USD",
	amountMinor: 0n,
	feeMinor: 0n,
	category: "",
	status: "",
	reference: "",
	groupKey: "",
	groupReference: "",
	relatedKey: "",
	document: "",
	documentKind: "",
	account: "",
	description: "",
} as const;

export type RowFields = Partial<MatchRow> & Pick<MatchRow, "kind" | "naturalKey" | "ledgerDate">;

export const rowOf = (fields: RowFields): MatchRow => {
	const row = { ...empty, id: `id-${fields.kind}-${fields.naturalKey}`, connectionId: "c", ...fields };
	return { ...row, netMinor: row.amountMinor - row.feeMinor };
};

export interface Item {
	readonly source: string;
	readonly category: string;
	readonly gross: number;
	readonly fee?: number;
	readonly related?: string;
	/** Defaults to the day before arrival. */
	readonly at?: string;
}

export interface Line {
	readonly category: string;
	readonly amount: number;
	readonly id?: string;
	readonly memo?: string;
	readonly account?: string;
}

const accounts = stripeNetsuiteRules.accounts;

/** The lines that book `items` faithfully. */
export const linesFor = (items: readonly Item[]): Line[] =>
	items.flatMap(({ source, category, gross, fee = 0 }) => [
		{ category, amount: gross, id: source },
		...(fee === 0 ? [] : [{ category: category === "dispute" ? "dispute_fee" : "fee", amount: -fee, id: source }]),
	]);

export const payoutAmount = (items: readonly Item[]): number => items.reduce((sum, { gross, fee = 0 }) => sum + gross - fee, 0);

export class BooksBuilder {
	readonly rows: MatchRow[] = [];
	#transactions = 900;

	add(fields: RowFields): this {
		this.rows.push(rowOf(fields));
		return this;
	}

	/** An automatic payout with its items, as Stripe tells it. */
	automatic(key: string, arrival: string, items: readonly Item[], fields: Partial<MatchRow> = {}): this {
		const amount = BigInt(payoutAmount(items));
		const own = `txn_${key}`;
		this.add({
			kind: "payout",
			naturalKey: key,
			ledgerDate: arrival,
			category: "automatic",
			status: "paid",
			reference: key,
			relatedKey: own,
			amountMinor: amount,
			...fields,
		});
		for (const { source, category, gross, fee = 0, related = "", at = `${arrival}T12:00:00Z` } of items) {
			const shared = {
				ledgerDate: arrival,
				occurredAt: at,
				category,
				reference: source,
				relatedKey: related,
				amountMinor: BigInt(gross),
				feeMinor: BigInt(fee),
			};
			this.add({ ...shared, kind: "payout_item", naturalKey: `${key}:txn_${source}`, groupKey: key });
			this.add({ ...shared, kind: "balance_entry", naturalKey: `txn_${source}` });
		}
		const payout = { ledgerDate: arrival, category: "payout", reference: key, amountMinor: -amount };
		this.add({ ...payout, kind: "payout_item", naturalKey: `${key}:${own}`, groupKey: key });
		return this.add({ ...payout, kind: "balance_entry", naturalKey: own });
	}

	/** A payout by hand: its balance transaction and nothing else. */
	byHand(key: string, arrival: string, amount: number, fields: Partial<MatchRow> = {}, fee = 0): this {
		const own = `txn_${key}`;
		const shared = { ledgerDate: arrival, currency: "EUR", reference: key };
		this.add({
			...shared,
			kind: "payout",
			naturalKey: key,
			category: "manual",
			status: "paid",
			relatedKey: own,
			amountMinor: BigInt(amount),
			...fields,
		});
		return this.add({
			...shared,
			kind: "balance_entry",
			naturalKey: own,
			category: "payout",
			occurredAt: `${arrival}T12:00:00Z`,
			amountMinor: BigInt(-amount),
			feeMinor: BigInt(fee),
		});
	}

	/** A movement of a by-hand currency. */
	movement({ source, category, gross, fee = 0 }: Item, at: string, availableOn: string): this {
		return this.add({
			kind: "balance_entry",
			naturalKey: `txn_${source}`,
			ledgerDate: availableOn,
			occurredAt: at,
			currency: "EUR",
			category,
			reference: source,
			amountMinor: BigInt(gross),
			feeMinor: BigInt(fee),
		});
	}

	deposit(
		payout: string,
		date: string,
		lines: readonly Line[],
		fields: { memo?: string; currency?: string; document?: string } = {},
	): this {
		return this.#transaction(
			"deposit",
			date,
			lines,
			{ groupReference: payout, currency: fields.currency ?? "USD", description: fields.memo ?? "" },
			true,
		);
	}

	journal(date: string, lines: readonly Line[], currency = "EUR"): this {
		return this.#transaction("journal", date, lines, { currency, groupReference: "", description: "" }, false);
	}

	#transaction(
		kind: "deposit" | "journal",
		date: string,
		lines: readonly Line[],
		fields: Pick<MatchRow, "currency" | "groupReference" | "description">,
		main: boolean,
	): this {
		const number = String(this.#transactions++);
		const shared = {
			kind: "ledger_line" as const,
			ledgerDate: date,
			groupKey: number,
			document: `${main ? "DEP" : "JE"}-${number}`,
			documentKind: kind,
		};
		const total = lines.reduce((sum, line) => sum + line.amount, 0);
		const first = { category: "bank", account: main ? "1010" : "1081", amountMinor: BigInt(main ? total : -total) };
		this.add({ ...shared, ...fields, ...first, naturalKey: `${number}:0` });
		lines.forEach(({ category, amount, id = "", memo = "", account }, index) => {
			const own = {
				category,
				amountMinor: BigInt(amount),
				reference: id,
				description: memo,
				account: account ?? accounts[category] ?? "1010",
			};
			this.add({ ...shared, ...fields, ...own, naturalKey: `${number}:${index + 1}` });
		});
		return this;
	}

	bank(date: string, amount: number, fields: { ref?: string; text?: string; currency?: string } = {}): this {
		const text = fields.text ?? "STRIPE TRANSFER";
		const count = this.rows.filter((row) => row.kind === "bank_line").length;
		return this.add({
			kind: "bank_line",
			naturalKey: `acct:${date}:${amount}:${fields.ref ?? text}:${count}`,
			ledgerDate: date,
			currency: fields.currency ?? "USD",
			amountMinor: BigInt(amount),
			reference: fields.ref ?? "",
			description: text,
		});
	}

	/** Payout, deposit and bank line that agree. */
	agreed(key: string, date: string, items: readonly Item[]): this {
		return this.automatic(key, date, items).deposit(key, date, linesFor(items)).bank(date, payoutAmount(items), { ref: key });
	}
}

export const october = { from: "2026-10-01", to: "2026-10-31" };
export const november = { from: "2026-11-01", to: "2026-11-30" };

export function run(rows: readonly MatchRow[], options: Partial<ReconcileInput> = {}): Outcome {
	return reconcile(
		{ period: october, zone: "America/New_York", asOf: "2026-11-20", rules: stripeNetsuiteRules, rows, balances: [], ...options },
		sha256,
	);
}

export const brief = ({ type, leaf, amountMinor, differenceMinor }: Exception): string =>
	`${type} ${leaf} ${amountMinor} ${differenceMinor}`;

export const briefs = (outcome: Outcome): string[] => outcome.exceptions.map(brief).sort();

/** Every `unexplained` line that isn't zero. */
export const unexplained = (outcome: Outcome): string[] =>
	outcome.totals
		.filter((line) => line.line.endsWith(".unexplained") && line.differenceMinor !== 0n)
		.map((line) => `${line.line} ${line.currency} ${line.differenceMinor}`);

// A run's totals as the two statements a person reads: control totals, and what explains their difference.
import type { MoneyWire } from "../../../../domain/core/money.ts";

/** As stored: `<section>.<name>`, section payouts, activity, books or bank. */
export interface TotalLine {
	readonly line: string;
	readonly currency: string;
	readonly aCount: number;
	readonly a: MoneyWire;
	readonly bCount: number;
	readonly b: MoneyWire;
	readonly difference: MoneyWire;
}

export interface Explained {
	readonly type: string;
	readonly count: number;
	readonly difference: MoneyWire;
}

export interface Statement {
	readonly section: string;
	readonly matched: TotalLine | null;
	readonly exceptions: TotalLine | null;
	readonly total: TotalLine;
	readonly explained: readonly Explained[];
	/** Residuals inside the tolerance, null when there are none. */
	readonly tolerance: Explained | null;
	readonly unexplained: MoneyWire;
}

export const sectionOrder = ["payouts", "activity", "books", "bank"] as const;

export type View = (typeof sectionOrder)[number];

export const viewOf = (section: string): View => sectionOrder.find((name) => name === section) ?? "payouts";

export const sectionTitles: Readonly<Record<string, string>> = {
	payouts: "Deposits",
	activity: "Journals",
	books: "Both",
	bank: "Bank",
};

const explainedOf = (lines: readonly TotalLine[], section: string): readonly Explained[] => {
	const prefix = `${section}.explained:`;
	return lines
		.filter((line) => line.line.startsWith(prefix))
		.map((line) => ({ type: line.line.slice(prefix.length), count: line.aCount, difference: line.difference }));
};

function statementOf(lines: readonly TotalLine[], section: string): Statement | null {
	const named = (name: string): TotalLine | null => lines.find((line) => line.line === `${section}.${name}`) ?? null;
	const total = named("total");
	if (total === null) return null;
	const tolerance = named("tolerance");
	const zero = { minor: "0", currency: total.currency };
	return {
		section,
		matched: named("matched"),
		exceptions: named("exceptions"),
		total,
		explained: explainedOf(lines, section),
		tolerance:
			tolerance === null || BigInt(tolerance.difference.minor) === 0n
				? null
				: { type: "tolerance", count: tolerance.aCount, difference: tolerance.difference },
		unexplained: named("unexplained")?.difference ?? zero,
	};
}

/** The sections of one currency in the order people read them; "both" only where there is more than one. */
export function statementsOf(totals: readonly TotalLine[], currency: string): readonly Statement[] {
	const lines = totals.filter((line) => line.currency === currency);
	const found = sectionOrder.map((section) => statementOf(lines, section)).filter((statement) => statement !== null);
	const hasActivity = found.some(({ section, total }) => section === "activity" && (total.aCount > 0 || total.bCount > 0));
	return found.filter(({ section }) => hasActivity || (section !== "activity" && section !== "books"));
}

/** Currencies with totals, the one with most payouts first. */
export function currenciesOf(totals: readonly TotalLine[]): readonly string[] {
	const payouts = new Map(totals.filter((line) => line.line.endsWith(".total")).map((line) => [line.currency, 0]));
	for (const line of totals) if (line.line === "payouts.total") payouts.set(line.currency, line.aCount);
	return [...payouts.entries()].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([currency]) => currency);
}

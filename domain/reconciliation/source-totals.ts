// The sources' own totals for what a run was made from: per source and currency whether they tie, and what that means in a sentence.
import { byCodeUnits } from "../core/canonical-json.ts";
import { amountWords } from "./wording.ts";

export type SourceVerdict = "ties" | "differs" | "not_proven";

/** A control total of the sync that belongs to the frozen inputs. */
export interface SourceTotal {
	readonly id: string;
	readonly connectionId: string;
	readonly stream: string;
	readonly name: string;
	readonly currency: string;
	readonly oursMinor: string | null;
	readonly theirsMinor: string | null;
	readonly oursCount: number | null;
	readonly theirsCount: number | null;
	readonly verdict: SourceVerdict;
	readonly note: string;
	readonly asOf: string;
}

export interface FrozenInput {
	readonly connectionId: string;
	readonly connectionName: string;
	readonly vendor: string;
	readonly readAt: string | null;
}

export interface SourceStatement {
	/** Which side of the control totals it speaks of. */
	readonly side: "stripe" | "netsuite" | "bank";
	readonly connectionId: string;
	readonly connectionName: string;
	readonly currency: string;
	readonly verdict: SourceVerdict;
	/** The source's own figure, and ours beside it. */
	readonly theirsMinor: string | null;
	readonly theirsCount: number | null;
	readonly oursMinor: string | null;
	readonly oursCount: number | null;
	/** When the source was asked; null when it never was. */
	readonly asOf: string | null;
	readonly sentence: string;
	readonly totals: readonly SourceTotal[];
}

const sides: Readonly<Record<string, SourceStatement["side"]>> = { stripe: "stripe", netsuite: "netsuite", files: "bank" };

/** One statement per connection and currency; `currencies` are those of the run's control totals, so that none goes unsaid. */
export function sourceStatements(
	inputs: readonly FrozenInput[],
	totals: readonly SourceTotal[],
	currencies: readonly string[],
): SourceStatement[] {
	const connections = new Map(inputs.map((input) => [input.connectionId, input]));
	return [...connections.values()].flatMap(({ connectionId, connectionName, vendor }) => {
		const side = sides[vendor];
		if (side === undefined) return [];
		const own = totals.filter((total) => total.connectionId === connectionId);
		const readAt = latest(inputs.filter((input) => input.connectionId === connectionId).map((input) => input.readAt));
		const stated = [...new Set([...currencies, ...own.map(({ currency }) => currency)])].sort(byCodeUnits);
		return stated.map((currency) => {
			const of = own.filter((total) => total.currency === currency);
			return { side, connectionId, connectionName, currency, ...statement(side, currency, of, readAt) };
		});
	});
}

const latest = (moments: readonly (string | null)[]): string | null =>
	moments.reduce((last, moment) => (moment !== null && (last === null || Date.parse(moment) > Date.parse(last)) ? moment : last), null);

type Stated = Omit<SourceStatement, "side" | "connectionId" | "connectionName" | "currency">;

function statement(side: SourceStatement["side"], currency: string, totals: readonly SourceTotal[], readAt: string | null): Stated {
	const asOf = latest(totals.map((total) => total.asOf));
	const figures = figuresOf(totals);
	if (asOf === null)
		return { ...figures, verdict: "not_proven", asOf, sentence: `Not proven: the source states no figure in ${currency}.`, totals };
	if (readAt !== null && Date.parse(readAt) > Date.parse(asOf)) {
		const sentence = "Not proven: rows were read after the source was last asked for its totals. Sync again, then run again.";
		return { ...figures, verdict: "not_proven", asOf, sentence, totals };
	}
	const open = totals.filter(({ verdict }) => verdict !== "ties");
	const worst = open.find(({ verdict }) => verdict === "differs") ?? open[0];
	if (worst !== undefined) return { ...figures, verdict: worst.verdict, asOf, sentence: `${worst.name}: ${worst.note}`, totals };
	return { ...figures, verdict: "ties", asOf, sentence: tieSentence(side, currency, totals), totals };
}

/** The first total is the source's whole; a bank's are one per account and file, and add up. */
function figuresOf(totals: readonly SourceTotal[]): Pick<Stated, "theirsMinor" | "theirsCount" | "oursMinor" | "oursCount"> {
	const wholes = totals.filter(({ stream }) => stream === "bank_lines");
	const counted = wholes.length > 0 ? wholes : mainOf(totals);
	const sum = (of: (total: SourceTotal) => string | number | null): bigint | null =>
		counted.length === 0 || counted.some((total) => of(total) === null)
			? null
			: counted.reduce((all, total) => all + BigInt(of(total) ?? 0), 0n);
	const count = (of: (total: SourceTotal) => number | null): number | null => {
		const all = sum(of);
		return all === null ? null : Number(all);
	};
	return {
		theirsMinor: sum((total) => total.theirsMinor)?.toString() ?? null,
		theirsCount: count((total) => total.theirsCount),
		oursMinor: sum((total) => total.oursMinor)?.toString() ?? null,
		oursCount: count((total) => total.oursCount),
	};
}

const mainOf = (totals: readonly SourceTotal[]): readonly SourceTotal[] =>
	totals.filter(({ name }) => name === "balance" || name === "ledger lines").slice(0, 1);

function tieSentence(side: SourceStatement["side"], currency: string, totals: readonly SourceTotal[]): string {
	const main = mainOf(totals)[0];
	const words = (minor: string | null): string => (minor === null ? "no figure" : amountWords(BigInt(minor), currency));
	if (side === "bank") {
		const each =
			totals.length === 1
				? "The statement’s opening balance and movements make"
				: `In all ${totals.length} statements, opening balance and movements make`;
		return `${each} the closing balance.`;
	}
	if (side === "netsuite")
		return `NetSuite counts ${main?.theirsCount ?? 0} lines that add up to ${words(main?.theirsMinor ?? null)}: the lines we keep.`;
	const items = totals.find(({ name }) => name === "items of payouts");
	const proven = items === undefined ? "" : ` ${items.oursCount} of ${items.theirsCount} itemised payouts equal the sum of their items.`;
	return `Stripe’s balance of ${words(main?.theirsMinor ?? null)} is the net of all its movements that we keep.${proven}`;
}

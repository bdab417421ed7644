// NetSuite's own figure: a COUNT and SUM of its own over the lines that ledger_lines reads, per currency. Debits and credits of a
// transaction cancel out, so each group is signed as the transform signs its lines before it is added up.
import { currencyCode, exponentOf } from "../../domain/core/currency.ts";
import { NumberText, parseExact } from "../../domain/core/json-exact.ts";
import { minorFromDecimal } from "../../domain/core/money.ts";
import type { ReadContext, SourceTotal } from "../connector.ts";
import { askSuiteQl, netsuiteRefusal } from "./client.ts";
import { ledgerLinesFrom, readItems } from "./ledger-lines.ts";
import { lineCategory, lineSign } from "./transform.ts";

export const ledgerTotalsQuery = [
	"SELECT BUILTIN.DF(t.currency) AS currency, tl.mainline AS mainline, tl.custcol_stripe_category AS category, COUNT(*) AS lines, SUM(tl.foreignamount) AS amount",
	ledgerLinesFrom,
	"GROUP BY BUILTIN.DF(t.currency), tl.mainline, tl.custcol_stripe_category",
].join(" ");

const textOf = (value: unknown): string => (value instanceof NumberText ? value.text : typeof value === "string" ? value : "");

interface Sum {
	minor: bigint;
	count: number;
}

export async function netsuiteTotals(_moment: "before" | "after", context: ReadContext): Promise<readonly SourceTotal[]> {
	const response = await askSuiteQl(context, ledgerTotalsQuery, { limit: 1000 });
	const sums = new Map<string, Sum>();
	for (const text of readItems(response).items) {
		const row = parseExact(text) as Record<string, unknown>;
		const currency = currencyCode(textOf(row.currency));
		const amount = currency === null ? null : minorFromDecimal(textOf(row.amount), exponentOf(currency));
		if (currency === null || amount === null || !amount.ok) throw netsuiteRefusal("VENDOR_UNREADABLE", response);
		const main = textOf(row.mainline).toUpperCase() === "T";
		const sum = sums.get(currency) ?? { minor: 0n, count: 0 };
		sum.minor += amount.value * lineSign(main, lineCategory(main, textOf(row.category)));
		sum.count += Number(textOf(row.lines));
		sums.set(currency, sum);
	}
	return [...sums].map(([currency, { minor, count }]) => ({
		stream: "ledger_lines",
		name: "ledger lines",
		currency,
		minor,
		count,
		ours: { kind: "ledger_line", measure: "amount", naturalKeys: null },
		response,
		note: "COUNT and SUM that NetSuite makes over the same lines, against the lines we keep.",
	}));
}

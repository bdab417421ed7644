// A difference as a row of the table: what it is about, the field, before and after in words, and what it is worth.
import type { z } from "zod";
import type { ExceptionChange, MatchChange } from "../../db/jobs/replay-runs-diff.store.ts";
import type { RowChange } from "../../db/jobs/replay-rows-diff.store.ts";
import { formatMinor } from "../../domain/core/money.ts";
import { changesBetween, type FieldChange, fieldTitles, type RowText } from "../../domain/jobs/replay/row-changes.ts";
import { moneyWire } from "../money.schema.ts";
import type { diffRowSchema } from "./replay.schema.ts";

type DiffRow = z.infer<typeof diffRowSchema>;

const noRecord = { canonicalId: null, beforeVersion: null, afterVersion: null, recordId: null, rowKind: null, origin: null };

const kindWords: Readonly<Record<string, string>> = {
	payout: "a payout",
	payout_item: "a payout item",
	balance_entry: "a balance transaction",
	ledger_line: "a ledger line",
	bank_line: "a bank line",
	order: "an order",
};

function whole(change: RowChange, row: RowText): string {
	const word = row.category === "" ? (kindWords[change.kind] ?? change.kind) : row.category.replaceAll("_", " ");
	return `${word} of ${formatMinor(BigInt(row.amountMinor), row.currency)} ${row.currency}`;
}

const isMoney = ({ field }: FieldChange): boolean => field === "amountMinor" || field === "feeMinor";

/** One row per changed field; a row that came or went is one. */
export function recordRows(change: RowChange): DiffRow[] {
	const { before, after, currency } = change;
	const row = after ?? before;
	const base = {
		group: "records" as const,
		change: change.change,
		label: row?.document ? `${change.naturalKey} · ${row.document}` : change.naturalKey,
		month: null,
		canonicalId: change.id,
		beforeVersion: change.beforeVersion,
		afterVersion: change.afterVersion,
		recordId: change.recordId,
		rowKind: change.kind,
		origin: change.origin,
	};
	const version = change.afterVersion ?? `-${change.beforeVersion ?? 0}`;
	if (before === null || after === null)
		return [
			{
				...base,
				id: `${change.id}:${version}`,
				field: null,
				before: before === null ? null : whole(change, before),
				after: after === null ? null : whole(change, after),
				difference: moneyWire((BigInt(after?.amountMinor ?? 0) - BigInt(before?.amountMinor ?? 0)).toString(), currency),
			},
		];
	return changesBetween(before, after).map((each) => ({
		...base,
		id: `${change.id}:${version}:${each.field}`,
		field: fieldTitles[each.field],
		before: isMoney(each) ? formatMinor(BigInt(each.before), before.currency) : each.before,
		after: isMoney(each) ? formatMinor(BigInt(each.after), after.currency) : each.after,
		difference:
			isMoney(each) && before.currency === after.currency
				? moneyWire((BigInt(each.after) - BigInt(each.before)).toString(), currency)
				: null,
	}));
}

const levels: Readonly<Record<string, string>> = { item: "line", payout_bank: "bank line", payout_ledger: "deposit" };
const passWords = (pass: string | null): string | null => (pass === null ? null : pass.replaceAll("_", " "));

export function matchRow(change: MatchChange): DiffRow {
	return {
		...noRecord,
		id: `${change.month}:${change.key}`,
		group: "matches",
		change: change.change,
		label: change.other === null ? change.about : `${change.about} ↔ ${change.other}`,
		month: change.month,
		field: `match with a ${levels[change.level] ?? change.level}`,
		before: passWords(change.beforePass),
		after: passWords(change.afterPass),
		difference: moneyWire(change.differenceMinor, change.currency),
	};
}

export function exceptionRow(change: ExceptionChange): DiffRow {
	return {
		...noRecord,
		id: `${change.month}:${change.key}`,
		group: "exceptions",
		change: change.change,
		label: `${change.about} · ${change.type.replaceAll("_", " ")}`,
		month: change.month,
		field: null,
		before: change.beforeSentence,
		after: change.afterSentence,
		difference: moneyWire(change.differenceMinor, change.currency),
	};
}

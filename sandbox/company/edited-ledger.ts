// The books' side of the data faults: lines and transactions that were changed, removed or entered late. Numbers stay: edits are
// applied to the numbered books, and a removed line leaves the others their own line numbers.
import { utcDayOf } from "../core/calendar.ts";
import type { Edit } from "./edit.ts";
import { balancing, type LedgerLine, type LedgerTransaction } from "./ledger.ts";

export interface DeletedTransaction {
	readonly id: number;
	readonly tranid: string;
	readonly type: LedgerTransaction["type"];
	/** Unix seconds. */
	readonly at: number;
}

export interface EditedLedger {
	readonly ledger: readonly LedgerTransaction[];
	readonly deleted: readonly DeletedTransaction[];
}

// Below every ordinary number: the transaction was begun before the others and committed after them.
const firstLateId = 40_001;

function lateJournal(edit: Extract<Edit, { kind: "late_journal" }>): LedgerTransaction {
	const memo = "Office supplies, imported";
	const amount = 4_200 + edit.number;
	const side = { memo, stripeId: null, category: null, leaves: [] };
	return {
		id: firstLateId + edit.number,
		tranid: `JE-IMP${edit.number + 1}`,
		type: "Journal",
		day: utcDayOf(edit.modified),
		bookedAt: edit.modified,
		editedAt: null,
		memo,
		payoutField: null,
		currency: "USD",
		customerId: null,
		lines: [
			{ ...side, mainline: false, account: "1200", amount: -amount },
			{ ...side, mainline: false, account: "6100", amount },
		],
		payout: null,
		role: "import",
	};
}

/** The lines with what balances them on the first, the main line. */
function balanced(lines: readonly LedgerLine[]): LedgerLine[] {
	const [main, ...others] = lines;
	return main === undefined ? [] : [{ ...main, amount: balancing(others) }, ...others];
}

/** The line numbers that NetSuite shows. */
export const lineNumber = (line: LedgerLine, index: number): number => line.number ?? index;

function editedLines(transaction: LedgerTransaction, edit: Edit): readonly LedgerLine[] {
	const numbered = transaction.lines.map((line, index) => ({ ...line, number: lineNumber(line, index) }));
	if (edit.kind === "line_removed") return balanced(numbered.filter(({ number }) => number !== edit.line));
	if (edit.kind !== "line_amount") return transaction.lines;
	return balanced(numbered.map((line) => (line.number === edit.line ? { ...line, amount: edit.amount } : line)));
}

/** The books after the edits, by the order of their ids. */
export function editedLedger(ledger: readonly LedgerTransaction[], edits: readonly Edit[]): EditedLedger {
	const byId = new Map(ledger.map((transaction) => [transaction.id, transaction]));
	const deleted: DeletedTransaction[] = [];
	for (const edit of edits) {
		if (edit.kind === "late_journal") {
			const journal = lateJournal(edit);
			byId.set(journal.id, journal);
			continue;
		}
		const transaction = "transaction" in edit ? byId.get(edit.transaction) : undefined;
		if (transaction === undefined) continue;
		const { id, tranid, type } = transaction;
		if (edit.kind === "transaction_deleted") {
			byId.delete(id);
			deleted.push({ id, tranid, type, at: edit.at });
		} else {
			const memo = edit.kind === "memo" ? edit.text : transaction.memo;
			byId.set(id, { ...transaction, memo, lines: editedLines(transaction, edit), editedAt: edit.at });
		}
	}
	return { ledger: edits.length === 0 ? ledger : [...byId.values()].sort((a, b) => a.id - b.id), deleted };
}

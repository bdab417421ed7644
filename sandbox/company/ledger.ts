// The shape of the books: NetSuite transactions and their lines as the company keeps them. Raw signs: debit +, credit −.
import type { LedgerDate } from "../../domain/core/dates.ts";
import type { LineCategory } from "./leaves.ts";

export interface LedgerLine {
	readonly mainline: boolean;
	readonly account: string;
	/** Minor units of the transaction's currency, debit positive. */
	readonly amount: number;
	readonly memo: string | null;
	readonly stripeId: string | null;
	/** What stands in custcol_stripe_category; null on a main line. */
	readonly category: LineCategory | null;
	/** Leaves that this line books; known to the sandbox only. */
	readonly leaves: readonly string[];
	/** Its number in the transaction where that is no longer its place: lines before it were removed. */
	readonly number?: number;
}

/** A transaction before it has its number: numbers follow the order of booking. */
export interface LedgerDraft {
	readonly type: "Deposit" | "Journal" | "CustPymt";
	readonly day: LedgerDate;
	/** Unix seconds. */
	readonly bookedAt: number;
	/** A later change of the memo, or null. */
	readonly editedAt: number | null;
	readonly memo: string;
	readonly payoutField: string | null;
	readonly currency: "USD" | "EUR";
	readonly customerId: string | null;
	readonly lines: readonly LedgerLine[];
	/** The payout that this really books, whatever its fields say; known to the sandbox only. */
	readonly payout: string | null;
	readonly role: "deposit" | "second deposit" | "return" | "activity" | "payment" | "stray" | "import";
}

export interface LedgerTransaction extends LedgerDraft {
	readonly id: number;
	readonly tranid: string;
}

/** The other side of the lines: what makes a transaction balance. */
export const balancing = (lines: readonly LedgerLine[]): number => -lines.reduce((sum, { amount }) => sum + amount, 0);

const documents = {
	Deposit: { prefix: "DEP-", first: 4_401 },
	Journal: { prefix: "JE-", first: 2_201 },
	CustPymt: { prefix: "PYMT", first: 10_001 },
};

/** Numbers the drafts by the order of booking and drops what the clock has not reached. */
export function numbered(drafts: readonly LedgerDraft[], now: number): LedgerTransaction[] {
	const counts = { Deposit: 0, Journal: 0, CustPymt: 0 };
	const booked = drafts.filter(({ bookedAt }) => bookedAt <= now).sort((a, b) => a.bookedAt - b.bookedAt);
	return booked.map((draft, index) => {
		const { prefix, first } = documents[draft.type];
		const tranid = `${prefix}${first + counts[draft.type]++}`;
		const edited = draft.editedAt !== null && draft.editedAt <= now;
		const memo = edited ? `${draft.memo} (checked)` : draft.memo;
		return { ...draft, memo, editedAt: edited ? draft.editedAt : null, id: 50_001 + index, tranid };
	});
}

// What a data fault did to a company: facts that stay true whatever the clock does afterwards. Each says when it happened (Unix
// seconds of the sandbox clock); what happened before that moment is never different.
import type { LedgerDate } from "../../domain/core/dates.ts";
import type { PlantedBreak } from "./break.ts";

export type Edit =
	/** A charge that the processor publishes at `at` though it was made at `created`. */
	| { readonly kind: "late_charge"; readonly at: number; readonly created: number; readonly number: number }
	/** The automatic payout created on `day` comes back from the bank. */
	| { readonly kind: "payout_failed"; readonly at: number; readonly day: LedgerDate }
	/** Another text on a balance transaction; no figure changes. */
	| { readonly kind: "description"; readonly at: number; readonly record: string; readonly text: string }
	/** A journal that no figure of Stripe's is about, with a modification time before `at`. */
	| { readonly kind: "late_journal"; readonly at: number; readonly modified: number; readonly number: number }
	/** One line's amount (raw, debit +); the main line follows, so the transaction still balances. */
	| {
			readonly kind: "line_amount";
			readonly at: number;
			readonly transaction: number;
			readonly line: number;
			readonly amount: number;
			readonly breaks: readonly PlantedBreak[];
	  }
	| { readonly kind: "memo"; readonly at: number; readonly transaction: number; readonly text: string }
	| {
			readonly kind: "line_removed";
			readonly at: number;
			readonly transaction: number;
			readonly line: number;
			readonly breaks: readonly PlantedBreak[];
	  }
	| { readonly kind: "transaction_deleted"; readonly at: number; readonly transaction: number; readonly breaks: readonly PlantedBreak[] };

/** What the books gain in breaks by the edits. */
export const breaksOfEdits = (edits: readonly Edit[]): PlantedBreak[] => edits.flatMap((edit) => ("breaks" in edit ? edit.breaks : []));

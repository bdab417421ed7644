// A whole company as of one moment of the sandbox clock: processor, books, bank, and what was planted. A pure function of its options.
import { unixOf, zoneCalendar } from "../core/calendar.ts";
import { type BankLine, bankLinesOf } from "./bank.ts";
import { booksOf } from "./books.ts";
import type { Decoy, PlantedBreak } from "./break.ts";
import { breaksOfEdits, type Edit } from "./edit.ts";
import { withNewTexts } from "./edited-history.ts";
import { type DeletedTransaction, editedLedger } from "./edited-ledger.ts";
import { historyOf } from "./history.ts";
import { type LedgerTransaction, numbered } from "./ledger.ts";
import type { CompanyOptions } from "./options.ts";
import { planOf } from "./plan.ts";
import type { ProcessorHistory } from "./processor.ts";
import { scriptOf } from "./script.ts";

export interface Company {
	readonly options: CompanyOptions;
	/** Unix seconds. */
	readonly now: number;
	readonly history: ProcessorHistory;
	readonly ledger: readonly LedgerTransaction[];
	readonly bank: readonly BankLine[];
	readonly breaks: readonly PlantedBreak[];
	readonly decoys: readonly Decoy[];
	/** What data faults took out of the books. */
	readonly deleted: readonly DeletedTransaction[];
}

/**
 * The company at `now` (Unix seconds, not before `options.now`). A later moment keeps every row and number of an earlier one.
 * @param edits what data faults did to it, none of them after `now`
 */
export function companyAt(options: CompanyOptions, now: number, edits: readonly Edit[] = []): Company {
	const calendar = zoneCalendar(options.zone);
	const script = scriptOf(options);
	const history = historyOf(options, script, now, edits);
	// Planted once, on what the company was at its first moment: a later clock must not move a break.
	const start = unixOf(options.now);
	const { treatments, breaks, decoys } = planOf(
		options,
		script,
		start === now && edits.length === 0 ? history : historyOf(options, script, start),
	);
	const { ledger, deleted } = editedLedger(numbered(booksOf(options, history, treatments, calendar), now), edits);
	return {
		options,
		now,
		history: withNewTexts(history, edits),
		ledger,
		bank: bankLinesOf(options, history, treatments, now),
		breaks: [...breaks, ...breaksOfEdits(edits)],
		decoys,
		deleted,
	};
}

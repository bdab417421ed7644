// Puts the processor's history together: what the clock has reached, and nothing later.
import { zoneCalendar } from "../core/calendar.ts";
import type { Edit } from "./edit.ts";
import { failuresOf, lateCharges } from "./edited-history.ts";
import type { CompanyOptions } from "./options.ts";
import { chargesOf, customersOf } from "./orders.ts";
import { automaticPayouts, euroPayouts } from "./payouts.ts";
import type { BalanceEntry, ProcessorHistory } from "./processor.ts";
import { reversalsOf } from "./reversals.ts";
import type { Script } from "./script.ts";

/** The history as of `now` (Unix seconds). A later `now` gives the same rows and more. */
export function historyOf(options: CompanyOptions, script: Script, now: number, edits: readonly Edit[] = []): ProcessorHistory {
	const calendar = zoneCalendar(options.zone);
	const customers = customersOf(options);
	const placed = chargesOf(options, script, calendar, customers, now);
	const { refunds, disputes, adjustments } = reversalsOf(options, script, placed, now);
	// Added last: what the script picks from the ordinary charges must not depend on them.
	const late = lateCharges(options, edits, customers);
	const published = placed.filter(({ entry }) => entry.visibleAt <= now);
	const charges = late.length === 0 ? published : [...published, ...late].sort((a, b) => a.entry.created - b.entry.created);
	const activity: BalanceEntry[] = [...charges, ...refunds, ...disputes].map(({ entry }) => entry).concat(adjustments);
	const ofCurrency = (currency: string): BalanceEntry[] => activity.filter((entry) => entry.currency === currency);
	const payouts = [
		...automaticPayouts(options, script, ofCurrency("usd"), now, failuresOf(edits)),
		...euroPayouts(options, script, calendar, ofCurrency("eur"), now),
	].sort((a, b) => a.created - b.created);
	const moved = payouts.flatMap(({ entry, failure }) => (failure === null ? [entry] : [entry, failure]));
	const entries = [...activity, ...moved].sort((a, b) => a.created - b.created);
	return { customers, charges, refunds, disputes, payouts, entries };
}

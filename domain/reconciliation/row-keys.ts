// Keys of the list's rows: a payout's own id, or what stands beside the payouts (list-rows.ts).
import type { MatchRow } from "./match-row.ts";

export const returnedKey = (payout: MatchRow): string => `${payout.naturalKey}:returned`;

/** A deposit (by its bank line), a journal's line or a bank line of no payout; by row, for two sources may name theirs alike. */
export const untiedKey = (row: MatchRow): string => `untied:${row.id}`;

/** Movements and journals of a currency that is paid out by hand. */
export const activityKey = (currency: string): string => `activity:${currency}`;

// Money on the wire: whole minor units as text beside the currency, because JSON can't carry a bigint.
import { z } from "zod";
import type { MoneyWire } from "../domain/core/money.ts";

export const moneySchema = z.object({ minor: z.string().regex(/^-?\d+$/), currency: z.string() });

export const moneyWire = (minor: string, currency: string): MoneyWire => ({ minor, currency });

/** null stays null: the figure does not exist, which is not zero. */
export const moneyOrNull = (minor: string | null, currency: string): MoneyWire | null => (minor === null ? null : { minor, currency });

// The column kinds that every entity is made of, so that a key always sorts bytewise and money is always a whole bigint.
import { p } from "@mikro-orm/core";

/** Text that is a key or orders anything: compared bytewise, the same on every machine. */
export const key = () => p.text().collation("C");

/** A moment, with its zone resolved. */
export const instant = () => p.datetime().columnType("timestamptz");

/** A moment that the database fills in. */
export const createdAt = () => p.datetime().columnType("timestamptz").defaultRaw("now()");

/** Whole minor units of the currency beside it. Store functions select it as `::text`, which is `minor` of MoneyWire. */
export const minor = () => p.bigint("bigint");

/** A counter or position that never holds money. */
export const count = () => p.bigint("bigint");

/** ISO 4217 code. */
export const currency = () => p.text().collation("C");

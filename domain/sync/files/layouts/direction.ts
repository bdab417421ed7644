// Amounts without a sign beside a word for their direction (D/C, Af/Bij, Soll/Haben), as many banks write them. A word that isn't
// known is never guessed, and a sign that contradicts its word refuses the row.
import { refuse } from "../../record-reader.ts";
import type { FoundColumns } from "../layout.ts";
import type { RowFields } from "../row-fields.ts";
import type { TableColumns } from "../table-mapping.ts";
import type { BankLine } from "./bank-layout.ts";

const into = new Set(
	"c|cr|crdt|crd|credit|credits|in|inflow|incoming|money in|deposit|+|h|haben|gutschrift|eingang|bij|crédit|avoir|abono|haber|ingreso|avere|accredito|entrata|credito|crédito|uznanie|ind|insättning".split(
		"|",
	),
);
const outOf = new Set(
	"d|dr|dbit|dbt|debit|debits|out|outflow|outgoing|money out|withdrawal|-|s|soll|belastung|lastschrift|ausgang|af|débit|cargo|debe|adeudo|dare|addebito|uscita|debito|débito|obciążenie|ud|uttag".split(
		"|",
	),
);

/** 1 for money in, −1 for money out; null when the word says neither. */
export function directionIn(word: string): 1n | -1n | null {
	const plain = word.trim().toLowerCase().replace(/\.$/, "");
	if (into.has(plain)) return 1n;
	return outOf.has(plain) ? -1n : null;
}

/** Headers that mean nothing else. */
export const directionNames = [
	"debit/credit",
	"credit/debit",
	"dr/cr",
	"cr/dr",
	"d/c",
	"c/d",
	"dc",
	"debit or credit",
	"debit/credit indicator",
	"credit/debit indicator",
	"credit debit indicator",
	"cdtdbtind",
	"soll/haben",
	"s/h",
	"sollhaben",
	"af bij",
	"af/bij",
	"bij/af",
	"debet/credit",
	"sens",
	"direction",
] as const;

// A debit card or a deposit account says nothing of where its money went.
const ofWhat = /card|karte|carte|carta|tarjeta|kaart|cartão|karta|account|konto|compte|cuenta|conto|rekening|conta/;

/**
 * A column that holds a direction and nothing else, beside amounts of which none has a sign. A file whose movements all go one way says so
 * in whole words; a letter or a sign that is the same in every row may mean anything.
 */
export function directionColumn({ header, columns, values }: FoundColumns): TableColumns["direction"] {
	if (columns.direction !== null || columns.amount === null) return columns.direction;
	if (values(columns.amount).some((cell) => /[-−(]/.test(cell))) return null;
	const used = new Set(Object.values(columns));
	const at = header.findIndex((name, column) => {
		if (used.has(column) || ofWhat.test(name)) return false;
		const words = values(column);
		const ways = new Set(words.map(directionIn));
		return (
			words.length > 0 &&
			words.every((word) => word !== "") &&
			!ways.has(null) &&
			(ways.size === 2 || words.every((word) => word.length > 1))
		);
	});
	return at < 0 ? null : at;
}

/** Signed by its word where the file has such a column. @throws Unreadable when the word is unknown or the amount's sign denies it */
export function directed(line: BankLine, row: RowFields): BankLine {
	if (!row.has("direction") || row.text("amount") === "") return line;
	const direction = directionIn(row.text("direction"));
	if (direction === null)
		return refuse("DIRECTION_UNKNOWN", `"${row.text("direction").slice(0, 40)}" says neither money in nor money out.`);
	const { currency, date } = line.movement;
	const written = row.amount("amount", currency, date);
	if (written < 0n && direction === 1n)
		return refuse("DIRECTION_DIFFERS", `The amount ${row.text("amount")} is negative, but “${row.text("direction")}” says money in.`);
	const size = written < 0n ? -written : written;
	const minor = row.mapping.signs === "reversed" ? -direction * size : direction * size;
	return { ...line, movement: { ...line.movement, minor } };
}

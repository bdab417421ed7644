// Wise: the statement of one balance, and the list of transfers of the whole account. Newest first, dates as day-month-year.
import { refuse } from "../../record-reader.ts";
import { type Layout, note, record, type Movement, type RecordRead, type RecordRows, type RowClass } from "../layout.ts";
import { type RowFields, utcInstant } from "../row-fields.ts";
import { bankLayout, type BankLine, bankLineOf, bankRow } from "./bank-layout.ts";

export const wiseStatement = bankLayout({
	id: "wise-statement",
	title: "Balance statement",
	issuer: "Wise",
	names: {
		id: ["transferwise id"],
		date: ["date"],
		time: ["date time"],
		amount: ["amount"],
		currency: ["currency"],
		description: ["description"],
		reference: ["payment reference"],
		balance: ["running balance"],
		party: ["payer name", "payee name"],
		type: ["transaction type"],
		category: ["transaction details type"],
	},
	required: ["id", "date", "amount", "currency", "balance"],
	telling: ["transferwise id", "running balance", "exchange rate", "payee account number", "total fees", "transaction details type"],
	shapes: { id: /^[A-Z_]+-/, date: /^\d{2}-\d{2}-\d{4}/ },
	dateOrder: "dmy",
	account: null,
	line: ({ rows: [row] }: RecordRows): BankLine => {
		const line = bankLineOf(row);
		return { ...line, category: row.text("category") };
	},
	notes: {
		reads: ["All four known column sets, with or without a title line; fees within the amount or as rows of their own (FEE-…)."],
		apart: [],
		refuses: ["A row without its amount or its running balance’s currency."],
	},
});

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

/** One transfer touches one balance, or two when it is a conversion between the company's own. */
function legs(row: RowFields): readonly Movement[] {
	const date = row.date();
	const leg = (currency: string, minor: bigint): Movement => ({ account: row.account(), currency, date, minor, balanceMinor: null });
	const out = (): Movement => {
		const currency = row.currency();
		return leg(currency, -size(row.amount("amount", currency, date)) - size(row.amountOrZero("fee", currency, date)));
	};
	const into = (): Movement => {
		const currency = row.currency("otherCurrency");
		return leg(currency, size(row.amount("otherAmount", currency, date)));
	};
	const direction = row.text("direction").toUpperCase();
	if (direction === "OUT") return [out()];
	if (direction === "IN") return [into()];
	if (direction === "NEUTRAL") return [out(), into()];
	return refuse("DIRECTION_UNKNOWN", `"${direction.slice(0, 40)}" is no direction that Wise writes (IN, OUT, NEUTRAL).`);
}

function classifyTransfer(row: RowFields): RowClass {
	const status = row.text("status").toUpperCase();
	if (status === "COMPLETED") return record;
	return /^(?:CANCELLED|REFUNDED|FAILED|REJECTED)$/.test(status)
		? note("failed", "Cancelled or refunded: the balance is as before.")
		: note("pending", "Not completed: the money is still on its way.");
}

export const wiseTransfers: Layout = {
	...bankLayout({
		id: "wise-transfers",
		title: "Transfers of the account",
		issuer: "Wise",
		names: {
			id: ["id"],
			status: ["status"],
			direction: ["direction"],
			date: ["finished on", "created on"],
			fee: ["source fee amount"],
			amount: ["source amount (after fees)"],
			currency: ["source currency"],
			otherAmount: ["target amount (after fees)"],
			otherCurrency: ["target currency"],
			party: ["source name"],
			description: ["target name"],
			reference: ["reference"],
		},
		required: ["id", "status", "direction", "date", "amount", "currency", "otherAmount", "otherCurrency"],
		telling: ["direction", "source amount (after fees)", "target amount (after fees)", "source fee amount", "finished on"],
		shapes: { direction: /^(?:IN|OUT|NEUTRAL)$/i, id: /-/ },
		dateOrder: "ymd",
		account: "Wise",
		classify: classifyTransfer,
		notes: {
			reads: ["Amounts without signs: OUT is the source amount and its fee, IN the target amount, NEUTRAL (a conversion) both."],
			apart: ["Transfers that are not completed, cancelled or refunded."],
			refuses: ["Localised headers. The export has no balance, so nothing proves its total: prefer the balance statement."],
		},
	}),
	stem: ({ rows: [row] }) => ({ key: row.text("id") || refuse("ID_MISSING", "The id is blank."), numbered: true }),
	read: ({ rows: [row] }, at): RecordRead => {
		const movements = legs(row);
		const party = row.text("direction").toUpperCase() === "IN" ? row.text("party") : row.text("description");
		const rows = movements.map((movement, leg) =>
			bankRow(
				{
					row,
					movement,
					description: party,
					reference: row.text("reference"),
					status: row.text("status"),
					category: row.text("direction").toLowerCase(),
					relatedKey: row.text("id"),
					occurredAt: utcInstant(row.text("date"), movement.date),
					identity: row.text("id"),
				},
				{ naturalKey: leg === 0 ? at.naturalKey : `${at.naturalKey}:in`, fileId: at.fileId },
			),
		);
		return { rows, movements };
	},
};

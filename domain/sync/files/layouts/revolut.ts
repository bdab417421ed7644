// Revolut Business: four column sets in three years, one of them with two columns called Description.
import { note, record, type RecordRows, type RowClass } from "../layout.ts";
import { type RowFields, utcInstant } from "../row-fields.ts";
import { bankLayout, type BankLine, bankLineOf } from "./bank-layout.ts";

function classify(row: RowFields): RowClass {
	const state = row.text("status").toUpperCase();
	if (state === "" || state === "COMPLETED")
		return row.text("date") === "" ? note("pending", "Has no date of completion: still pending.") : record;
	if (state === "PENDING" || state === "CREATED") return note("pending", "Still pending: the balance has not moved.");
	return note("failed", "Declined, failed or reverted: the balance is as before.");
}

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

export const revolutBusiness = bankLayout({
	id: "revolut-business",
	title: "Account statement",
	issuer: "Revolut Business",
	names: {
		date: ["date completed (utc)"],
		time: ["date started (utc)"],
		id: ["id"],
		type: ["type"],
		status: ["state"],
		description: ["description"],
		reference: ["reference"],
		party: ["payer"],
		currency: ["payment currency"],
		amount: ["amount"],
		otherAmount: ["total amount"],
		fee: ["fee"],
		balance: ["balance"],
		account: ["account"],
		related: ["related transaction id"],
	},
	required: ["date", "time", "id", "type", "currency", "amount", "fee", "balance", "account"],
	telling: ["date started (utc)", "date completed (utc)", "orig currency", "orig amount", "payment currency", "beneficiary iban"],
	shapes: { id: /^[0-9a-f]{8}-[0-9a-f]{4}-/i, type: /^[A-Z_ ]+$/ },
	classify,
	line: ({ rows: [row] }: RecordRows): BankLine => {
		const line = bankLineOf(row);
		const { currency, date, minor } = line.movement;
		// Old files leave the fee out of Amount; newer ones say the whole in Total amount.
		const whole =
			row.has("otherAmount") && row.text("otherAmount") !== ""
				? row.amount("otherAmount", currency, date)
				: minor - size(row.amountOrZero("fee", currency, date));
		return {
			...line,
			movement: { ...line.movement, minor: whole },
			category: row.text("type"),
			status: row.text("status"),
			relatedKey: row.text("related"),
			occurredAt: utcInstant(row.text("date"), date),
		};
	},
	notes: {
		reads: [
			"All four known column sets; what moves the balance is Total amount, or Amount less Fee where there is none; an exchange is two rows.",
		],
		apart: ["Pending, declined, failed and reverted rows, which would break the balance."],
		refuses: ["The export of expenses, which is another file: export the statement."],
	},
});

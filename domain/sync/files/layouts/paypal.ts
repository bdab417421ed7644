// PayPal's activity download and statement: headers, types and status words are in the account's language, fees are negative, and a
// balance is kept per currency.
import { type Layout, note, record, type RecordRead, type RecordRows, type RowClass } from "../layout.ts";
import type { RowFields } from "../row-fields.ts";
import type { TableField } from "../table-mapping.ts";
import { exportLayout, exportRow, grossFeeNet, requiredId } from "./export-row.ts";

const names: Partial<Record<TableField, readonly string[]>> = {
	date: ["date", "datum", "data", "fecha"],
	time: ["time", "uhrzeit", "heure", "orario", "ora", "hora"],
	party: ["name", "nom", "nome", "nombre"],
	category: ["type", "typ", "tipo"],
	status: ["status", "état", "etat", "stato", "estado"],
	currency: ["currency", "währung", "devise", "valuta", "divisa"],
	amount: ["gross", "brutto", "avant commission", "lordo", "bruto"],
	fee: ["fee", "gebühr", "entgelt", "commission", "tariffa", "comisión"],
	net: ["net", "netto", "neto"],
	id: ["transaction id", "transaktionscode", "numéro de transaction", "codice transazione", "id. de transacción"],
	balance: ["balance", "guthaben", "solde", "saldo"],
	related: [
		"reference txn id",
		"zugehöriger transaktionscode",
		"numéro de la transaction de référence",
		"codice transazione di riferimento",
	],
	document: ["invoice number", "invoice id", "rechnungsnummer", "numéro de facture", "numero fattura"],
	direction: ["balance impact", "auswirkung auf guthaben", "impact sur le solde", "impatto sul saldo"],
	description: ["description", "beschreibung", "item title", "subject"],
};

const completed = /^(?:completed|abgeschlossen|terminé|effectué|completata|completato|completado)$/i;
const waiting = /^(?:pending|held|processing|on hold|ausstehend|en attente|in sospeso|pendiente|unclaimed|placed|active)$/i;
const ended =
	/^(?:denied|failed|cancell?ed|expired|removed|voided|returned|reversed|abgelehnt|storniert|refusé|annulé|annullata|rifiutata)$/i;
const holds = /authori[sz]ation|account hold|autorisierung|autorisation|autorizzazione/i;

function classify(row: RowFields): RowClass {
	if (/^memo$/i.test(row.text("direction"))) return note("memo", "A memo: PayPal says that it never moved the balance.");
	if (holds.test(row.text("category"))) return note("hold", "An authorisation or a hold: it reserves money and moves none.");
	if (!row.has("status") || completed.test(row.text("status"))) return record;
	if (waiting.test(row.text("status"))) return note("pending", "Not completed: the balance has not moved.");
	if (ended.test(row.text("status"))) return note("failed", "Denied, cancelled or reversed before it moved the balance.");
	return record;
}

const known = (row: RowFields): boolean => !row.has("status") || completed.test(row.text("status"));

function read({ rows: [row] }: RecordRows, at: { readonly naturalKey: string }): RecordRead {
	const currency = row.currency();
	const ledgerDate = row.date();
	const amounts = grossFeeNet(row, currency, ledgerDate, -1n);
	const canonical = exportRow({
		kind: "balance_entry",
		naturalKey: at.naturalKey,
		ledgerDate,
		currency,
		...amounts,
		category: row.text("category"),
		status: known(row) ? "completed" : row.text("status"),
		reference: row.text("id"),
		relatedKey: row.text("related"),
		document: row.text("document"),
		account: "",
		description: row.text("party") || row.text("description"),
	});
	const balanceMinor = row.text("balance") === "" ? null : row.amount("balance", currency, ledgerDate);
	return { rows: [canonical], movements: [{ account: "PayPal", currency, date: ledgerDate, minor: amounts.netMinor, balanceMinor }] };
}

// One id may stand in several rows: the legs of a conversion, a payment and its fee reversal.
const stem = ({ rows: [row] }: RecordRows) => {
	const currency = row.currency();
	const minor = row.amount("net", currency, row.date());
	return { key: `${requiredId(row, "id", "transaction id")}:${currency}:${minor}`, numbered: true };
};

export const payPalActivity: Layout = exportLayout({
	id: "paypal-activity",
	title: "Activity download",
	issuer: "PayPal",
	kind: "balance_entry",
	names,
	required: ["date", "category", "status", "currency", "amount", "fee", "net", "id"],
	telling: [
		"timezone",
		"time zone",
		"zeitzone",
		"fuseau horaire",
		"fuso orario",
		"reference txn id",
		"balance impact",
		"receipt id",
		"from email address",
		"to email address",
	],
	shapes: { id: /^[0-9A-Z]{17}$/, currency: /^[A-Z]{3}$/ },
	classify,
	stem,
	read,
	notes: {
		reads: [
			"English, German, French and Italian headers; UTF-8 or Windows-1252; fees turned to positive; conversions as their two legs; one balance per currency, proven where the column is there.",
		],
		apart: ["Memos, authorisations, holds, and whatever is not completed."],
		refuses: [
			"A row whose net is not gross plus its negative fee. Day and month are asked when no day is above 12: PayPal follows the account’s country.",
		],
	},
});

export const payPalStatement: Layout = exportLayout({
	id: "paypal-statement",
	title: "Account statement",
	issuer: "PayPal",
	kind: "balance_entry",
	names: { ...names, category: ["description", "beschreibung"], status: [], description: ["name"] },
	required: ["date", "category", "currency", "amount", "fee", "net", "balance", "id"],
	telling: ["time zone", "zeitzone", "reference txn id", "bank account", "shipping and handling amount", "from email address"],
	never: ["status", "balance impact", "type"],
	shapes: { id: /^[0-9A-Z]{17}$/, currency: /^[A-Z]{3}$/ },
	classify,
	stem,
	read,
	notes: {
		reads: ["The statement’s own columns, which have no status: every row has moved the balance."],
		apart: ["Authorisations and holds."],
		refuses: ["A row whose net is not gross plus its negative fee."],
	},
});

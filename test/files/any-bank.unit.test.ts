// Statements of banks that have no layout of their own, as those banks write them: which columns are found in which language, where the
// direction comes from, which rows are none, and every amount to the cent.
import { describe, expect, test } from "vitest";
import type { FileSettings } from "../../domain/sync/files/format.ts";
import { type Inspection, inspectFile } from "../../domain/sync/files/inspect.ts";
import type { TableMapping } from "../../domain/sync/files/table-mapping.ts";
import { decodeText } from "../../domain/sync/statement/csv.ts";
import { readAmount } from "../../domain/sync/statement/amounts.ts";
import { readDate } from "../../domain/sync/statement/row-dates.ts";
import { encode, sourceOf } from "./read-file.ts";

const lines = (...all: readonly string[]): string => `${all.join("\r\n")}\r\n`;
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const inspected = (bytes: Uint8Array, settings: FileSettings | null = null): Promise<Inspection> =>
	inspectFile(
		sourceOf(bytes, "statement.csv"),
		{ name: "statement.csv", sizeBytes: bytes.length, bytes, text: decodeText(bytes) },
		{ fileId: "f", zone: "UTC", settings, remembered: async () => null },
	);

/** Read as it is, with the currency and account that a person answers where they are asked. */
async function read(bytes: Uint8Array) {
	const first = await inspected(bytes);
	const asked = first.questions.map(({ field }) => field);
	const given = first.settings as TableMapping;
	const answers = {
		...given,
		...(asked.includes("currency") ? { currency: "EUR" } : {}),
		...(asked.includes("account") ? { account: "A" } : {}),
	};
	const { preview, questions } = asked.length === 0 ? first : await inspected(bytes, answers);
	expect(questions).toEqual([]);
	return {
		asked,
		rows: (preview?.rows ?? []).map((row) => `${row.date} ${row.amountMinor} ${row.currency} ${row.account}`),
		refused: (preview?.refused ?? []).map(({ code }) => code),
		apart: Object.fromEntries((preview?.notes ?? []).map(({ kind, count }) => [kind, count])),
		verdicts: preview?.proofs.map(({ verdict }) => verdict),
	};
}

describe("a bank's own words for its columns", () => {
	test("ING (Netherlands): the direction is the word Af or Bij, and the balances prove it", async () => {
		const file = lines(
			'"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen";"Saldo na mutatie"',
			'"20261007";"Huur";"NL20INGB0001234567";"NL91ABNA0417164301";"IC";"Af";"950,00";"Incasso";"Huur okt";"1537,50"',
			'"20261006";"Klant BV";"NL20INGB0001234567";"";"OV";"Bij";"1500,00";"Overschrijving";"Factuur 12";"2487,50"',
		);
		expect(await read(encode(file))).toEqual({
			asked: [],
			rows: ["2026-10-07 -95000 EUR NL20INGB0001234567", "2026-10-06 150000 EUR NL20INGB0001234567"],
			refused: [],
			apart: {},
			verdicts: ["ties"],
		});
	});

	test("Sparkasse: the account is the customer's, never the other party's, and what is only announced moves nothing", async () => {
		const file = lines(
			'"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";"Kontonummer/IBAN";"Betrag";"Waehrung";"Info"',
			'"DE12";"16.10.26";"16.10.26";"GUTSCHRIFT";"RE 1001 Müller";"DE02";"1.190,00";"EUR";"Umsatz gebucht"',
			'"DE12";"30.10.26";"30.10.26";"KARTE";"REWE";"";"-23,45";"EUR";"Umsatz vorgemerkt"',
		);
		expect(await read(latin1(file))).toMatchObject({ asked: [], rows: ["2026-10-16 119000 EUR DE12"], apart: { pending: 1 } });
	});

	test("Deutsche Bank: an IBAN that changes from row to row is the other party's; the closing line is no movement", async () => {
		const file = lines(
			"Umsätze Girokonto;;;Kundennummer: 100 1234567",
			"Buchungstag;Wert;Verwendungszweck;IBAN;Betrag;Soll;Haben;Währung",
			"02.10.2026;02.10.2026;Strom;DE893704;-89,90;-89,90;;EUR",
			"15.10.2026;15.10.2026;RE 4711;DE021203;2.500,00;;2.500,00;EUR",
			"Kontostand;31.10.2026;;;;;5.120,30;EUR",
		);
		const found = await read(latin1(file));
		expect(found).toMatchObject({ asked: ["account"], rows: ["2026-10-02 -8990 EUR A", "2026-10-15 250000 EUR A"] });
		// The closing amount stands under "Haben", so the row is shown and not imported either way.
		expect(found.rows).toHaveLength(2);
	});

	test("Crédit Agricole and UBS: debit and credit columns name their currency; apostrophes and no-break spaces part thousands", async () => {
		const french = lines(
			"Compte Courant n° 12345678901;",
			"Date;Libellé;Débit euros;Crédit euros;",
			'30/10/2026;"PAIEMENT PAR CARTE',
			'   X1234 CARREFOUR   ";45,90;;',
			"15/10/2026;VIREMENT;;1\u00a0234,56;",
		);
		expect((await read(latin1(french))).rows).toEqual(["2026-10-30 -4590 EUR A", "2026-10-15 123456 EUR A"]);
		const swiss = lines(
			"IBAN:;CH62 0023 4234 1039 1440 V;",
			"Bewertet in:;CHF;",
			"Buchungsdatum;Währung;Belastung;Gutschrift;Einzelbetrag;Saldo;Beschreibung1",
			"2026-10-30;CHF;-45.90;;;954.10;Coop",
			"2026-10-15;CHF;;1'000.00;;1'000.00;ACME AG",
		);
		const found = await read(encode(swiss));
		expect(found.rows.map((row) => row.slice(0, 22).trim())).toEqual(["2026-10-30 -4590 CHF C", "2026-10-15 100000 CHF"]);
		expect([found.asked, found.verdicts]).toEqual([[], ["ties"]]);
	});

	test("PostFinance: guarded texts, a currency in the headers, and a disclaimer below the rows", async () => {
		const file = lines(
			'Konto:;="CH0309000000250097798"',
			"Datum;Bewegungstyp;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF",
			"30.10.2026;Lastschrift;COOP;;-45.90",
			"15.10.2026;Gutschrift;ACME AG;1000.00;",
			"Disclaimer:",
		);
		expect(await read(latin1(file))).toMatchObject({
			asked: [],
			rows: ["2026-10-30 -4590 CHF CH0309000000250097798", "2026-10-15 100000 CHF CH0309000000250097798"],
			apart: { footer: 1 },
			refused: [],
		});
	});

	test("Bank of America: the beginning balance opens the proof, and totals below the rows are shown apart", async () => {
		const file = lines(
			"Description,,Summary Amt.",
			'Beginning balance as of 10/01/2026,,"1,000.00"',
			"",
			"Date,Description,Amount,Running Bal.",
			'10/01/2026,Beginning balance as of 10/01/2026,,"1,000.00"',
			'10/05/2026,"CHECKCARD ""STAPLES""","-123.45","876.55"',
			'10/15/2026,"DEPOSIT, ACME","2,500.00","3,376.55"',
			'Total,,"2,376.55",',
		);
		expect(await read(encode(file))).toEqual({
			asked: ["currency", "account"],
			rows: ["2026-10-05 -12345 EUR A", "2026-10-15 250000 EUR A"],
			refused: [],
			apart: { preamble: 2, opening: 1, total: 1 },
			verdicts: ["ties"],
		});
	});

	test("BBVA and Nordea: Spanish and Danish headers, where Valuta is a currency", async () => {
		const spanish = lines(
			"Fecha;F.Valor;Concepto;Importe;Divisa;Disponible",
			"30/10/2026;30/10/2026;Pago con tarjeta;-45,90;EUR;1.188,66",
			"15/10/2026;15/10/2026;Transferencia;1.234,56;EUR;1.234,56",
		);
		expect(await read(latin1(spanish))).toMatchObject({ rows: ["2026-10-30 -4590 EUR A", "2026-10-15 123456 EUR A"], verdicts: ["ties"] });
		const danish = lines("Bogført;Navn;Beskrivelse;Beløb;Saldo;Valuta", "2026/10/30;Coop;Køb;-45,90;954,10;DKK");
		expect((await read(latin1(danish))).rows).toEqual(["2026-10-30 -4590 DKK A"]);
	});
});

describe("a column that is an amount at one bank and a day at another", () => {
	test("is no amount where it holds days, also days that could be read as amounts", async () => {
		const file = lines("Fecha;Valor;Concepto;Cargo;Abono", "20261030;20261030;Pago;45,90;", "20261015;20261016;Nómina;;1.234,56");
		expect((await read(encode(file))).rows).toEqual(["2026-10-30 -4590 EUR A", "2026-10-15 123456 EUR A"]);
		const asked = await inspected(encode(lines("Date;Value;Text;Movement", "2026-10-30;2026-10-31;Shop;-45.90")));
		expect([asked.settings, asked.questions.map(({ field }) => field)]).toMatchObject([
			{ columns: { amount: null } },
			["amount", "currency", "account"],
		]);
		const amount = lines("Data;Valor;Descrição", "30/10/2026;-45,90;Loja", "15/10/2026;1.234,56;Cliente");
		expect((await read(encode(amount))).rows).toEqual(["2026-10-30 -4590 EUR A", "2026-10-15 123456 EUR A"]);
	});
});

describe("the direction of an amount without a sign", () => {
	const header = "Date,Description,Kind,Amount,Currency,Account";

	test("is read from whichever column holds nothing but such words", async () => {
		const file = lines(header, "2026-10-15,In,CR,100.00,USD,1", "2026-10-16,Out,DR,45.90,USD,1");
		expect((await read(encode(file))).rows).toEqual(["2026-10-15 10000 USD 1", "2026-10-16 -4590 USD 1"]);
		const { detected } = await inspected(encode(file));
		expect(detected?.why.join(" ")).toContain("Money in or out is said by the words of “kind”.");
	});

	test("is read where every movement goes one way, in whole words; one letter all the way down means anything", async () => {
		const all = (word: string): string => lines(header, `2026-10-15,a,${word},100.00,USD,1`, `2026-10-16,b,${word},45.90,USD,1`);
		expect((await read(encode(all("Debit")))).rows).toEqual(["2026-10-15 -10000 USD 1", "2026-10-16 -4590 USD 1"]);
		for (const word of ["D", "-"]) expect((await read(encode(all(word)))).rows[0]).toBe("2026-10-15 10000 USD 1");
	});

	test("is never the kind of card or account that the money went through", async () => {
		for (const kind of ["Card type", "Account Type"]) {
			const file = lines(header.replace("Kind", kind), "2026-10-15,a,Debit,100.00,USD,1", "2026-10-16,b,Credit,45.90,USD,1");
			expect((await inspected(encode(file))).settings).toMatchObject({ columns: { direction: null } });
		}
	});

	test("that first turns after many rows is read there too", async () => {
		const credits = Array.from({ length: 300 }, (_each, at) => `2026-10-15,${at},Credit,1.00,USD,1`);
		const { preview } = await inspected(encode(lines(header, ...credits, "2026-10-16,b,Debit,45.90,USD,1")));
		expect(preview?.totals.map(({ outMinor }) => outMinor)).toEqual(["-4590"]);
	});

	test("is not taken from a column that says other things too, nor where amounts have signs", async () => {
		const other = lines(header, "2026-10-15,In,CR,100.00,USD,1", "2026-10-16,Out,Wire,45.90,USD,1");
		const signed = lines(header, "2026-10-15,In,CR,100.00,USD,1", "2026-10-16,Out,DR,-45.90,USD,1");
		for (const file of [other, signed]) expect((await inspected(encode(file))).settings).toMatchObject({ columns: { direction: null } });
	});

	test("that is unknown or denies the amount's sign refuses the row, never guesses", async () => {
		const named = "Date,Description,D/C,Amount,Currency,Account";
		const file = lines(named, "2026-10-15,a,C,100.00,USD,1", "2026-10-16,b,X,45.90,USD,1", "2026-10-17,c,C,-1.00,USD,1");
		expect(await read(encode(file))).toMatchObject({
			rows: ["2026-10-15 10000 USD 1"],
			refused: ["DIRECTION_UNKNOWN", "DIRECTION_DIFFERS"],
		});
	});

	test("turned round by a person is the other way for every word", async () => {
		const file = encode(lines(header, "2026-10-15,In,C,100.00,USD,1", "2026-10-16,Out,D,45.90,USD,1"));
		const { settings } = await inspected(file);
		const turned = await inspected(file, { ...(settings as TableMapping), signs: "reversed" } as FileSettings);
		expect(turned.preview?.rows.map(({ amountMinor }) => amountMinor)).toEqual(["-10000", "4590"]);
	});
});

describe("cells as banks write them", () => {
	test("an amount in another currency than its row's is refused, never taken for it", () => {
		expect(() => readAmount("45.90 USD", ".", "EUR", "2026-10-01")).toThrow(/is in USD, but the row is in EUR/);
		expect(readAmount("EUR 45.90", ".", "EUR", "2026-10-01")).toBe(4590n);
		expect(readAmount("-1 045,90 €", ",", "EUR", "2026-10-01")).toBe(-104590n);
		expect(() => readAmount("45,90 €", ",", "USD", "2026-10-01")).toThrow(/is in EUR/);
	});

	test("a sign or brackets within or outside of the unit are the amount's sign; one that belongs nowhere refuses it", () => {
		const out = ["$(45.90)", "(45.90) USD", "USD (45.90)", "($45.90)", "45.90-$", "45.90 USD-", "$-45.90", "-$45.90", "45.90- USD"];
		expect(out.map((cell) => readAmount(cell, ".", "USD", "2026-10-01"))).toEqual(out.map(() => -4590n));
		for (const cell of ["12-34", "(45.90", "45.90)", "45(90)", "+-", "1".repeat(50_000), `1${"a".repeat(50_000)}1`])
			expect(() => readAmount(cell, ".", "USD", "2026-10-01")).toThrow(/is not an amount/);
	});

	test("DR and CR behind an amount are its sign", () => {
		expect([readAmount("1,000.00 DR", ".", "USD", "2026-10-01"), readAmount("45.90CR", ".", "USD", "2026-10-01")]).toEqual([
			-100000n,
			4590n,
		]);
	});

	test("months are words of several languages, before or behind the day", () => {
		const days = ["Oct 5, 2026", "October 5, 2026", "5-okt-2026", "5. Oktober 2026", "5 octobre 2026", "5 de octubre de 2026", "05 ott 26"];
		expect(days.map((cell) => readDate(cell, "ymd"))).toEqual(days.map(() => "2026-10-05"));
		expect(() => readDate("5 Foo 2026", "dmy")).toThrow(/not a calendar date/);
	});

	test("a file without a header keeps its first movement, and shows it where columns are named", async () => {
		const found = await inspected(encode(lines('"10/05/2026","-123.45","*","","PURCHASE"', '"10/15/2026","2500.00","*","","DEPOSIT"')));
		expect(found.settings).toMatchObject({ headerRow: -1 });
		expect(found.detected?.header).toEqual(["10/05/2026", "-123.45", "*", "", "PURCHASE"]);
		const columns = { ...(found.settings as TableMapping).columns, date: 0, amount: 1, description: 4 };
		const settings = { ...(found.settings as TableMapping), columns, currency: "USD", account: "W" };
		const { preview } = await inspected(
			encode(lines('"10/05/2026","-123.45","*","","PURCHASE"', '"10/15/2026","2500.00","*","","DEPOSIT"')),
			settings,
		);
		expect(preview?.rows.map(({ amountMinor }) => amountMinor)).toEqual(["-12345", "250000"]);
	});
});

import { describe, expect, it } from "vitest";
import { ofx } from "../../domain/sync/files/ofx/ofx.ts";
import { encode, headOf, readFile, shown } from "./read-file.ts";

const sgmlHeader =
	"OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n";

const transaction = (fields: Readonly<Record<string, string>>, closed = false): string =>
	`<STMTTRN>\n${Object.entries(fields)
		.map(([tag, value]) => `<${tag}>${value}${closed ? `</${tag}>` : ""}`)
		.join("\n")}\n</STMTTRN>\n`;

const bank = (
	transactions: string,
	account = "<BANKACCTFROM><BANKID>121000358<ACCTID>0123456789<ACCTTYPE>CHECKING</BANKACCTFROM>",
): string =>
	`<STMTTRNRS><TRNUID>1<STMTRS><CURDEF>USD${account}<BANKTRANLIST><DTSTART>20261001<DTEND>20261031\n${transactions}</BANKTRANLIST><LEDGERBAL><BALAMT>1234.56<DTASOF>20261103120000</LEDGERBAL><AVAILBAL><BALAMT>9.99<DTASOF>20261103</AVAILBAL></STMTRS></STMTTRNRS>`;

const sgml = (inside: string, header = sgmlHeader): string =>
	`${header}<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</STATUS></SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1>${inside}</BANKMSGSRSV1></OFX>\n`;

const coffee = transaction({
	TRNTYPE: "DEBIT",
	DTPOSTED: "20261002120000.000[-5:EST]",
	TRNAMT: "-4.50",
	FITID: "F1",
	NAME: "COFFEE & MORE",
	MEMO: "Card 1234",
});

describe("OFX", () => {
	it.each([
		["1.x with its header", sgmlHeader],
		["1.x with the header on one line", `${sgmlHeader.replaceAll("\n", " ")}\n`],
		["1.x without a header", ""],
		["1.x that says ENCODING:UTF-8", sgmlHeader.replace("USASCII", "UTF-8")],
	])("reads %s, tags without end tags and bare ampersands", async (_name, header) => {
		const text = sgml(bank(coffee), header);
		expect(ofx.detect(headOf(text))?.confidence).toBeGreaterThan(0.9);
		const file = await readFile(ofx, text);
		expect(file.rows.map(shown)).toEqual(["2026-10-02 -450 USD F1 | COFFEE & MORE · Card 1234"]);
		expect(file.rows[0]?.account).toBe("0123456789");
		expect(file.statements[0]).toMatchObject({ closingMinor: 123_456n, closingDate: "2026-11-03", openingMinor: null });
		expect(file.proofs[0]).toMatchObject({ verdict: "not_proven", sentence: expect.stringContaining("no opening balance") });
	});

	it("reads 2.x with end tags, entities and no line ends at all, in pieces of any size", async () => {
		const xml = `<?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE"?>${sgml(
			bank(transaction({ DTPOSTED: "20261002", TRNAMT: "7", FITID: "F2", NAME: "R&amp;D &#8364;" }, true)),
			"",
		)}`.replaceAll("\n", "");
		for (const size of [1, 13, 100_000]) {
			const file = await readFile(ofx, xml, undefined, size);
			expect(file.rows.map(shown)).toEqual(["2026-10-02 700 USD F2 | R&D €"]);
		}
	});

	it("gives every record the bytes it was cut from, also where the header lies about the alphabet", async () => {
		for (const bytes of [
			encode(sgml(bank(coffee.replace("COFFEE", "CAFÉ Zürich")))),
			Buffer.from(sgml(bank(coffee.replace("COFFEE", "CAFÉ"))), "latin1"),
		]) {
			const { records, rows } = await readFile(ofx, bytes);
			expect(rows[0]?.description).toMatch(/^CAFÉ/);
			const [{ text, span } = { text: "", span: null }] = records;
			expect(Buffer.from(bytes.subarray(span?.start, span?.end)).toString(text.includes("Z") ? "utf8" : "latin1")).toBe(text);
		}
	});

	it("reads points and commas in one file, and takes the sign from the amount alone", async () => {
		const amounts = ["-12.80", "-200,00", "1,234.56", "1.234,56", "+5"];
		const text = sgml(
			bank(amounts.map((TRNAMT, n) => transaction({ TRNTYPE: "CREDIT", DTPOSTED: "20261002", TRNAMT, FITID: `F${n}` })).join("")),
		);
		const file = await readFile(ofx, text);
		expect(file.rows.map(({ amountMinor }) => amountMinor)).toEqual([-1280n, -20_000n, 123_456n, 123_456n, 500n]);
	});

	it("takes the day as the bank writes it, whatever the zone", async () => {
		const dates = ["20261002", "20261002235959.999[-12:X]", "20261002000000[+9:JST]", "20261002[-:TZ]"];
		const text = sgml(bank(dates.map((DTPOSTED, n) => transaction({ DTPOSTED, TRNAMT: "1", FITID: `F${n}` })).join("")));
		expect((await readFile(ofx, text)).rows.map(({ ledgerDate }) => ledgerDate)).toEqual(Array(4).fill("2026-10-02"));
	});

	it("keeps two lines with one id, because banks repeat ids", async () => {
		const same = { DTPOSTED: "20261002", FITID: "SAME" };
		const text = sgml(
			bank(
				[
					{ ...same, TRNAMT: "-10" },
					{ ...same, TRNAMT: "-1" },
					{ ...same, TRNAMT: "-1" },
				]
					.map((each) => transaction(each))
					.join(""),
			),
		);
		const file = await readFile(ofx, text);
		expect(new Set(file.records.map(({ naturalKey }) => naturalKey)).size).toBe(3);
		expect(file.rows).toHaveLength(3);
	});

	it("doesn't say a name twice that goes on in the memo", async () => {
		const NAME = "A NAME OF THIRTY-TWO CHARACTERS!";
		const text = sgml(bank(transaction({ DTPOSTED: "20261002", TRNAMT: "1", FITID: "1", NAME, MEMO: `${NAME} AND MORE` })));
		expect((await readFile(ofx, text)).rows[0]?.description).toBe(`${NAME} AND MORE`);
	});

	it("puts corrections, blank amounts and bad dates into quarantine", async () => {
		const text = sgml(
			bank(
				transaction({ DTPOSTED: "20261002", TRNAMT: "1", FITID: "2", CORRECTFITID: "1", CORRECTACTION: "DELETE" }) +
					transaction({ DTPOSTED: "20261002", TRNAMT: "", FITID: "3" }) +
					transaction({ DTPOSTED: "20261332", TRNAMT: "1", FITID: "4" }),
			),
		);
		const file = await readFile(ofx, text);
		expect(file.refused.map(({ code }) => code)).toEqual(["OFX_CORRECTION", "AMOUNT_MISSING", "DATE_UNREADABLE"]);
		expect(file.refused[0]?.reason).toContain("withdraws its line 1");
	});

	it("reads cards and several accounts, and asks for an account the file doesn't name", async () => {
		const card = bank(coffee).replaceAll("STMTRS>", "CCSTMTRS>").replaceAll("BANKACCTFROM", "CCACCTFROM").replace("0123456789", "4111");
		const file = await readFile(ofx, sgml(bank(coffee) + card));
		expect(file.statements.map(({ account }) => account)).toEqual(["0123456789", "4111"]);
		expect(file.rows.map(({ account }) => account)).toEqual(["0123456789", "4111"]);
		const { sourceOf } = await import("./read-file.ts");
		const settings = { format: "ofx", account: "", currency: "" } as const;
		const settled = await ofx.settle?.(sourceOf(sgml(bank(coffee, ""))), settings);
		expect(settled?.questions.map(({ field }) => field)).toEqual(["account"]);
		const named = await ofx.settle?.(sourceOf(sgml(bank(coffee, ""))), { ...settings, account: "Main" });
		expect(named?.questions).toEqual([]);
	});

	it("says of a file that is cut off, no OFX, endless or declares a document type what to do", async () => {
		const text = sgml(bank(coffee));
		const settings = { format: "ofx", account: "", currency: "" };
		for (const cut of [text.indexOf("</STMTTRN>"), text.indexOf("<LEDGERBAL>")])
			await expect(readFile(ofx, text.slice(0, cut), settings)).rejects.toMatchObject({ code: "FILE_CUT" });
		await expect(readFile(ofx, "hello", settings)).rejects.toMatchObject({ code: "FILE_BROKEN" });
		await expect(readFile(ofx, `<!DOCTYPE OFX SYSTEM "x">${text}`, settings)).rejects.toMatchObject({ code: "FILE_XML_DTD" });
		const endless = sgml(bank(transaction({ DTPOSTED: "20261002", TRNAMT: "1", NAME: "x".repeat(3_000_000) })));
		await expect(readFile(ofx, endless, settings, 65_536)).rejects.toMatchObject({ code: "FILE_LINE_TOO_LONG" });
	});
});

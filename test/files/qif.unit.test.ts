import { describe, expect, it } from "vitest";
import { qif } from "../../domain/sync/files/qif/qif.ts";
import { plainDate } from "../../domain/sync/files/qif/record.ts";
import { encode, headOf, readFile, shown, sourceOf } from "./read-file.ts";

const settings = { format: "qif", account: "Main", currency: "USD", dateOrder: "", decimalMark: "" } as const;
const read = (text: string | Uint8Array, more: object = {}) => {
	const used = { ...settings, ...more };
	return readFile({ ...qif, detect: () => ({ confidence: 1, why: [], settings: used }) }, text);
};

const register = "!Type:Bank\nD10/ 2'26\nT-1,234.56\nPRent\nMOctober\nN101\nLHousing\n^\nD10/28'26\nU5.00\nT5.00\nPInterest\n^\n";

describe("QIF", () => {
	it("knows its first line", () => {
		expect(qif.detect(headOf(register))?.confidence).toBeGreaterThan(0.9);
		expect(qif.detect(headOf("Date,Amount\n"))).toBeNull();
	});

	it("reads a register: padded days, apostrophe years, thousands", async () => {
		expect((await read(register)).rows.map(shown)).toEqual([
			"2026-10-02 -123456 USD 101 | Rent · October",
			"2026-10-28 500 USD  | Interest",
		]);
	});

	it.each([
		["2/ 4'19", "2/4/2019"],
		["28.02'2009", "28/02/2009"],
		["02/28/98", "02/28/1998"],
		["02/28/'26", "02/28/'26"],
		["2026-02-28", "2026-02-28"],
		["1.2.26", "1/2/2026"],
	])("reads the date %s", (written, plain) => {
		expect(plainDate(written)).toBe(plain);
	});

	it("decides day and month from all dates or the file's own option, else asks", async () => {
		const days = (...dates: readonly string[]): string => `!Type:Bank\n${dates.map((date) => `D${date}\nT1.00\n^\n`).join("")}`;
		expect((await read(days("03/04/26", "13/04/26"))).rows[0]?.ledgerDate).toBe("2026-04-03");
		expect((await read(days("03/04/26", "03/14/26"))).rows[0]?.ledgerDate).toBe("2026-03-04");
		const open = await qif.settle?.(sourceOf(days("03/04/26")), settings);
		expect(open?.questions.map(({ field }) => field)).toEqual(["dateOrder"]);
		const said = await qif.settle?.(sourceOf(`!Option:MDY\n${days("03/04/26")}`), settings);
		expect(said?.questions).toEqual([]);
		expect(said?.settings).toMatchObject({ dateOrder: "mdy" });
	});

	it("asks for currency and account, which a QIF doesn't name", async () => {
		const open = await qif.settle?.(sourceOf(register), { ...settings, account: "", currency: "" });
		expect(open?.questions.map(({ field }) => field)).toEqual(["currency", "account"]);
	});

	it("proves opening + movements = closing where the file has both", async () => {
		const text =
			"!Account\nNChecking\nTBank\n$107.50\n/10/31'26\n^\n!Type:Bank\nD10/ 1'26\nT100.00\nPOpening Balance\nL[Checking]\n^\nD10/28'26\nT7.50\n^\n";
		const file = await read(text, { account: "" });
		expect(file.statements[0]).toMatchObject({ account: "Checking", openingMinor: 10_000n, closingMinor: 10_750n });
		expect(file.proofs[0]?.verdict).toBe("ties");
		expect(file.rows).toHaveLength(1);
		expect(file.notes.map(({ kind }) => kind)).toEqual(["opening"]);
	});

	it("leaves lists that are no registers out and says so; splits stay in the record's text", async () => {
		const split =
			"!Type:Cat\nNFood\n^\n!Type:CCard\nD10/28/26\nT-30.00\nSA\nEx\n$-10.00\nSB\n$-20.00\nS\n$0.00\n^\n!Type:Invst\nD10/28/26\nNBuy\n^\n";
		const file = await read(split);
		expect(file.rows.map(({ amountMinor }) => amountMinor)).toEqual([-3000n]);
		expect(file.records[0]?.text).toContain("$-20.00");
		expect(file.notes.map(({ sentence }) => sentence)).toEqual([expect.stringContaining('"Cat"'), expect.stringContaining('"Invst"')]);
	});

	it("reads decimal commas, CR line ends, a missing last ^, and gives records their bytes", async () => {
		const bytes = Buffer.from("!Type:Bank\rD28.10.26\rT-1.234,56\rPMüller\r^\rD29.10.26\rT7,00\rPZoë", "latin1");
		const file = await read(bytes);
		expect(file.rows.map(shown)).toEqual(["2026-10-28 -123456 USD  | Müller", "2026-10-29 700 USD  | Zoë"]);
		for (const { text, span } of file.records) expect(bytes.subarray(span?.start, span?.end).toString("latin1")).toBe(text);
	});

	it("keeps a record it can't read for quarantine", async () => {
		const file = await read("!Type:Bank\nD10/28/26\nT\n^\nDyesterday\nT1.00\n^\nD10/28/26\nT1.00\n^\n");
		expect(file.refused.map(({ code }) => code)).toEqual(["AMOUNT_MISSING", "DATE_UNREADABLE"]);
		expect(file.rows).toHaveLength(1);
	});

	it("reads UTF-16, whose records have no bytes of their own", async () => {
		const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(register, "utf16le")]);
		const file = await read(utf16);
		expect(file.rows).toHaveLength(2);
		expect(file.records[0]?.span).toBeNull();
		expect(encode("x")).toHaveLength(1);
	});
});

import { describe, expect, test } from "vitest";
import { failureRow } from "../../domain/jobs/failure-table.ts";
import { csvFormat } from "../../domain/sync/files/csv/format.ts";
import { decideDecimalMark, readAmount } from "../../domain/sync/statement/amounts.ts";
import { previewStatement } from "../../domain/sync/statement/preview.ts";
import { decideDateOrder, readDate } from "../../domain/sync/statement/row-dates.ts";
import { readFile } from "../files/read-file.ts";
import { settingsOf } from "../support/file-settings.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const header = "Date,Description,Reference,Amount,Currency,Balance,Account";
const file = (...rows: string[]): Uint8Array => bytes([header, ...rows].join("\r\n"));

const lines = async (content: Uint8Array) => readFile(csvFormat, content, await settingsOf(content));

describe("amounts of a statement", () => {
	test.each([
		["1,234.56", ".", 123456n],
		["1.234,56", ",", 123456n],
		["1,50,000.00", ".", 15000000n],
		["-£10.99", ".", -1099n],
		["(12.34)", ".", -1234n],
		["12.00-", ".", -1200n],
		["\u221275,57", ",", -7557n],
		["0.00", ".", 0n],
		["$21.8", ".", 2180n],
		["90071992547409.93", ".", 9007199254740993n],
	] as const)("%s with %s is %s", (text, mark, minor) => {
		expect(readAmount(text, mark, "USD", "2026-10-01")).toBe(minor);
	});

	test("a blank is not zero, three decimals of a two-decimal currency are refused, a broken group is refused", () => {
		expect(() => readAmount(" ", ".", "USD", "2026-10-01")).toThrow("a blank is not zero");
		expect(() => readAmount("12.345", ".", "USD", "2026-10-01")).toThrow("more decimals than USD has");
		expect(readAmount("12.345", ".", "KWD", "2026-10-01")).toBe(12345n);
		expect(() => readAmount("1,23.45", ".", "USD", "2026-10-01")).toThrow("is not an amount");
		expect(() => readAmount("1.5", ".", "JPY", "2026-10-01")).toThrow("more decimals");
	});

	test("the decimal mark is decided per file, and asked when only 1,234 is seen or cells contradict", () => {
		expect(decideDecimalMark(["1,234", "5.10"])).toBe(".");
		expect(decideDecimalMark(["1.234", "5,10"])).toBe(",");
		expect(decideDecimalMark(["1,234"])).toBeNull();
		expect(decideDecimalMark(["1.234,00", "1,234.00"])).toBeNull();
		expect(decideDecimalMark(["500", "20"])).toBe(".");
	});
});

describe("dates of a statement", () => {
	test("day and month order is decided from any value above 12, else asked", () => {
		expect(decideDateOrder(["03/04/2026", "13/04/2026"])).toBe("dmy");
		expect(decideDateOrder(["03/04/2026", "04/13/2026"])).toBe("mdy");
		expect(decideDateOrder(["03/04/2026"])).toBeNull();
		expect(decideDateOrder(["13/04/2026", "04/13/2026"])).toBeNull();
		expect(decideDateOrder(["2026-04-03", "3 Apr 2026"])).toBe("ymd");
		expect(readDate("3/4/26", "dmy")).toBe("2026-04-03");
		expect(() => readDate("2026-02-30", "ymd")).toThrow("not a calendar date");
	});
});

describe("a bank statement", () => {
	test("gives one line per movement, keeps balance rows apart and ties opening + movements to closing", async () => {
		const content = file(
			"2026-10-01,Opening balance,,,USD,100.00,USD-4471",
			'2026-10-02,"STRIPE, PAYOUT",po_1,25.50,USD,125.50,USD-4471',
			"2026-10-03,Card fee,,-5.00,USD,120.50,USD-4471",
			"2026-10-31,Closing balance,,,USD,120.50,USD-4471",
		);
		const read = await lines(content);
		expect(read.items.map(({ what }) => what)).toEqual(["note", "record", "record", "note", "statement"]);
		const [movement] = read.rows;
		expect(movement).toMatchObject({ naturalKey: "USD-4471:2026-10-02:2550:po_1:1", amountMinor: 2550n, description: "STRIPE, PAYOUT" });
		expect(read.records[0]?.text).toBe('2026-10-02,"STRIPE, PAYOUT",po_1,25.50,USD,125.50,USD-4471');
		expect(previewStatement(content, null).proofs).toMatchObject([{ verdict: "ties", movementsMinor: "2050" }]);
	});

	test("without balances is not proven, in words", () => {
		const preview = previewStatement(bytes("Date,Description,Amount,Currency,Account\n2026-10-02,x,1.00,USD,A"), null);
		expect(preview.proofs[0]?.sentence).toBe("Not proven: the statement gives no opening and closing balance for A.");
	});

	test("that misses a line differs by that line", () => {
		const preview = previewStatement(
			file("2026-10-01,Opening balance,,,USD,100.00,A", "2026-10-02,x,r,1.00,USD,101.00,A", "2026-10-03,Closing balance,,,USD,103.00,A"),
			null,
		);
		expect(preview.proofs[0]?.verdict).toBe("differs");
		expect(preview.proofs[0]?.sentence).toContain("2.00 USD is missing from the lines");
	});

	test("uploaded again with an overlap names the same lines the same, identical lines of one day included", async () => {
		const a = "2026-10-02,Hotel,,-80.00,USD,20.00,A";
		const b = "2026-10-02,Hotel,,-80.00,USD,-60.00,A";
		const c = "2026-10-03,x,ref 9,1.00,USD,-59.00,A";
		const first = (await lines(file(a, b))).records.map(({ naturalKey }) => naturalKey);
		const second = (await lines(file(b, a, c))).records.map(({ naturalKey }) => naturalKey);
		expect(new Set(first).size).toBe(2);
		expect(second.slice(0, 2)).toEqual(first);
		expect(second[2]).toBe("A:2026-10-03:100:ref 9:1");
	});

	test("refuses a row with its reason and goes on", () => {
		const preview = previewStatement(
			file(
				"2026-10-02,a,,1.234,USD,1.00,A",
				"2026-13-02,b,,1.00,USD,1.00,A",
				"2026-10-02,c,,,USD,1.00,A",
				"2026-10-02,d,,1.00,XXX,1.00,A",
				"2026-10-02,e,,1.05,USD,1.00,A",
			),
			null,
		);
		expect(preview.errors.map((row) => [row.row, row.error?.code])).toEqual([
			[2, "TOO_MANY_DECIMALS"],
			[3, "DATE_UNREADABLE"],
			[4, "AMOUNT_MISSING"],
			[5, "CURRENCY_UNKNOWN"],
		]);
		expect(preview.movementCount).toBe(1);
	});

	test("debit and credit columns, semicolons, decimal commas and a title line are understood", () => {
		const preview = previewStatement(
			bytes(
				"Statement of October\nBooking date;Narration;Debit;Credit;Balance\n13.10.2026;rent;1.200,00;;800,00\n14.10.2026;sale;;50,5;850,50",
			),
			null,
		);
		expect(preview.mapping).toMatchObject({ delimiter: ";", headerRow: 1, dateOrder: "dmy", decimalMark: "," });
		expect(preview.questions.map((question) => question.field)).toEqual(["currency", "account"]);
		const answered = previewStatement(
			bytes(
				"Statement of October\nBooking date;Narration;Debit;Credit;Balance\n13.10.2026;rent;1.200,00;;800,00\n14.10.2026;sale;;50,5;850,50",
			),
			{ ...preview.mapping, currency: "EUR", account: "EUR-9020" },
		);
		expect(answered.rows.map((row) => row.read?.minor)).toEqual(["-120000", "5050"]);
		expect(answered.proofs[0]?.verdict).toBe("ties");
	});

	test("without an amount keeps the columns that it does name and asks for the missing one only", () => {
		const preview = previewStatement(bytes("Date,Description,Currency,Account\n2026-10-02,transfer,USD,USD-4471\n"), null);
		expect(preview.questions.map(({ field }) => field)).toEqual(["amount"]);
	});

	test("with an unclosed quote is refused as a file", () => {
		const preview = previewStatement(bytes('Date,Amount\n2026-10-01,"1\n'), null);
		expect(preview.problem?.code).toBe("CSV_BROKEN");
	});

	test("that is no text is refused as a file, with what to do instead", () => {
		for (const content of ["PK\u0003\u0004 workbook", "%PDF-1.7", "Date,Amount\n2026-10-01,1.00\0\n"]) {
			expect(previewStatement(bytes(content), null).problem?.code).toBe("CSV_NOT_TEXT");
		}
		expect(failureRow("CSV_NOT_TEXT").next).toContain("CSV (UTF-8)");
	});

	test("whose cells are as long as the file is shown shortened and read whole", () => {
		const long = "d".repeat(30_000);
		const preview = previewStatement(file(`2026-10-02,${long},r,1.00,USD,1.00,A`), null);
		expect(preview.movementCount).toBe(1);
		expect(JSON.stringify(preview).length).toBeLessThan(5_000);
		const header = previewStatement(bytes(long.repeat(10)), null);
		expect(JSON.stringify(header).length).toBeLessThan(5_000);
	});
});

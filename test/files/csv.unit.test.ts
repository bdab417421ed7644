// CSV as it comes: alphabets, delimiters, titles, quotes over lines, rows that can't be read, and files that are none.
import { describe, expect, test } from "vitest";
import { failureTable } from "../../domain/jobs/failure-table.ts";
import { csvRows, parseRow } from "../../domain/sync/files/csv/rows.ts";
import { sniffDelimiter } from "../../domain/sync/files/csv/sniff.ts";
import { type Inspection, inspectFile } from "../../domain/sync/files/inspect.ts";
import type { FileSource } from "../../domain/sync/files/format.ts";
import type { TableMapping } from "../../domain/sync/files/table-mapping.ts";
import { tableSettingsOf } from "../../domain/sync/files/table-settings.ts";
import { decodeText } from "../../domain/sync/statement/csv.ts";
import { sourceOf } from "./table-fixture.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const inspected = (content: string | Uint8Array, settings: unknown = null, source?: FileSource): Promise<Inspection> => {
	const bytes = typeof content === "string" ? bytesOf(content) : content;
	return inspectFile(
		source ?? sourceOf("statement.csv", bytes, 1000),
		{ name: "statement.csv", sizeBytes: bytes.length, bytes: bytes.subarray(0, 262_144), text: decodeText(bytes.subarray(0, 262_144)) },
		{ zone: "UTC", fileId: "file", settings, remembered: async () => null },
	);
};

const header = "Date,Description,Reference,Amount,Currency,Balance,Account";
const file = (...rows: string[]): string => [header, ...rows].join("\r\n");

async function rowsOf(text: string, delimiter = ",", piece = 3): Promise<readonly (readonly string[])[]> {
	const rows: (readonly string[])[] = [];
	for await (const row of csvRows(sourceOf("x", bytesOf(text), piece).bytes(), { encoding: "utf-8", delimiter })) rows.push(row.cells);
	return rows;
}

describe("rows of a CSV", () => {
	test.each([
		[
			'a,b\n1,"x, y"\n',
			",",
			[
				["a", "b"],
				["1", "x, y"],
			],
		],
		[
			'a,b\r\n"say ""hi""",2\r\n',
			",",
			[
				["a", "b"],
				['say "hi"', "2"],
			],
		],
		[
			'a,b\n"two\nlines",2',
			",",
			[
				["a", "b"],
				["two\nlines", "2"],
			],
		],
		[
			'"Date", "Time"\n"1", "2"\n',
			",",
			[
				["Date", "Time"],
				["1", "2"],
			],
		],
		['5" tube,2\n', ",", [['5" tube', "2"]]],
		[
			"a,b\r1,2\r",
			",",
			[
				["a", "b"],
				["1", "2"],
			],
		],
		[
			"a;b\n\n;;\n1;2\n",
			";",
			[
				["a", "b"],
				["1", "2"],
			],
		],
		[
			"\uFEFFa,b\n1,2",
			",",
			[
				["a", "b"],
				["1", "2"],
			],
		],
		['"a" ,b\n', ",", [["a", "b"]]],
	] as const)("%j", async (text, delimiter, rows) => {
		for (const piece of [1, 2, 5, 1000]) expect(await rowsOf(text, delimiter, piece)).toEqual(rows);
	});

	test("one row is read as it was in the file", () => {
		expect(parseRow('1,"x, ""y"""', ",")).toEqual(["1", 'x, "y"']);
		expect(parseRow('1,"open', ",")).toBeNull();
		expect(parseRow("1,2\n3,4", ",")).toBeNull();
	});

	test("the delimiter is the one that parts most lines evenly, whatever stands in quotes", () => {
		expect(sniffDelimiter('a;"b, c";d\n1;"2,5, 6";3\n')).toBe(";");
		expect(sniffDelimiter("title, with, commas\na;b\n1;2\n3;4\n")).toBe(";");
		expect(sniffDelimiter("a\tb,c\n1\t2\n")).toBe("\t");
		expect(sniffDelimiter("one")).toBe(",");
	});
});

describe("alphabets", () => {
	const rows = "Date;Description;Amount;Currency;Account\n13.10.2026;Müller – Café;12,50;EUR;A\n";
	test.each([
		["Latin-1 with semicolons", new Uint8Array(Buffer.from(rows.replace(" – ", " "), "latin1")), "windows-1252", "Müller Café"],
		["UTF-8 with a byte order mark", bytesOf(`\uFEFF${rows}`), "utf-8", "Müller – Café"],
		["UTF-16", new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(rows, "utf16le")])), "utf-16le", "Müller – Café"],
	] as const)("%s", async (_name, bytes, encoding, description) => {
		const { settings, preview } = await inspected(bytes);
		expect((settings as TableMapping | null)?.encoding).toBe(encoding);
		expect(preview?.rows[0]).toMatchObject({ description, amountMinor: "1250" });
	});

	test("the mark of UTF-8 in front of Latin-1 belongs to no column's name, and every row is where it was in the file", async () => {
		const text = "Date;Description;Amount;Currency;Account\n13.10.2026;Müller;-1.234,56;EUR;A\n";
		const bytes = new Uint8Array(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text, "latin1")]));
		const { preview, questions } = await inspected(bytes);
		expect(questions).toEqual([]);
		expect(preview?.rows[0]).toMatchObject({ description: "Müller", amountMinor: "-123456" });
		const rows: string[] = [];
		for await (const { span, text: row } of csvRows(sourceOf("x", bytes, 1000).bytes(), { encoding: "windows-1252", delimiter: ";" }))
			rows.push(`${row === Buffer.from(bytes.subarray(span?.start, span?.end)).toString("latin1")}`);
		expect(rows).toEqual(["true", "true"]);
	});

	test("a byte that is no UTF-8 far down in the file turns the whole of it into Windows-1252, not half of it", async () => {
		const lines = Array.from({ length: 20_000 }, (_, n) => `13.10.2026;line ${n};1,00;EUR;A`).join("\n");
		const bytes = new Uint8Array(Buffer.from(`Date;Description;Amount;Currency;Account\n${lines}\n14.10.2026;Café;1,00;EUR;A\n`, "latin1"));
		const { settings, preview } = await inspected(bytes);
		expect((settings as TableMapping | null)?.encoding).toBe("windows-1252");
		expect([preview?.recordCount, preview?.refusedCount]).toEqual([20_001, 0]);
	});
});

describe("a bank statement", () => {
	test("gives one line per movement, keeps balance rows apart and ties opening + movements to closing", async () => {
		const { preview } = await inspected(
			file(
				"2026-10-01,Opening balance,,,USD,100.00,USD-4471",
				'2026-10-02,"STRIPE, PAYOUT",po_1,25.50,USD,125.50,USD-4471',
				"2026-10-03,Card fee,,-5.00,USD,120.50,USD-4471",
				"2026-10-31,Closing balance,,,USD,120.50,USD-4471",
			),
		);
		expect(preview?.rows.map((row) => [row.naturalKey, row.amountMinor])).toEqual([
			["USD-4471:2026-10-02:2550:po_1:1", "2550"],
			[expect.stringMatching(/^USD-4471:2026-10-03:-500:~[0-9a-f]{12}:1$/), "-500"],
		]);
		expect(preview?.notes.map(({ kind, count }) => [kind, count])).toEqual([
			["opening", 1],
			["closing", 1],
		]);
		expect(preview?.proofs).toMatchObject([{ verdict: "ties", movementsMinor: "2050" }]);
	});

	test("shows a hundred statements at most, and never leaves out one that doesn't tie", async () => {
		const account = (at: number, closing: string) => [
			`2026-10-01,Opening balance,,,USD,100.00,ACC-${at}`,
			`2026-10-02,Payment,p${at},1.00,USD,${closing},ACC-${at}`,
		];
		const many = Array.from({ length: 150 }, (_, at) => account(at, at === 120 || at === 149 ? "102.00" : "101.00")).flat();
		const { preview } = await inspected(file(...many));
		expect(preview?.proofs).toHaveLength(100);
		const differing = preview?.proofs.filter(({ verdict }) => verdict === "differs");
		expect(differing?.map((proof) => proof.account)).toEqual(["ACC-120", "ACC-149"]);
	});

	test("that misses a line differs by that line; one without balances is not proven, in words", async () => {
		const missing = await inspected(
			file("2026-10-01,Opening balance,,,USD,100.00,A", "2026-10-02,x,r,1.00,USD,101.00,A", "2026-10-03,Closing balance,,,USD,103.00,A"),
		);
		expect(missing.preview?.proofs[0]?.verdict).toBe("differs");
		expect(missing.preview?.proofs[0]?.sentence).toContain("2.00 USD is missing from the lines");
		const none = await inspected("Date,Description,Amount,Currency,Account\n2026-10-02,x,1.00,USD,A");
		expect(none.preview?.proofs[0]?.sentence).toBe("Not proven: the statement gives no opening and closing balance for A.");
	});

	test("uploaded again with an overlap names the same lines the same, identical lines of one day included", async () => {
		const a = "2026-10-02,Hotel,,-80.00,USD,20.00,A";
		const b = "2026-10-02,Hotel,,-80.00,USD,-60.00,A";
		const c = "2026-10-03,x,ref 9,1.00,USD,-59.00,A";
		const keys = async (text: string) => (await inspected(text)).preview?.rows.map(({ naturalKey }) => naturalKey) ?? [];
		const first = await keys(file(a, b));
		const second = await keys(file(b, a, c));
		expect(new Set(first).size).toBe(2);
		expect(second.slice(0, 2)).toEqual(first);
		expect(second[2]).toBe("A:2026-10-03:100:ref 9:1");
	});

	test("refuses a row with its reason and goes on", async () => {
		const { preview } = await inspected(
			file(
				"2026-10-02,a,,1.234,USD,1.00,A",
				"2026-13-02,b,,1.00,USD,1.00,A",
				"2026-10-02,c,,,USD,1.00,A",
				"2026-10-02,d,,1.00,XXX,1.00,A",
				"2026-10-02,e,,1.05,USD,1.00,A",
				"2026-10-02,f,,90071992547409.93,USD,1.00,A",
			),
		);
		expect(preview?.refused.map((row) => row.code)).toEqual(["TOO_MANY_DECIMALS", "DATE_UNREADABLE", "AMOUNT_MISSING", "CURRENCY_UNKNOWN"]);
		expect(preview?.rows.map(({ amountMinor }) => amountMinor)).toEqual(["105", "9007199254740993"]);
	});

	test("a formula in a cell stays the text that it is", async () => {
		const { preview } = await inspected(file('2026-10-02,"=HYPERLINK(""http://x"",""y"")",,1.00,USD,1.00,A'));
		expect(preview?.rows[0]?.description).toBe('=HYPERLINK("http://x","y")');
	});

	test("of another language is asked for what its header doesn't say; what it does say is not asked again", async () => {
		const { questions, settings } = await inspected("Date,Description,Currency,Account\n2026-10-02,transfer,USD,USD-4471\n");
		expect(questions.map(({ field }) => field)).toEqual(["amount"]);
		expect((settings as TableMapping | null)?.columns).toMatchObject({ date: 0, description: 1, currency: 2, account: 3 });
	});

	test("with both ways of writing dates says so instead of choosing one", async () => {
		const { questions } = await inspected("Date,Description,Amount,Currency,Account\n13/04/2026,a,1.00,USD,A\n04/13/2026,b,1.00,USD,A\n");
		expect(questions.map(({ field }) => field)).toEqual(["dateOrder"]);
		expect(questions[0]?.sentence).toContain("mixes two ways");
	});

	test("whose credit and debit are the wrong way round is turned round by its balances, and says so", async () => {
		const { settings, preview, detected } = await inspected(
			"Date,Description,Credit,Debit,Balance,Currency,Account\n2026-10-02,in,,100.00,200.00,USD,A\n2026-10-03,out,30.00,,170.00,USD,A\n2026-10-04,in,,5.00,175.00,USD,A\n",
		);
		expect((settings as TableMapping | null)?.signs).toBe("reversed");
		expect(preview?.rows.map(({ amountMinor }) => amountMinor)).toEqual(["10000", "-3000", "500"]);
		expect(detected?.why.join(" ")).toContain("Signs are turned round");
		expect(preview?.proofs[0]?.verdict).toBe("ties");
	});

	test("confirmed in the first release is read as it was then", () => {
		const first = {
			delimiter: ";",
			headerRow: 1,
			columns: { date: 0, description: 1, reference: null, amount: null, debit: 2, credit: 3, currency: null, balance: 4, account: null },
			dateOrder: "dmy",
			decimalMark: ",",
			currency: "EUR",
			account: "EUR-9020",
		};
		const mapping = tableSettingsOf(first, "csv");
		expect(mapping).toMatchObject({ format: "csv", layout: "generic", delimiter: ";", signs: "as_written", account: "EUR-9020" });
		expect(tableSettingsOf(first, "xlsx")).toBeNull();
	});

	test("whose cells are as long as the file is shown shortened and read whole", async () => {
		const { preview } = await inspected(file(`2026-10-02,${"d".repeat(30_000)},r,1.00,USD,1.00,A`));
		expect(preview?.recordCount).toBe(1);
		expect(JSON.stringify(preview).length).toBeLessThan(5_000);
	});
});

describe("a file that is no statement is refused with what to do instead", () => {
	test.each([
		["a quote that is never closed", 'Date,Amount\n2026-10-01,"1\n2026-10-02,1\n', "CSV_BROKEN"],
		["a NUL", "Date,Amount\n2026-10-01,1.00\n".padEnd(70_000, " \n") + "\0\n", "CSV_NUL"],
		["nothing but blanks", " \n,,\n\n", "CSV_EMPTY"],
		["a PDF", "%PDF-1.7 , x", "FILE_UNKNOWN"],
		["an old workbook", "\u00d0\u00cf\u0011\u00e0,", "FILE_UNKNOWN"],
	] as const)("%s", async (_what, content, code) => {
		const { problem, preview } = await inspected(content);
		expect([problem?.code, preview]).toEqual([code, null]);
		expect(failureTable).toHaveProperty(code);
	});

	test.each([
		["in a cell of the first lines", file("2026-10-01,Sho\0p,R1,1.00,USD,,A"), 2, 15],
		["far down, behind a cell over two lines", file(...Array(5000).fill('2026-10-01,"a\r\nb",R,1.00,USD,,A'), "2026-10-0\0"), 10_002, 10],
		["in the header, behind a byte order mark", "\uFEFFDa\0te,Amount\n2026-10-01,1.00\n", 1, 3],
	] as const)("a NUL %s is said as what it is and where", async (_what, content, line, character) => {
		const { problem, preview } = await inspected(content);
		expect([problem?.code, preview]).toEqual(["CSV_NUL", null]);
		expect(problem?.reason).toBe(
			`Line ${line.toLocaleString("en-US")} holds a NUL character (binary, no text) at character ${character}. Take it out in a text editor, or export the file as CSV (UTF-8) again, and upload that.`,
		);
	});

	test("a file of many NULs under a CSV's name is no CSV", async () => {
		const { problem } = await inspected("a,\0\0\0b,\0\u0001\n".repeat(50));
		expect(problem?.code).toBe("FILE_UNKNOWN");
	});

	test("one line of 50 MB, without ever holding it", async () => {
		const size = 50 * 1024 * 1024;
		const piece = bytesOf("x,1,".repeat(16_384));
		let read = 0;
		const source: FileSource = {
			name: "line.csv",
			sizeBytes: size,
			async *bytes() {
				for (let at = 0; at < size; at += piece.length) {
					read = at;
					yield piece;
				}
			},
		};
		const { problem } = await inspected(piece, null, source);
		expect(problem?.code).toBe("CSV_LINE_TOO_LONG");
		expect(problem?.reason).toContain("Line 1 is longer than any row of an export");
		// The pass that found it held no more than a row may have, and one piece.
		expect(read).toBeGreaterThan(0);
		expect(read).toBeLessThan(2_000_000 + piece.length);
	});
});

test("30,000 rows are read in memory that doesn't grow with them", async () => {
	const rows = 30_000;
	const source: FileSource = {
		name: "big.csv",
		sizeBytes: rows * 60,
		async *bytes() {
			yield bytesOf(`${header}\n`);
			for (let n = 0; n < rows; n += 1000)
				yield bytesOf(Array.from({ length: 1000 }, (_, k) => `2026-10-01,line,R${n + k},1.00,USD,,A\n`).join(""));
		},
	};
	const { preview } = await inspected(file("2026-10-01,line,R,1.00,USD,,A"), null, source);
	expect([preview?.recordCount, preview?.totals[0]?.amountMinor]).toEqual([rows, "3000000"]);
	expect(JSON.stringify(preview).length).toBeLessThan(20_000);
}, 60_000);

// Workbooks: cells as text and never coerced, dates by style, formulas never evaluated, and nothing that an attack hides in one.
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { numberText } from "../../domain/sync/files/xlsx/cell-text.ts";
import { inspectFile } from "../../domain/sync/files/inspect.ts";
import { sheetRows } from "../../domain/sync/files/xlsx/rows.ts";
import { openWorkbook } from "../../domain/sync/files/xlsx/workbook.ts";
import { unpacked, zipEntries, zipLimits } from "../../domain/sync/files/xlsx/zip.ts";
import { decodeText } from "../../domain/sync/statement/csv.ts";
import { goldenBytes, rendered, settledFile, sourceOf } from "./table-fixture.ts";
import { parseRows } from "../../domain/sync/files/csv/rows.ts";
import { textRow, workbookEntries, workbookOf, type WorkbookParts } from "./workbook.ts";
import { packedZip, zipOf } from "./zip-of.ts";

async function cellsOf(parts: WorkbookParts, sheet = parts.sheets[0]?.[0] ?? ""): Promise<readonly (readonly string[])[]> {
	const rows: (readonly string[])[] = [];
	for await (const row of sheetRows(await openWorkbook(workbookOf(parts)), sheet)) rows.push(row.cells);
	return rows;
}

const inspected = (name: string, bytes: Uint8Array) =>
	inspectFile(
		sourceOf(name, bytes, 65_536),
		{ name, sizeBytes: bytes.length, bytes: bytes.subarray(0, 262_144), text: decodeText(bytes.subarray(0, 262_144)) },
		{ zone: "UTC", fileId: "file", settings: null, remembered: async () => null },
	);

describe("cells of a workbook", () => {
	test.each([
		["75.569999999999993", "75.57"],
		["0.1", "0.1"],
		["0.30000000000000004", "0.3"],
		["1234.5", "1234.5"],
		["-12", "-12"],
		["1.5E+3", "1500"],
		["1.2345678901234E+15", "1234567890123400"],
		["2.5E-3", "0.0025"],
		["999.9999999999999", "1000"],
		["100", "100"],
		["0", "0"],
		["-0", "0"],
		["1e400x", "1e400x"],
	])("the number %s is %s: fifteen digits, no noise of its binary form", (written, text) => {
		expect(numberText(written)).toBe(text);
	});

	test("keep texts, leading zeros, dates by style, saved results of formulas, and the place they stand in", async () => {
		const rows = await cellsOf({
			shared: ["<t>'75008</t>", '<r><t>Ren</t></r><r><t xml:space="preserve">é </t></r><rPh sb="0" eb="1"><t>spoken</t></rPh>'],
			formats: [
				[164, "00000"],
				[165, "dd\\-mmm\\-yyyy"],
				[166, '#,##0.00 "days"'],
				[167, "[Red]General"],
			],
			styles: [0, 14, 164, 165, 166, 22, 167],
			sheets: [
				[
					"Data",
					[
						'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>=HYPERLINK("http://x")</t></is></c></row>',
						'<row r="2"><c r="A2" s="1"><v>46297</v></c><c r="B2" s="2"><v>750</v></c><c r="C2" s="3"><v>46297</v></c><c r="D2" s="4"><v>3</v></c></row>',
						'<row r="3"><c r="A3" s="5"><v>46297.5</v></c><c r="B3"><f>1+1</f><v>2</v></c><c r="C3"><f>1+1</f></c><c r="D3" t="b"><v>1</v></c></row>',
						'<row r="4"><c r="A4" t="e"><v>#REF!</v></c><c r="B4" t="str"><f>A1&amp;"x"</f><v>a&amp;b_x000D_</v></c><c r="C4" s="6"><v>7</v></c></row>',
						'<row r="5"/>',
					].join(""),
				],
			],
		});
		expect(rows).toEqual([
			["'75008", "René ", "", '=HYPERLINK("http://x")'],
			["2026-10-02", "00750", "2026-10-02", "3"],
			["2026-10-02 12:00:00", "2", "", "TRUE"],
			["#REF!", "a&b\r", "7"],
		]);
	});

	test("count days from 1904 where the workbook does", async () => {
		const rows = await cellsOf({ from1904: true, styles: [14], sheets: [["Data", '<row><c s="0"><v>44835</v></c></row>']] });
		expect(rows).toEqual([["2026-10-02"]]);
	});
});

describe("a workbook", () => {
	test("gives the same rows as the CSV of the same export, from the sheet that reads best; hidden sheets are left aside", async () => {
		const csv = goldenBytes("barclays.csv");
		const table = parseRows(decodeText(csv), ",").map((cells) => textRow(...cells));
		const bytes = workbookOf({
			sheets: [
				["Read me", textRow("Exported for you")],
				["Hidden", table.join("")],
				["Transactions", table.join("")],
			],
			hidden: ["Hidden"],
		});
		const source = sourceOf("barclays.xlsx", bytes);
		const { format, settled } = await settledFile(source, bytes);
		expect([format.id, settled.settings.sheet, settled.layout?.layout]).toEqual(["xlsx", "Transactions", "barclays"]);
		expect(settled.why.at(-1)).toBe("Read from “Transactions”, one of 2 sheets.");
		const ofCsv = await settledFile(sourceOf("barclays.csv", csv), csv);
		expect(await rendered(source, format, settled.settings)).toEqual(
			await rendered(sourceOf("barclays.csv", csv), ofCsv.format, ofCsv.settled.settings),
		);
	});

	test("whose formulas were never computed has blank cells, which are refused and not taken for zero", async () => {
		const bytes = workbookOf({
			sheets: [
				[
					"S",
					`${textRow("Number", "Date", "Account", "Amount", "Subcategory", "Memo")}<row><c r="B2" t="inlineStr"><is><t>13/08/2026</t></is></c><c r="C2" t="inlineStr"><is><t>20-00-00 12345678</t></is></c><c r="D2"><f>1+1</f></c><c r="F2" t="inlineStr"><is><t>x</t></is></c></row>`,
				],
			],
		});
		const { preview, detected } = await inspected("b.xlsx", bytes);
		expect(preview?.refused).toMatchObject([{ code: "AMOUNT_MISSING" }]);
		expect(detected?.why.join(" ")).toContain("1 cells hold formulas");
	});
});

const plain: WorkbookParts = { sheets: [["S", textRow("Date", "Amount")]] };

describe("a workbook that is an attack or a wreck is refused with what to do instead", () => {
	const bomb = Buffer.from(
		`<worksheet><sheetData>${'<row><c t="str"><v>Date</v></c><c t="str"><v>Amount</v></c></row>'.repeat(200_000)}</sheetData></worksheet>`,
	);
	const cases: readonly (readonly [string, string, () => Uint8Array])[] = [
		[
			"a part that unpacks to a thousand times its size",
			"XLSX_UNSAFE",
			() => {
				const packed = deflateRawSync(bomb, { level: 9 });
				const entries = workbookEntries(plain).filter(([name]) => !name.includes("sheet1"));
				return packedZip([
					...entries.map(([name, bytes]) => [name, deflateRawSync(bytes), bytes.length] as const),
					["xl/worksheets/sheet1.xml", packed, bomb.length],
				]);
			},
		],
		["a name that points elsewhere", "XLSX_UNSAFE", () => workbookOf({ ...plain, extra: [["../../etc/cron.d/x", new Uint8Array(1)]] })],
		["an absolute name", "XLSX_UNSAFE", () => workbookOf({ ...plain, extra: [["/etc/passwd", new Uint8Array(1)]] })],
		["two parts of one name", "XLSX_UNSAFE", () => workbookOf({ ...plain, extra: [["xl/workbook.xml", new Uint8Array(1)]] })],
		[
			"a document type that names another file",
			"XLSX_UNSAFE",
			() => workbookOf({ ...plain, prologue: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' }),
		],
		["an entity of its own", "XLSX_UNSAFE", () => workbookOf({ sheets: [["S", '<row><c t="str"><v>&secret;</v></c></row>']] })],
		["a cut end", "XLSX_BROKEN", () => workbookOf(plain).subarray(0, 300)],
		["an archive without a workbook", "XLSX_BROKEN", () => zipOf([["[Content_Types].xml", new Uint8Array(3)]])],
		["no rows", "CSV_EMPTY", () => workbookOf({ sheets: [["S", ""]] })],
	];
	test.each(cases)("%s: %s", async (_what, code, make) => {
		const bytes = make();
		const { problem, preview } = await inspected("hostile.xlsx", bytes);
		expect([problem?.code, preview]).toEqual([code, null]);
		expect(problem?.reason).toMatch(/Save|Upload|upload|Unpack/);
	});

	test("a part of 100 MB that packs a thousandfold is opened no further than two hundred times its packed size", async () => {
		const whole = Buffer.alloc(100_000_000, "<row></row>");
		const zip = packedZip([["bomb.xml", deflateRawSync(whole), whole.length]]);
		const entry = zipEntries(zip).get("bomb.xml");
		let opened = 0;
		const open = async (): Promise<void> => {
			if (entry !== undefined) for await (const piece of unpacked(zip, entry)) opened += piece.length;
		};
		await expect(open()).rejects.toMatchObject({ code: "XLSX_UNSAFE" });
		expect(opened).toBeGreaterThan(0);
		expect(opened).toBeLessThan(Math.max(zipLimits.ratioFromBytes, (entry?.compressedBytes ?? 0) * zipLimits.ratio) + 1_000_000);
	});

	test("a password", async () => {
		const bytes = workbookOf(plain);
		const at = Buffer.from(bytes).indexOf(Buffer.from("PK\u0001\u0002", "latin1"));
		bytes[at + 8] = 1;
		expect((await inspected("locked.xlsx", bytes)).problem?.code).toBe("XLSX_LOCKED");
	});
});

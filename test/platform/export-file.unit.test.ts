// What a file may hold: nothing that a spreadsheet runs, no digit lost, nothing that breaks the file.
import { inflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type ExportColumn, type ExportRow, inertText, plainCellText } from "../../domain/core/export-cell.ts";
import { csvFile } from "../../platform/csv-file.ts";
import { xlsxFile } from "../../platform/xlsx-file.ts";

const columns: readonly ExportColumn[] = [
	{ id: "text", title: "=Text", kind: "text" },
	{ id: "money", title: "Amount", kind: "money" },
	{ id: "date", title: "Day", kind: "date" },
];

async function* batches(...rows: ExportRow[]): AsyncGenerator<readonly ExportRow[]> {
	yield rows;
	yield [];
}

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const all: Uint8Array[] = [];
	for await (const piece of pieces) all.push(piece);
	return Buffer.concat(all);
}

async function firstSheet(...rows: ExportRow[]): Promise<string> {
	const bytes = await gathered(xlsxFile([{ name: "A:b/c", columns, batches: batches(...rows) }]));
	const name = bytes.indexOf("xl/worksheets/sheet1.xml");
	const from = name + "xl/worksheets/sheet1.xml".length;
	return inflateRawSync(bytes.subarray(from, bytes.indexOf(Buffer.from([0x50, 0x4b, 7, 8]), from))).toString("utf8");
}

describe("text that a spreadsheet would run", () => {
	test.each(['=HYPERLINK("http://x")', "+1+1", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "  =1", "＝1+1", "-SUM(A1)"])(
		"%s is marked as text",
		(text) => {
			expect(inertText(text)).toBe(`'${text}`);
		},
	);

	test.each([
		['x;=HYPERLINK("http://x")', `x;'=HYPERLINK("http://x")`],
		["x; +1;-2", "x; '+1;'-2"],
		["a\n=1+1", "a\n'=1+1"],
		["a\t@SUM(A1)", "a\t'@SUM(A1)"],
		["=1;=2", "'=1;'=2"],
		["\t=1+1", "'\t'=1+1"],
		["\r=1", "'\r'=1"],
	])("%j, parted by a program that takes other separators, runs nothing", (text, inert) => {
		expect(inertText(text)).toBe(inert);
	});

	test.each(["-1277.36", "+44", "1.5", "-1,000", "txn_1", "a=b", "a; b", "a\nb - c", "", "–"])("%s stays as it is", (text) => {
		expect(inertText(text)).toBe(text);
	});

	test("an amount is a number with an ASCII minus, and nothing is an empty cell", () => {
		expect([plainCellText("money", "-1277.36"), plainCellText("money", null), plainCellText("text", "=1")]).toEqual([
			"-1277.36",
			"",
			"'=1",
		]);
	});
});

test("CSV quotes what needs it, keeps lines inside cells, and neutralises heads too", async () => {
	const csv = await gathered(csvFile(columns, batches(['a "b", c\nd', "-0.10", "2026-10-31"], ["=1+1", null, null])));
	expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
	expect(csv.subarray(3).toString("utf8")).toBe('\'=Text,Amount,Day\r\n"a ""b"", c\nd",-0.10,2026-10-31\r\n\'=1+1,,\r\n');
});

test("a workbook has no formulas, whatever stands in a cell, and no character that XML refuses", async () => {
	const sheet = await firstSheet(["=1+1", "1.00", "2026-10-31"], ["<b>&\u0000\u0008\uD800</b>", "1", null]);
	expect(sheet).not.toContain("<f");
	expect(sheet).toContain('<t xml:space="preserve">=1+1</t>');
	expect(sheet).toContain("&lt;b&gt;&amp;\uFFFD&lt;/b&gt;");
	expect(sheet).toContain("<v>46326</v>");
});

test("a number of more than fifteen digits stays text, so that a spreadsheet loses none", async () => {
	const sheet = await firstSheet(["a", "9007199254740993.00", null], ["b", "123456789012.345", null], ["c", "1e5", null]);
	expect(sheet).toContain("9007199254740993.00</t>");
	expect(sheet).toContain("<v>123456789012.345</v>");
	expect(sheet).toContain("1e5</t>");
});

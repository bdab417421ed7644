import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bai2 } from "../../domain/sync/files/bai2/bai2.ts";
import type { FileFormat, FileSource } from "../../domain/sync/files/format.ts";
import { mt940 } from "../../domain/sync/files/mt940/mt940.ts";
import { ofx } from "../../domain/sync/files/ofx/ofx.ts";
import { qif } from "../../domain/sync/files/qif/qif.ts";
import { encode, headOf, readFile, shown, sourceOf } from "./read-file.ts";

const file = (account: string, group = "02,CUST,121000358,1,261002,2359,USD,2/"): string =>
	`01,121000358,CUST,261003,0600,1,80,,2/\n${group}\n${account}\n98,0,1,5/\n99,0,1,7/\n`;

/** 1,000.00 + 35.00 − 12.34 = 1,022.66; the trailer adds all amounts up without signs. */
const simple = file(
	[
		"03,0123456789,USD,010,100000,,,015,102266,,/",
		"16,142,3500,0,BANKREF1,CUSTREF1,ACH CREDIT, STRIPE/PAYOUT PO_1/",
		"16,475,1234,,,101,CHECK 101/",
		"49,207000,4/",
	].join("\n"),
);

describe("BAI2", () => {
	it("says what it is by its first record", () => {
		expect(bai2.detect(headOf(simple))?.confidence).toBeGreaterThan(0.9);
		expect(bai2.detect(headOf("01,Date,Amount\n"))).toBeNull();
	});

	it("takes the direction from the type code, keeps commas and slashes of the text, and ties", async () => {
		const read = await readFile(bai2, simple);
		expect(read.rows.map(shown)).toEqual([
			"2026-10-02 3500 USD CUSTREF1 | ACH CREDIT, STRIPE/PAYOUT PO_1",
			"2026-10-02 -1234 USD 101 | CHECK 101",
		]);
		expect(read.proofs[0]?.verdict).toBe("ties");
		expect(read.notes).toEqual([]);
	});

	it("joins a summary that is cut in the middle of a tuple, and text that goes on in 88s, one beginning with a slash", async () => {
		const account = [
			"03,0123456789,USD,010,100000,,,015/",
			"88,102266,,,045/",
			"88,4626045,,/",
			"16,142,3500,0,B1,C1,FIRST PART/",
			"88,/SECOND, PART/",
			"88,THIRD",
			"16,475,1234,,,101,X/",
			"49,4833045,8/",
		].join("\n");
		const read = await readFile(bai2, file(account));
		expect(read.rows.map(({ description }) => description)).toEqual(["FIRST PART /SECOND, PART THIRD", "X"]);
		expect(read.statements[0]).toMatchObject({ openingMinor: 100_000n, closingMinor: 102_266n });
		expect(read.proofs[0]?.verdict).toBe("ties");
		expect(read.notes).toEqual([]);
	});

	it("reads every funds type", async () => {
		const details = ["Z,B,C,T/", "0,B,C,T/", "S,100,200,300,B,C,T/", "V,261003,1200,B,C,T/", "D,2,0,100,1,200,B,C,T/", ",B,C,T/"];
		const account = ["03,ACC,,/", ...details.map((rest) => `16,142,100,${rest}`), "49,600,8/"].join("\n");
		const read = await readFile(bai2, file(account));
		expect(read.rows.map(shown)).toEqual(Array(6).fill("2026-10-02 100 USD C | T"));
		expect(read.rows[0]).toMatchObject({ account: "ACC", currency: "USD" });
	});

	it("reads several records on a line, lines padded to 80, and continuations without an 88", async () => {
		const oneLine = simple.replaceAll("\n", "");
		expect((await readFile(bai2, oneLine)).rows).toHaveLength(2);
		const padded = simple
			.split("\n")
			.map((line) => line.padEnd(80))
			.join("\r\n");
		expect((await readFile(bai2, padded)).proofs[0]?.verdict).toBe("ties");
		const bare = simple.replace("CHECK 101/", "CHECK\n101/");
		expect((await readFile(bai2, bare)).rows[1]?.description).toBe("CHECK 101");
	});

	it("takes amounts in the currency's smallest unit, from the account, the group or USD", async () => {
		const account = (code: string): string => `03,ACC,${code},010,0,,,015,3500,,/\n16,142,3500,0,B,C,T/\n49,7000,3/`;
		expect((await readFile(bai2, file(account("JPY")))).rows[0]).toMatchObject({ currency: "JPY", amountMinor: 3500n });
		expect((await readFile(bai2, file(account(""), "02,C,B,1,261002,2359,CAD,2/"))).rows[0]?.currency).toBe("CAD");
		expect((await readFile(bai2, file(account(""), "02,C,B,1,261002,2359,,2/"))).rows[0]?.currency).toBe("USD");
	});

	it("says when a trailer's sum or count isn't what was read", async () => {
		const lost = simple.replace("16,475,1234,,,101,CHECK 101/\n", "");
		const read = await readFile(bai2, lost);
		expect(read.proofs[0]).toMatchObject({ verdict: "differs", sentence: expect.stringContaining("-12.34 USD is missing") });
		expect(read.notes.map(({ kind }) => kind)).toEqual(["warning"]);
		const miscounted = await readFile(bai2, simple.replace("49,207000,4/", "49,207000,9/"));
		expect(miscounted.notes[0]?.sentence).toContain("counts 9 records, the file has 4");
	});

	it("puts codes without a direction, decimal marks and signs into quarantine", async () => {
		const account = "03,ACC,USD,,,,/\n16,721,100,0,B,C,LOAN/\n16,142,1.00,0,B,C,T/\n16,142,-100,0,B,C,T/\n16,142,,0,B,C,T/\n49,0,6/";
		const read = await readFile(bai2, file(account));
		expect(read.refused.map(({ code }) => code)).toEqual(["BAI2_TYPE", "AMOUNT_UNREADABLE", "AMOUNT_UNREADABLE", "AMOUNT_MISSING"]);
	});

	it("leaves withdrawn and test groups out, and says that a corrected day comes again", async () => {
		for (const [status, rows, kind] of [
			["2", 0, "information"],
			["4", 0, "information"],
			["3", 2, "correction"],
		] as const) {
			const read = await readFile(bai2, simple.replace("358,1,261002", `358,${status},261002`));
			expect(read.rows).toHaveLength(rows);
			expect(read.notes.map((note) => note.kind)).toEqual([kind]);
		}
	});

	it("gives every record the bytes it was cut from", async () => {
		for (const text of [simple, simple.replaceAll("\n", "\r\n"), simple.replaceAll("\n", "")]) {
			const bytes = encode(text);
			for (const size of [1, 11, 10_000])
				for (const { text: cut, span } of (await readFile(bai2, bytes, undefined, size)).records)
					expect(new TextDecoder().decode(bytes.subarray(span?.start, span?.end))).toBe(cut);
		}
	});

	it("says of a file without its trailer that it was cut off", async () => {
		await expect(readFile(bai2, simple.slice(0, simple.indexOf("99,")), { format: "bai2" })).rejects.toMatchObject({ code: "FILE_CUT" });
	});
});

describe("line formats", () => {
	const samples = [
		[bai2, simple],
		[mt940, ":20:R\n:25:A\n:28C:1\n:60F:C261001EUR1,00\n:61:261001C1,00NTRFX\n:86:x\n:62F:C261001EUR2,00\n-\n"],
		[qif, "!Type:Bank\nD10/28/26\nT1.00\nPx\n^\n"],
		[
			ofx,
			"OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1</BANKACCTFROM><STMTTRN><DTPOSTED>20261001<TRNAMT>1</STMTTRN></STMTRS></OFX>",
		],
	] as const;

	it("never hang and throw nothing untyped, whatever is done to a file", async () => {
		for (const [format, text] of samples)
			await fc.assert(
				fc.asyncProperty(
					fc.nat(text.length),
					fc.nat(60),
					fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom("\n88,", "16,", "<STMTTRN>", ":61:", "^", "<", "\r", "\0", "📎")),
					fc.integer({ min: 1, max: 300 }),
					async (at, length, put, size) => {
						const damaged = text.slice(0, at) + put + text.slice(at + length);
						const settings = format.detect(headOf(text))?.settings;
						await readFile(format, damaged, settings, size).catch((error: { code?: string }) => expect(error.code).toMatch(/^FILE_/));
					},
				),
				{ numRuns: 150 },
			);
	});

	it("end on a line of 50 MB within a megabyte, with what to do", async () => {
		const line = (first: string): Uint8Array => Buffer.concat([Buffer.from(first), Buffer.alloc(50_000_000, "x")]);
		for (const [format, text] of samples) {
			const settings = format.detect(headOf(text))?.settings ?? { format: format.id };
			const whole = sourceOf(line(text.slice(0, -40)), "file", 65_536);
			let handedOut = 0;
			const counted: FileSource = {
				...whole,
				async *bytes(range) {
					for await (const piece of whole.bytes(range)) {
						handedOut += piece.length;
						yield piece;
					}
				},
			};
			const reading = async (): Promise<void> => {
				for await (const item of (format as FileFormat).open(counted, settings)) expect(item).toBeDefined();
			};
			await expect(reading(), format.id).rejects.toMatchObject({ code: "FILE_LINE_TOO_LONG" });
			expect(handedOut, format.id).toBeLessThan(5_000_000);
		}
	});
});

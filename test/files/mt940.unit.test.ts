import { describe, expect, it } from "vitest";
import { mt940 } from "../../domain/sync/files/mt940/mt940.ts";
import { encode, headOf, readFile, shown } from "./read-file.ts";

const german = `{1:F01DEUTDEFFAXXX0000000000}{2:I940DEUTDEFFXXXXN}{4:
:20:STARTUMSE
:25:50070010/0123456789
:28C:00042/001
:60F:C261001EUR10000,00
:61:2610021002CR119,00NTRFNONREF//POS 01
:86:166?00GUTSCHRIFT?100004?20EREF+INV-2026-10?2117?22SVWZ+RE 1017 DANKE?30DEUTDEFF
?31DE89370400440532013000?32MUELLER GMBH?34000
:61:2610031003DR0,99N052NONREF
:86:805?00ENTGELT?20KONTOFUEHRUNG
:61:2610051005RCR20,00NRTIINV-2026-09
:86:Reversal of a credit
:61:2610051005RDR5,50NRTI
:86:Reversal of a debit
:62F:C261005EUR10103,51
-}`;

const one = (entries: string, closing: string, opening = "C261001EUR100,00"): string =>
	`:20:REF\n:25:DE89370400440532013000\n:28C:1/1\n:60F:${opening}\n${entries}\n:62F:${closing}\n-\n`;

describe("MT940", () => {
	it("says what it is by its fields", () => {
		expect(mt940.detect(headOf(german))?.confidence).toBeGreaterThan(0.9);
		expect(mt940.detect(headOf("Date,Amount\n2026-10-01,1.00"))).toBeNull();
	});

	it("reads German fields: keywords cut by a field's border, reversals the other way round, and ties", async () => {
		const file = await readFile(mt940, german);
		expect(file.rows.map(shown)).toEqual([
			"2026-10-02 11900 EUR INV-2026-1017 | MUELLER GMBH · RE 1017 DANKE",
			"2026-10-03 -99 EUR  | KONTOFUEHRUNG",
			"2026-10-05 -2000 EUR INV-2026-09 | Reversal of a credit",
			"2026-10-05 550 EUR  | Reversal of a debit",
		]);
		expect(file.rows[0]).toMatchObject({ account: "50070010/0123456789", kind: "bank_line" });
		expect(file.proofs[0]).toMatchObject({ verdict: "ties", sentence: expect.stringContaining("10000.00 EUR") });
		expect(file.refused).toEqual([]);
	});

	it("gives every record the bytes it was cut from, whatever the pieces and line ends", async () => {
		for (const text of [german, german.replaceAll("\n", "\r\n")])
			for (const size of [1, 7, 100_000]) {
				const bytes = encode(text);
				const { records, rows } = await readFile(mt940, bytes, undefined, size);
				expect(rows).toHaveLength(4);
				for (const { text: cut, span } of records) expect(new TextDecoder().decode(bytes.subarray(span?.start, span?.end))).toBe(cut);
			}
	});

	it("takes text that looks like a tag for text, because a tag begins a line", async () => {
		const file = await readFile(mt940, one(":61:2610021002C1,00NTRFX\n:86:paid at 20:44:45 :61:fake", "C261002EUR101,00"));
		expect(file.rows.map(shown)).toEqual(["2026-10-02 100 EUR X | paid at 20:44:45 :61:fake"]);
		expect(file.proofs[0]?.verdict).toBe("ties");
	});

	it("joins a field that is broken before its amount, and a tag that is broken in the middle", async () => {
		const file = await readFile(mt940, one(":61:2610021002CR\n119,00NTRFNONREF\n:\n86:Sparkasse text", "C261002EUR219,00"));
		expect(file.rows.map(shown)).toEqual(["2026-10-02 11900 EUR  | Sparkasse text"]);
		expect(file.proofs[0]?.verdict).toBe("ties");
	});

	it("puts an entry date near its value date, over New Year both ways", async () => {
		const entries = ":61:2612311231C1,00NTRFA\n:61:2612310102C1,00NTRFB\n:61:2701021231C1,00NTRFC";
		const file = await readFile(mt940, one(entries, "C270102EUR103,00"));
		expect(file.rows.map((row) => row.ledgerDate)).toEqual(["2026-12-31", "2027-01-02", "2026-12-31"]);
	});

	it("takes the 30th of February for the month's last day", async () => {
		const file = await readFile(mt940, one(":61:260230C1,00NINTX", "C260228EUR101,00"));
		expect(file.rows[0]?.ledgerDate).toBe("2026-02-28");
	});

	it("reads long references, a funds letter, supplementary text and an :86: that isn't there", async () => {
		const entries = `:61:2610021002CR1,00NTRF${"R".repeat(40)}//BANKREF${"0".repeat(30)}\nWISE-1234 supplementary text that is longer than thirty-four`;
		const file = await readFile(mt940, one(entries, "C261002EUR101,00"));
		expect(file.rows[0]?.reference).toBe("R".repeat(40));
		expect(file.rows[0]?.description).toBe("WISE-1234 supplementary text that is longer than thirty-four");
	});

	it("reads slash codes and Polish tildes", async () => {
		const entries = [
			":61:2610021002C1,00NTRFX\n:86:/EREF/E2E-7/NAME/JANSSEN BV/REMI/USTD//FACTUUR 7/",
			":61:2610021002C1,00NTRFY\n:86:020~00PRZELEW~20FAKTURA 8~32KOWALSKI",
		].join("\n");
		const file = await readFile(mt940, one(entries, "C261002EUR102,00"));
		expect(file.rows.map(shown)).toEqual([
			"2026-10-02 100 EUR E2E-7 | JANSSEN BV · FACTUUR 7",
			"2026-10-02 100 EUR Y | KOWALSKI · FAKTURA 8",
		]);
	});

	it("chains pages by their intermediate balances into one statement, and says when a page is missing", async () => {
		const page = (n: number, opening: string, entry: string, closing: string): string =>
			`:20:R\n:25:ACC\n:28C:5/${n}\n${opening}\n${entry}\n${closing}\n-\n`;
		const first = page(1, ":60F:C261001EUR100,00", ":61:261001C10,00NTRFA", ":62M:C261001EUR110,00");
		const second = page(2, ":60M:C261001EUR110,00", ":61:261001C5,00NTRFB", ":62F:C261001EUR115,00");
		const whole = await readFile(mt940, first + second);
		expect(whole.statements).toHaveLength(1);
		expect(whole.proofs[0]?.verdict).toBe("ties");
		const third = page(3, ":60M:C261001EUR999,00", ":61:261001C5,00NTRFB", ":62F:C261001EUR1004,00");
		const gap = await readFile(mt940, first + third);
		expect(gap.statements).toHaveLength(2);
		expect(gap.notes.map((note) => note.sentence)).toEqual([expect.stringContaining("page of this statement is missing")]);
	});

	it("keeps several accounts apart, drops the currency behind an account, and reads debit balances", async () => {
		const other = one(":61:261002D1,00NTRFX", "D261002USD51,00", "D261001USD50,00").replace(
			"DE89370400440532013000",
			"GB33BUKB20201555555555USD",
		);
		const file = await readFile(mt940, one(":61:261002C1,00NTRFX", "C261002EUR101,00") + other);
		expect(file.statements.map(({ account, currency }) => `${account} ${currency}`)).toEqual([
			"DE89370400440532013000 EUR",
			"GB33BUKB20201555555555 USD",
		]);
		expect(file.proofs.map(({ verdict }) => verdict)).toEqual(["ties", "ties"]);
		expect(file.rows[1]).toMatchObject({ account: "GB33BUKB20201555555555", currency: "USD", amountMinor: -100n });
	});

	it("shows the amount of a line it can't read as missing, and keeps the line", async () => {
		const file = await readFile(mt940, one(":61:2610021002C1,00NTRFX\n:61:rubbish\n:61:2610021002C1,005NTRFY", "C261002EUR103,50"));
		expect(file.rows).toHaveLength(1);
		expect(file.refused.map(({ code }) => code)).toEqual(["MT940_ENTRY", "TOO_MANY_DECIMALS"]);
		expect(file.proofs[0]).toMatchObject({ verdict: "differs", sentence: expect.stringContaining("2.50 EUR is missing") });
	});

	it("says that a file that ends before its closing balance may be cut off", async () => {
		const file = await readFile(mt940, german.slice(0, german.indexOf(":62F:")));
		expect(file.proofs[0]?.verdict).toBe("not_proven");
		expect(file.notes.at(-1)?.sentence).toContain("Download it again");
	});

	it("refuses an MT942 with what to ask the bank for, and carries announced entries apart", async () => {
		const report = ":20:R\n:25:ACC\n:28C:1/1\n:34F:EURD0,00\n:13D:2610021200+0200\n:61:2610021002C1,00NTRFX\n:90C:1EUR1,00\n-\n";
		await expect(readFile(mt940, report, { format: "mt940" })).rejects.toMatchObject({ code: "FILE_NOT_A_STATEMENT" });
		const announced = await readFile(mt940, one(":61:2610021002EC1,00NTRFX", "C261002EUR100,00"));
		expect(announced.rows).toEqual([]);
		expect(announced.notes.map(({ kind }) => kind)).toEqual(["pending"]);
	});

	it("names two equal lines of one day apart, and the same ones when the file comes again", async () => {
		const twice = one(":61:261002C1,00NTRFX\n:61:261002C1,00NTRFX", "C261002EUR102,00");
		const keys = (await readFile(mt940, twice)).records.map(({ naturalKey }) => naturalKey);
		expect(new Set(keys).size).toBe(2);
		expect((await readFile(mt940, twice)).records.map(({ naturalKey }) => naturalKey)).toEqual(keys);
	});
});

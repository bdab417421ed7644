import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { camt053 } from "../../domain/sync/files/camt/camt053.ts";
import { encode, headOf, readFile, shown } from "./read-file.ts";
import { zipOf } from "./zip-of.ts";

const balance = (type: string, amount: string, direction = "CRDT", date = "2026-10-01"): string =>
	`<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`;

const statement = (inside: string, iban = "DE89370400440532013000"): string =>
	`<Stmt><Id>S-1</Id><ElctrncSeqNb>42</ElctrncSeqNb><CreDtTm>2026-10-02T20:00:00+02:00</CreDtTm><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>${inside}</Stmt>`;

const document = (statements: string, version = "02", prefix = ""): string => {
	const p = prefix === "" ? "" : `${prefix}:`;
	const tagged = prefix === "" ? statements : statements.replaceAll(/<(\/?)([A-Z])/g, `<$1${p}$2`);
	return `<?xml version="1.0" encoding="UTF-8"?>\n<${p}Document xmlns${prefix === "" ? "" : `:${prefix}`}="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><${p}BkToCstmrStmt><${p}GrpHdr><${p}MsgId>M</${p}MsgId></${p}GrpHdr>${tagged}</${p}BkToCstmrStmt></${p}Document>`;
};

const entry02 = `<Ntry>
	<Amt Ccy="EUR">119.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
	<BookgDt><Dt>2026-10-02</Dt></BookgDt><ValDt><Dt>2026-10-03</Dt></ValDt><AcctSvcrRef>SVC-1</AcctSvcrRef>
	<NtryDtls><TxDtls><Refs><EndToEndId>INV-1017</EndToEndId></Refs><RltdPties><Dbtr><Nm>Müller &amp; Söhne</Nm></Dbtr></RltdPties><RmtInf><Ustrd>Rechnung 1017</Ustrd></RmtInf></TxDtls></NtryDtls>
</Ntry>`;
const entry08 = entry02
	.replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")
	.replace("<Dbtr><Nm>Müller &amp; Söhne</Nm></Dbtr>", "<Dbtr><Pty><Nm>Müller &amp; Söhne</Nm></Pty></Dbtr>")
	.replace("<Dt>2026-10-02</Dt>", "<DtTm>2026-10-02T23:59:59.123+02:00</DtTm>");

const simple = (amount: string, rest = "", direction = "CRDT", status = "BOOK"): string =>
	`<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${rest}<Sts>${status}</Sts><BookgDt><Dt>2026-10-02</Dt></BookgDt></Ntry>`;

describe("camt.053", () => {
	it.each([
		["02", entry02, ""],
		["08", entry08, ""],
		["08", entry08, "ns2"],
		["13", entry08, "doc"],
	])("reads version .%s alike, whatever its prefix", async (version, entry, prefix) => {
		const xml = document(statement(`${balance("OPBD", "100.00")}${balance("CLBD", "219.00")}${entry}`), version, prefix);
		expect(camt053.detect(headOf(xml))?.confidence).toBeGreaterThan(0.9);
		const file = await readFile(camt053, xml);
		expect(file.rows.map(shown)).toEqual(["2026-10-02 11900 EUR INV-1017 | Müller & Söhne · Rechnung 1017"]);
		expect(file.statements[0]).toMatchObject({ number: "42", account: "DE89370400440532013000", openingDate: "2026-10-01" });
		expect(file.proofs[0]?.verdict).toBe("ties");
	});

	it("gives every entry the bytes it was cut from, whatever the pieces", async () => {
		const bytes = encode(
			document(statement(`${entry02.replaceAll("\n", "\r\n")}${simple("1.00", "<AddtlNtryInf>größer 𝄞</AddtlNtryInf>")}${entry08}`)),
		);
		for (const size of [1, 3, 64, 100_000]) {
			const { records } = await readFile(camt053, bytes, undefined, size);
			expect(records).toHaveLength(3);
			for (const { text, span } of records) {
				expect(new TextDecoder().decode(bytes.subarray(span?.start, span?.end))).toBe(text);
				expect(text.startsWith("<Ntry>") && text.endsWith("</Ntry>")).toBe(true);
			}
		}
	});

	it("keeps an entry's amount when its details have none, or the total of their batch", async () => {
		const details = (amount: string): string => `<TxDtls>${amount}<RmtInf><Ustrd>part</Ustrd></RmtInf></TxDtls>`;
		const batch = (inside: string): string =>
			simple("429.56", "").replace(
				"</Ntry>",
				`<NtryDtls><Btch><PmtInfId>B-7</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>${inside}</NtryDtls></Ntry>`,
			);
		const total = `<AmtDtls><TxAmt><Amt Ccy="EUR">429.56</Amt></TxAmt></AmtDtls>`;
		for (const inside of [details("") + details(""), details(total) + details(total)]) {
			const file = await readFile(camt053, document(statement(batch(inside))));
			expect(file.rows.map(shown)).toEqual(["2026-10-02 42956 EUR B-7 | Batch of 2 · part"]);
		}
	});

	it("never takes a foreign detail amount for the account's", async () => {
		const foreign = `<NtryDtls><TxDtls><AmtDtls><InstdAmt><Amt Ccy="USD">130.00</Amt></InstdAmt><TxAmt><Amt Ccy="USD">130.00</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>`;
		const file = await readFile(camt053, document(statement(simple("119.00").replace("</Ntry>", `${foreign}</Ntry>`))));
		expect(file.rows[0]).toMatchObject({ amountMinor: 11_900n, currency: "EUR" });
	});

	it("does not turn a reversal round twice", async () => {
		const file = await readFile(camt053, document(statement(simple("5.00", "<RvslInd>true</RvslInd>", "DBIT"))));
		expect(file.rows[0]?.amountMinor).toBe(-500n);
	});

	it.each(["PDNG", "FUTR", "INFO", "HOLD"])("carries an entry with status %s apart", async (status) => {
		const file = await readFile(camt053, document(statement(`${simple("1.00")}${simple("9.00", "", "CRDT", status)}`)));
		expect(file.rows).toHaveLength(1);
		expect(file.notes).toHaveLength(1);
		expect(file.notes[0]?.sentence).toMatch(/not booked|booked|Information/);
	});

	it("opens with the last closing balance, or the page balances, where OPBD is missing", async () => {
		const previous = await readFile(
			camt053,
			document(statement(`${balance("PRCD", "100.00")}${balance("CLBD", "101.00")}${simple("1.00")}`)),
		);
		const pages = await readFile(camt053, document(statement(`${balance("ITBD", "100.00")}${balance("ITBD", "101.00")}${simple("1.00")}`)));
		const first = await readFile(camt053, document(statement(`${balance("OPBD", "100.00")}${balance("ITBD", "101.00")}${simple("1.00")}`)));
		expect([previous, pages, first].map(({ proofs }) => proofs[0]?.verdict)).toEqual(["ties", "ties", "ties"]);
	});

	it("reads debit balances, padded amounts, an empty statement and several statements", async () => {
		const padded = statement(
			`${balance("OPBD", "000000000000149.87", "DBIT")}${balance("CLBD", "0.00")}${simple("000000000000149.87", "<NtryRef>1</NtryRef>")}`,
		);
		const empty = statement(`${balance("OPBD", "5.00")}${balance("CLBD", "5.00")}`, "GB33BUKB20201555555555");
		const file = await readFile(camt053, document(padded + empty));
		expect(file.proofs.map(({ verdict }) => verdict)).toEqual(["ties", "ties"]);
		expect(file.statements.map(({ account }) => account)).toEqual(["DE89370400440532013000", "GB33BUKB20201555555555"]);
		expect(file.rows).toHaveLength(1);
	});

	it("holds the bank's own sums against the entries", async () => {
		const sums = `<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries><TtlCdtNtries><Sum>1.00</Sum></TtlCdtNtries></TxsSummry>`;
		const file = await readFile(camt053, document(statement(`${sums}${simple("1.00")}`)));
		expect(file.proofs[0]).toMatchObject({ verdict: "differs", sentence: "The file says it has 3 movements; 1 could be read." });
	});

	it("keeps an entry it can't read, in another currency or without a direction, for quarantine", async () => {
		const bad = simple("1.00").replace("CRDT", "BOTH") + simple("2.00").replace('"EUR"', '"USD"') + simple("0.005");
		const file = await readFile(camt053, document(statement(bad)));
		expect(file.refused.map(({ code }) => code)).toEqual(["DIRECTION_MISSING", "ENTRY_CURRENCY", "TOO_MANY_DECIMALS"]);
		expect(file.records).toHaveLength(3);
	});

	it("refuses camt.052 and camt.054 with what to ask the bank for", async () => {
		for (const root of ["BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn"]) {
			const xml = document(statement(simple("1.00"))).replaceAll("BkToCstmrStmt", root);
			await expect(readFile(camt053, xml, { format: "camt053" })).rejects.toMatchObject({
				code: "FILE_NOT_A_STATEMENT",
				message: expect.stringContaining("Ask the bank for camt.053"),
			});
		}
	});

	it("refuses a document type, so that no entity reads a file, asks a network or grows", async () => {
		const xml = document(statement(simple("1.00", "<AddtlNtryInf>&xxe;</AddtlNtryInf>")));
		for (const type of [
			`<!DOCTYPE Document [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>`,
			`<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/evil.dtd">`,
			`<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY xxe "&lol;&lol;&lol;">]>`,
			`<!DOCTYPE x [ ${"<!ENTITY a 'b'>".repeat(10_000)}`,
		])
			for (const size of [5, 100_000])
				await expect(readFile(camt053, xml.replace("?>\n", `?>\n${type}\n`), { format: "camt053" }, size)).rejects.toMatchObject({
					code: "FILE_XML_DTD",
				});
		await expect(readFile(camt053, xml)).rejects.toMatchObject({ code: "FILE_BROKEN" });
	});

	it("says of a file that is cut off, damaged, too deep or endless that it is, and reads no half of it in silence", async () => {
		const xml = document(statement(entry02 + simple("1.00")));
		for (const cut of [60, 200, xml.indexOf("</Ntry>") + 3, xml.length - 5])
			await expect(readFile(camt053, xml.slice(0, cut), { format: "camt053" })).rejects.toMatchObject({ code: "FILE_BROKEN" });
		await expect(readFile(camt053, xml.replace("<BookgDt>", `${"<a>".repeat(200)}<BookgDt>`), { format: "camt053" })).rejects.toMatchObject(
			{ code: "FILE_TOO_DEEP" },
		);
		const deep = `${"<a>".repeat(10_000)}${"</a>".repeat(10_000)}`;
		for (const before of ["<BookgDt>", "<Stmt>"])
			await expect(readFile(camt053, xml.replace(before, `${deep}${before}`), { format: "camt053" }, 65_536)).rejects.toMatchObject({
				code: "FILE_TOO_DEEP",
				message: expect.stringMatching(/^The file's elements lie more than 60 deep in one another \(line \d+\)\./),
			});
		const endless = document(statement(simple("1.00", `<AddtlNtryInf>${"x".repeat(3_000_000)}</AddtlNtryInf>`)));
		await expect(readFile(camt053, endless, undefined, 65_536)).rejects.toMatchObject({ code: "FILE_LINE_TOO_LONG" });
	});

	it("reads a ZIP of statements, and refuses one that is cut, climbs out of its folder or holds none", async () => {
		const xml = (n: number): Uint8Array =>
			encode(document(statement(`${balance("OPBD", "0.00")}${balance("CLBD", `${n}.00`)}${simple(`${n}.00`)}`)));
		const zip = zipOf([
			["camt053_2.xml", xml(2)],
			["camt053_1.xml", xml(1)],
		]);
		expect(camt053.detect(headOf(zip))?.confidence).toBeGreaterThan(0.8);
		const file = await readFile(camt053, zip);
		expect(file.rows.map(({ amountMinor }) => amountMinor)).toEqual([100n, 200n]);
		expect(file.proofs.map(({ verdict }) => verdict)).toEqual(["ties", "ties"]);
		await expect(readFile(camt053, zip.subarray(0, zip.length - 40), { format: "camt053" })).rejects.toMatchObject({
			code: "FILE_ZIP_BROKEN",
		});
		await expect(readFile(camt053, zipOf([["../../etc/camt053.xml", xml(1)]]), { format: "camt053" })).rejects.toMatchObject({
			code: "FILE_ZIP_UNSAFE",
		});
		await expect(readFile(camt053, zipOf([["readme.txt", encode("x")]]), { format: "camt053" })).rejects.toMatchObject({
			code: "FILE_ZIP_EMPTY",
		});
	});

	it("never hangs and throws nothing untyped, whatever is done to a file", async () => {
		const xml = document(statement(entry02 + simple("1.00")));
		await fc.assert(
			fc.asyncProperty(
				fc.nat(xml.length),
				fc.nat(200),
				fc.string({ maxLength: 30 }),
				fc.integer({ min: 1, max: 500 }),
				async (at, length, put, size) => {
					const damaged = xml.slice(0, at) + put + xml.slice(at + length);
					await readFile(camt053, damaged, { format: "camt053" }, size).catch((error: { code?: string }) =>
						expect(error.code).toMatch(/^FILE_/),
					);
				},
			),
			{ numRuns: 300 },
		);
	});
});

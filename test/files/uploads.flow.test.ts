// Files on their whole way, on real parts: uploaded, looked at by a job, confirmed, imported, proven, and every line cut out of the
// stored file again. What can't be read ends in a sentence that says what to do, and leaves nothing half-written.
import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Inspection } from "../../domain/sync/files/inspect.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { connect, type SyncWorld } from "../sync/sync-world.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testTemporal } from "../support/temporal.ts";
import { startRequested } from "../../platform/start-job.ts";
import { until } from "../sync/watch.ts";
import { encode } from "./read-file.ts";
import { packedZip, zipOf } from "./zip-of.ts";

let world: SyncWorld;
let api: TestApi;
let a: TestTenant;
let person: TestBrowser;
let stranger: TestBrowser;

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "uploads", orders: 400 })]);
	const engine = await testTemporal(db, { queue: "sync" });
	world = { db, engine, sandbox };
	[a] = db.tenants;
	api = await testApi(db, { deps: { temporal: engine.temporal, storage: engine.deps.storage } });
	await connect(world, a, "files", "larkfield");
	person = await api.as(a.users.controller.email);
	stranger = await api.as(db.tenants[1].users.controller.email);
});
afterAll(async () => {
	await api?.close();
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

interface Uploaded {
	readonly fileId: string;
	readonly jobId: string;
}

async function upload(name: string, body: Uint8Array | ReadableStream | string): Promise<Uploaded> {
	const init = { method: "POST", body, duplex: "half" } as RequestInit;
	const response = await person.fetch(`/files/upload?${new URLSearchParams({ name })}`, init);
	if (response.status !== 201) throw new Error(await response.text());
	return (await response.json()) as Uploaded;
}

const jobOf = async (jobId: string) => {
	await world.engine.closed(a.tenantId, jobId);
	const job = await person.trpc.jobs.get.query({ jobId });
	return { ...job, summary: (job.result as { summary?: string } | null)?.summary ?? "" };
};

const fileRow = async (id: string) => {
	const [row] = await world.db.withTenant(a, (em) =>
		em.execute<{ status: string; detected: Record<string, unknown> | null; preview: unknown }[]>(
			"select status, detected, preview from files where tenant_id = ? and id = ?",
			[a.tenantId, id],
		),
	);
	if (row === undefined) throw new Error("no file");
	return row;
};

const count = async (table: "canonical_rows" | "pages" | "records"): Promise<number> => {
	const [row] = await world.db.withTenant(a, (em) =>
		em.execute<{ n: number }[]>(`select count(*)::int as n from ${table} where tenant_id = ?`, [a.tenantId]),
	);
	return row?.n ?? 0;
};

/** Uploads, waits for the look, confirms what it says, imports. */
async function imported(name: string, body: Uint8Array | string, change: object = {}, reason = "") {
	const { fileId, jobId } = await upload(name, body);
	const look = await jobOf(jobId);
	const { inspection } = await person.trpc.files.preview.query({ id: fileId });
	const settings = { ...inspection?.settings, ...change } as NonNullable<Inspection["settings"]>;
	await person.trpc.files.saveMapping.mutate({ id: fileId, settings: settings as never });
	const started = await person.trpc.files.import.mutate({ id: fileId, reason });
	const job = await jobOf(started.jobId);
	const rows = await world.db.withTenant(a, (em) =>
		em.execute<{ id: string; line: string }[]>(
			`select id::text as id, ledger_date::text || ' ' || amount_minor || ' ' || currency || ' ' || account || ' ' || reference as line
			from canonical_rows where tenant_id = ? and group_key = ? and to_seq is null order by ledger_date, amount_minor`,
			[a.tenantId, fileId],
		),
	);
	return { fileId, look, job, rows, inspection };
}

const mt940 = `:20:R\n:25:DE89370400440532013000\n:28C:7/1\n:60F:C261001EUR100,00\n:61:2610021002CR119,00NTRFINV-1//B1\n:86:166?00X?20SVWZ+Rechnung Müller\n:61:2610031003DR19,00NTRFNONREF//B2\n:86:rent\n:62F:C261003EUR200,00\n-\n`;
const camt = `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S</Id><Acct><Id><IBAN>GB33BUKB20201555555555</IBAN></Id><Ccy>GBP</Ccy></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-01</Dt></Dt></Bal><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">13.34</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-10-02</Dt></Dt></Bal><Ntry><Amt Ccy="GBP">12.34</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-10-02</Dt></BookgDt><AcctSvcrRef>C1</AcctSvcrRef></Ntry></Stmt></BkToCstmrStmt></Document>`;
const ofx = `OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>OFX-1<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20261002<TRNAMT>-4.50<FITID>F1<NAME>CAFÉ & CO</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>5.00<DTASOF>20261003</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
const qif = "!Type:Bank\nD10/28/26\nT-7.25\nPRent\nN101\n^\n";
const bai2 =
	"01,B,C,261003,0600,1,80,,2/\n02,C,B,1,261002,2359,USD,2/\n03,BAI-1,USD,010,1000,,,015,4500,,/\n16,142,3500,0,B1,C1,PAYOUT/\n49,9000,3/\n98,9000,1,5/\n99,9000,1,7/\n";

describe("a bank's file", () => {
	it.each([
		["oct.sta", mt940, {}, ["2026-10-02 11900 EUR DE89370400440532013000 INV-1", "2026-10-03 -1900 EUR DE89370400440532013000 B2"], "ties"],
		["oct.xml", camt, {}, ["2026-10-02 1234 GBP GB33BUKB20201555555555 C1"], "ties"],
		["oct.qfx", ofx, {}, ["2026-10-02 -450 USD OFX-1 F1"], "not_proven"],
		["oct.qif", qif, { account: "QIF-1", currency: "USD" }, ["2026-10-28 -725 USD QIF-1 101"], "not_proven"],
		["oct.bai", bai2, {}, ["2026-10-02 3500 USD BAI-1 C1"], "ties"],
	] as const)("%s is recognised, imported, proven, and every line leads back to its bytes", async (name, text, change, lines, verdict) => {
		const { look, job, rows, inspection, fileId } = await imported(name, text, change);
		expect(inspection?.detected?.confidence).toBeGreaterThan(0.9);
		expect(look.kind).toBe("inspect");
		expect(rows.map(({ line }) => line)).toEqual(lines);
		expect(job.status).toBe("done");
		expect((await fileRow(fileId)).status).toBe("imported");
		const totals = (job.result as { totals: { verdict: string }[] }).totals;
		expect(totals.map((total) => total.verdict)).toEqual([verdict]);
		for (const { id } of rows) {
			const custody = await person.trpc.explorer.custody.query({ canonicalId: id });
			expect(custody.verdict.ok, custody.verdict.sentence).toBe(true);
			const record = await person.trpc.explorer.record.query({ id: custody.record.id });
			expect(record.check.ok).toBe(true);
			const page = await person.trpc.explorer.page.query({ id: custody.page.id, index: custody.page.index });
			const { start = 0, end = 0 } = page.body?.highlight ?? {};
			expect(page.body?.text.slice(start, end)).toBe(record.text);
			await expect(stranger.trpc.explorer.custody.query({ canonicalId: id })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
		}
	});

	it("that doesn't tie is imported for a reason only, and the job says so", async () => {
		const wrong = mt940.replace("EUR200,00", "EUR201,00").replace("DE89370400440532013000", "DE02120300000000202051");
		const { fileId, jobId } = await upload("wrong.sta", wrong);
		expect(await jobOf(jobId)).toMatchObject({ status: "check", summary: expect.stringContaining("1 balance differs") });
		await person.trpc.files.saveMapping.mutate({ id: fileId, settings: { format: "mt940" } });
		await expect(person.trpc.files.import.mutate({ id: fileId })).rejects.toMatchObject({ data: { code: "REASON_MISSING" } });
		const { jobId: importId } = await person.trpc.files.import.mutate({ id: fileId, reason: "The bank says a fee is missing." });
		expect((await jobOf(importId)).status).toBe("check");
	});

	it("that comes a second time changes nothing", async () => {
		const before = await count("canonical_rows");
		await imported("again.sta", mt940, {}, "To see that nothing doubles.");
		expect(await count("canonical_rows")).toBe(before);
	});
});

describe("a file that is worth more than a policy lets in", () => {
	it("waits for another person and isn’t taken along by the import of a smaller one", async () => {
		const content = { action: "files.import" as const, above: { minor: "2000", currency: "EUR" }, decides: "changes.decide" as const };
		const policy = { name: "Big files", rule: { kind: "approval" as const, content }, basedOn: 0, reason: "Four eyes" };
		const { id } = await person.trpc.policies.publish.mutate(policy);
		const bytes = (account: string) => mt940.replace("DE89370400440532013000", account);
		const { fileId, jobId } = await upload("big.sta", bytes("DE1"));
		await jobOf(jobId);
		await person.trpc.files.saveMapping.mutate({ id: fileId, settings: { format: "mt940" } });
		const { waits } = await person.trpc.files.import.mutate({ id: fileId });
		if (waits === null) throw new Error("nobody is asked");
		await expect(person.trpc.files.import.mutate({ id: fileId })).rejects.toMatchObject({ data: { code: "CONFLICT" } });
		expect((await person.trpc.files.preview.query({ id: fileId })).waits).toEqual(waits);
		const asked = await person.trpc.approvals.get.query({ id: waits.decisionId });
		expect(asked).toMatchObject({ lock: "own", action: "files.import", amounts: [{ minor: "13800", currency: "EUR" }] });
		await expect(stranger.trpc.approvals.get.query({ id: waits.decisionId })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });

		const small = await imported("small.qif", qif.replace("7.25", "1.00"), { account: "QIF-2", currency: "EUR" });
		expect([small.job.status, (await fileRow(fileId)).status]).toEqual(["done", "mapped"]);

		const approver = await api.as(a.users.approver.email);
		await until("the run asks", async () => (await person.trpc.jobs.get.query({ jobId: waits.jobId })).status === "waiting");
		await approver.trpc.approvals.decide.mutate({ id: waits.decisionId, sha256: asked.sha256, verdict: "approve" });
		expect((await jobOf(waits.jobId)).status).toBe("done");
		const importId = (await person.trpc.files.preview.query({ id: fileId })).file.jobId ?? "";
		const { log, ...deps } = world.engine.deps;
		await startRequested({ ...deps, temporal: world.engine.temporal, log }, a.tenantId, importId);
		expect((await jobOf(importId)).status).toBe("done");
		expect((await fileRow(fileId)).status).toBe("imported");
		await person.trpc.policies.publish.mutate({ ...policy, id, active: false, basedOn: 1 });
	});
});

describe("a stored statement that is processed again", () => {
	const rowsOf = (fileId: string) =>
		world.db.withTenant(a, (em) =>
			em.execute<{ id: string; record: string; line: string }[]>(
				`select id::text as id, record_id::text as record, natural_key || ' ' || ledger_date::text || ' ' || amount_minor || ' ' || category || ' ' || reference as line
				from canonical_rows where tenant_id = ? and group_key = ? and to_seq is null order by natural_key`,
				[a.tenantId, fileId],
			),
		);

	it("gives the rows of today's reading without another upload: one that was read otherwise, one that could not be read", async () => {
		const { fileId, job } = await imported("stored.sta", mt940.replace("DE89370400440532013000", "DE75512108001245126199"));
		const whole = await rowsOf(fileId);
		expect([job.status, whole.length]).toEqual(["done", 2]);
		const [otherwise, unread] = whole;
		await world.db.withTenant(a, async (em) => {
			const of = (row: typeof otherwise): string[] => [a.tenantId, row?.record ?? ""];
			await em.execute(
				"update canonical_rows set category = 'an older word', transform_version = 0 where tenant_id = ? and record_id = ?",
				of(otherwise),
			);
			await em.execute(
				`insert into quarantine (tenant_id, id, connection_id, stream, page_id, page_index, natural_key, code, reason, payload_sha256, job_id)
				select r.tenant_id, r.id, r.connection_id, r.stream, r.page_id, r.page_index, r.natural_key, 'FIELD_UNKNOWN', 'An earlier release could not read this.',
					r.payload_sha256, p.job_id from records r join pages p on p.tenant_id = r.tenant_id and p.id = r.page_id where r.tenant_id = ? and r.id = ?`,
				of(unread),
			);
			await em.execute("delete from canonical_rows where tenant_id = ? and record_id = ?", of(unread));
			await em.execute("delete from records where tenant_id = ? and id = ?", of(unread));
		});
		expect((await rowsOf(fileId)).map(({ line }) => line)).not.toEqual(whole.map(({ line }) => line));

		const { plan, start, get } = person.trpc.replays;
		const planned = await plan.query({ jobId: job.id });
		expect(planned.refusal).toBeNull();
		expect(planned.modes.find(({ mode }) => mode === "refetch")?.why).toContain("A statement is not fetched");
		await expect(start.mutate({ jobId: job.id, mode: "refetch" })).rejects.toMatchObject({ data: { code: "NOTHING_TO_REPLAY" } });
		await expect(stranger.trpc.replays.start.mutate({ jobId: job.id })).rejects.toMatchObject({ data: { code: "NOT_FOUND" } });
		const files = await person.trpc.files.list.query({});
		const replay = await start.mutate({ jobId: job.id });
		expect((await jobOf(replay.jobId)).status).toBe("done");

		const now = await rowsOf(fileId);
		expect(now.map(({ line }) => line)).toEqual(whole.map(({ line }) => line));
		expect((await get.query({ jobId: replay.jobId })).outcome).toMatchObject({
			rows: { added: 1, changed: 1, gone: 0 },
			origin: { us: 2, source: 0 },
		});
		for (const { id } of now) expect((await person.trpc.explorer.custody.query({ canonicalId: id })).verdict.ok).toBe(true);
		const after = await person.trpc.files.list.query({});
		expect(after.rows.map(({ id }) => id)).toEqual(files.rows.map(({ id }) => id));
		expect(after.rows.find(({ id }) => id === fileId)).toMatchObject({ status: "imported", jobId: job.id, quarantined: 0 });
		expect((await jobOf(job.id)).supersededByJobId).toBe(replay.jobId);
	});
});

const csvHeader = "Date,Description,Reference,Amount,Currency,Account\n";

/** Sends many bytes without holding them. */
function streamed(first: string, piece: Uint8Array, pieces: number): ReadableStream<Uint8Array> {
	let sent = -1;
	return new ReadableStream<Uint8Array>({
		pull(controller) {
			if (sent === pieces) controller.close();
			else controller.enqueue(sent < 0 ? encode(first) : piece);
			sent++;
		},
	});
}

const workbook = [
	["[Content_Types].xml", encode("<Types/>")],
	["xl/workbook.xml", encode(`<workbook><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>`)],
	["xl/_rels/workbook.xml.rels", encode(`<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`)],
] as const;

const sheet = (inside: string): Uint8Array => zipOf([...workbook, ["xl/worksheets/sheet1.xml", encode(inside)]]);

/** A sheet that unpacks to a thousand times its size. */
function bomb(): Uint8Array {
	const rows = Buffer.alloc(60_000_000, "<row><c><v>1</v></c></row>");
	rows.write("<worksheet><sheetData>");
	const packed = workbook.map(([name, bytes]) => [name, deflateRawSync(bytes), bytes.length] as const);
	return packedZip([...packed, ["xl/worksheets/sheet1.xml", deflateRawSync(rows), rows.length]]);
}

const xxe = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`;

describe("a hostile file", () => {
	it.each([
		["a CSV of one line of 50 MB", "line.csv", () => streamed(csvHeader, new Uint8Array(1_000_000).fill(120), 50), "CSV_LINE_TOO_LONG"],
		["a zip bomb", "bomb.xlsx", bomb, "XLSX_UNSAFE"],
		[
			"a workbook whose part climbs out of its folder",
			"slip.xlsx",
			() =>
				zipOf([
					["../../etc/cron.d/x", encode("x")],
					["xl/workbook.xml", encode("<x/>")],
				]),
			"XLSX_UNSAFE",
		],
		["a workbook with a document type", "xxe.xlsx", () => sheet(`${xxe}<worksheet>&e;</worksheet>`), "XLSX_UNSAFE"],
		[
			"a CAMT with a document type",
			"xxe.xml",
			() => encode(camt.replace(/^<\?xml[^>]*>/, xxe).replace("<Id>S</Id>", "<Id>&e;</Id>")),
			"FILE_XML_DTD",
		],
		["a CAMT that is cut off", "cut.xml", () => encode(camt.slice(0, camt.indexOf("</Ntry>"))), "FILE_BROKEN"],
		["a BAI2 without its trailer", "cut.bai", () => encode(bai2.slice(0, bai2.indexOf("99,"))), "FILE_CUT"],
		["a picture", "photo.csv", () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), "FILE_UNKNOWN"],
	] as const)("%s ends in a sentence, and nothing of it is written", async (_what, name, make, code) => {
		const before = await Promise.all([count("canonical_rows"), count("pages"), count("records")]);
		const { fileId, jobId } = await upload(name, make());
		const job = await jobOf(jobId);
		const row = await fileRow(fileId);
		expect(row).toMatchObject({ status: "refused", preview: null, detected: { problem: { code } } });
		expect(job.status).toBe("check");
		expect(job.summary).toMatch(/\.$/);
		expect(job.summary).toMatch(/upload|Download|Export|Save|Unpack/i);
		await expect(person.trpc.files.import.mutate({ id: fileId })).rejects.toMatchObject({ data: { code: "FILE_REFUSED" } });
		expect(await Promise.all([count("canonical_rows"), count("pages"), count("records")])).toEqual(before);
	});

	it("in Latin-1 with a BOM, semicolons and formulas is read as text: a formula stays what is written", async () => {
		const text = `\uFEFFDatum;Date;Description;Reference;Amount;Currency;Account\n1;13.10.2026;"=HYPERLINK(""http://evil.example"";""x"")";R1;-1.234,50;EUR;L-1\n2;14.10.2026;Zürich Café;+CMD|' /C calc'!A0;7,00;EUR;L-1\n`;
		for (const [name, bytes] of [
			["bom.csv", encode(text)],
			["latin.csv", new Uint8Array(Buffer.from(text.slice(1).replaceAll("L-1", "L-2"), "latin1"))],
		] as const) {
			const { rows, job, fileId } = await imported(name, bytes);
			expect(job.status).toBe("done");
			expect(rows.map(({ line }) => line.replace(/L-\d/, "L"))).toEqual([
				"2026-10-13 -123450 EUR L R1",
				"2026-10-14 700 EUR L +CMD|' /C calc'!A0",
			]);
			const [row] = await world.db.withTenant(a, (em) =>
				em.execute<{ description: string }[]>(
					"select description from canonical_rows where tenant_id = ? and group_key = ? and reference = 'R1'",
					[a.tenantId, fileId],
				),
			);
			expect(row?.description).toBe('=HYPERLINK("http://evil.example";"x")');
		}
	});
});

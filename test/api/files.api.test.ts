// An uploaded statement on its way to an import: preview, mapping, refusals in words.
import { randomUUID } from "node:crypto";
import { TRPCClientError } from "@trpc/client";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesLetIn } from "../../activities/sync/files-let-in.ts";
import { createConnection } from "../../db/sync/connection.store.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { type StoredSync, storedSync } from "../support/stored-sync.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let api: TestApi;
let browser: TestBrowser;
const connectionId = randomUUID();

const statement = `Date,Description,Reference,Amount,Currency,Balance,Account
2026-10-01,Opening balance,,,USD,100.00,USD-4471
2026-10-02,STRIPE PAYOUT,po_1,25.50,USD,125.50,USD-4471
2026-10-03,Rent,,-20.00,USD,105.50,USD-4471
2026-10-05,Card,,not money,USD,105.50,USD-4471
`;

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	for (const [tenant, id] of [
		[database.tenants[0], connectionId],
		[database.tenants[1], randomUUID()],
	] as const)
		await database.withTenant(tenant, (em) =>
			createConnection(em, {
				tenantId: tenant.tenantId,
				id,
				entityId: tenant.entityId,
				vendor: "files",
				name: "Bank",
				baseUrl: "",
				config: {},
			}),
		);
	browser = await api.as(database.tenants[0].users.preparer.email);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

async function uploaded(text = statement, name = "october.csv"): Promise<string> {
	const response = await browser.fetch(`/files/upload?${new URLSearchParams({ name })}`, { method: "POST", body: text });
	return ((await response.json()) as { fileId: string }).fileId;
}

const codeOf = async (call: Promise<unknown>): Promise<unknown> => {
	const thrown: unknown = await call.then(
		() => null,
		(error: unknown) => error,
	);
	return thrown instanceof TRPCClientError ? (thrown.data as { code: string }).code : null;
};

const looked = async (id: string) => {
	const { inspection, ...page } = await browser.trpc.files.preview.query({ id });
	if (inspection === null) throw new Error("the file is small enough to be looked at at once");
	return { ...page, ...inspection };
};

async function mapped(text = statement, name?: string): Promise<string> {
	const id = await uploaded(text, name);
	const { settings } = await looked(id);
	if (settings === null) throw new Error("no settings");
	await browser.trpc.files.saveMapping.mutate({ id, settings });
	return id;
}

let stripe: Promise<StoredSync> | undefined;
const stripeIsConnected = (): Promise<StoredSync> => (stripe ??= storedSync(database, api.deps.storage, database.tenants[0]));

test("a preview says what the file is and why, shows what can't be read row by row, and writes nothing", async () => {
	const id = await uploaded();
	const { file, detected, questions, preview } = await looked(id);
	expect(questions).toEqual([]);
	expect(detected).toMatchObject({ format: "csv", layout: { layout: "generic" }, confidence: 0.5 });
	expect(detected?.why.join(" ")).toContain("Signs are confirmed by 1 balance");
	expect([preview?.recordCount, preview?.refusedCount, preview?.refused[0]?.code]).toEqual([2, 1, "AMOUNT_UNREADABLE"]);
	expect(preview?.rows[0]).toMatchObject({ amountMinor: "2550", currency: "USD", reference: "po_1" });
	expect(preview?.notes).toMatchObject([{ kind: "opening", count: 1 }]);
	expect(preview?.totals).toMatchObject([
		{ currency: "USD", count: 2, amountMinor: "550", firstDate: "2026-10-02", lastDate: "2026-10-03" },
	]);
	expect(file).toMatchObject({ name: "october.csv", uploadedBy: database.tenants[0].users.preparer.name });
	expect((await looked(id)).file.status).toBe(file.status);
});

test("an import needs a confirmed mapping; then it becomes a job of the connection", async () => {
	const id = await uploaded();
	expect(await codeOf(browser.trpc.files.import.mutate({ id }))).toMatch(/MAPPING_MISSING|FILE_BUSY/);
	const { settings } = await looked(id);
	if (settings === null) throw new Error("no settings");
	await browser.trpc.files.saveMapping.mutate({ id, settings });
	const { jobId } = await browser.trpc.files.import.mutate({ id, reason: "the amount that can't be read comes by hand" });
	const listed = (await browser.trpc.files.list.query({ connectionId })).rows.find((row) => row.id === id);
	expect(listed).toMatchObject({ status: "mapped", jobId, title: "Any bank · Bank statement", recordCount: 2 });
});

test("a mapping that leaves a question open is refused with that question", async () => {
	const id = await uploaded();
	const { table } = await looked(id);
	if (table === null) throw new Error("no table");
	const settings = { ...table, columns: { ...table.columns, amount: null } };
	expect(await codeOf(browser.trpc.files.saveMapping.mutate({ id, settings }))).toBe("MAPPING_INCOMPLETE");
});

test("a file that is no CSV says so instead of guessing", async () => {
	const id = await uploaded('Date,Amount\n"2026-10-01,1.00\n');
	const { problem, preview } = await looked(id);
	expect([problem?.code, preview]).toEqual(["CSV_BROKEN", null]);
});

test("settings that were made up can't make the API fail", async () => {
	const id = await uploaded();
	const { table } = await looked(id);
	if (table === null) throw new Error("no table");
	for (const settings of [
		{ ...table, delimiter: '"' },
		{ ...table, delimiter: "\n" },
		{ ...table, headerRow: 200 },
		{ ...table, layout: "no-such-layout" },
		{ ...table, format: "xlsx" as const, sheet: "none" },
		{ ...table, columns: { ...table.columns, date: 400, amount: 400 } },
	]) {
		const code = await codeOf(browser.trpc.files.preview.query({ id, settings }));
		expect([settings.delimiter, settings.headerRow, code === "INTERNAL"]).toEqual([settings.delimiter, settings.headerRow, false]);
	}
	expect(await codeOf(browser.trpc.files.preview.query({ id, settings: { format: "csv" } }))).toBe("INPUT");
});

test("another layout can be chosen, and is read with its own columns", async () => {
	const id = await uploaded("Date,Description,Credit,Debit\n2026-10-02,in,25.50,\n2026-10-03,out,,20.00\n");
	const first = await looked(id);
	expect(first.detected?.layout?.layout).toBe("quickbooks-4-columns");
	expect(first.questions.map(({ field }) => field)).toEqual(["currency", "account", "signs"]);
	const { inspection } = await browser.trpc.files.preview.query({ id, layout: "generic" });
	expect(inspection?.questions.map(({ field }) => field)).toEqual(["currency", "account"]);
});

test("what was confirmed for one file is used for the next of its kind, in this tenant only, and the file's own words go first", async () => {
	const text = (day: string) => `Posted,What,Betrag\n${day}.10.2026,a,"1,50"\n`;
	const first = await uploaded(text("02"), "one.csv");
	const { table } = await looked(first);
	if (table === null) throw new Error("no table");
	const columns = { ...table.columns, date: 0, description: 1, amount: 2 };
	const settings = { ...table, columns, dateOrder: "dmy" as const, currency: "EUR", account: "EUR-1" };
	await browser.trpc.files.saveMapping.mutate({ id: first, settings });
	const second = await looked(await uploaded(text("03"), "two.csv"));
	expect(second.detected?.remembered).toBe(true);
	expect(second.questions).toEqual([]);
	expect(second.preview?.totals).toMatchObject([{ account: "EUR-1", currency: "EUR", amountMinor: "150", firstDate: "2026-10-03" }]);
	const other = await api.as(database.tenants[1].users.admin.email);
	const response = await other.fetch("/files/upload?name=three.csv", { method: "POST", body: text("04") });
	const { fileId } = (await response.json()) as { fileId: string };
	const elsewhere = await other.trpc.files.preview.query({ id: fileId });
	expect(elsewhere.inspection?.detected?.remembered).toBe(false);
});

test("a file with the same records is recognised in another wrapping, and imported only with a reason", async () => {
	const rows = ["2026-11-02,A,R1,10.00,USD,ACC-9", "2026-11-03,B,R2,-4.00,USD,ACC-9"];
	const first = await mapped(`Date,Description,Reference,Amount,Currency,Account\n${rows.join("\n")}\n`, "comma.csv");
	await browser.trpc.files.import.mutate({ id: first });
	const again = `Account;Currency;Amount;Date;Reference;Description\nACC-9;USD;-4,00;03.11.2026;R2;B\nACC-9;USD;10,00;02.11.2026;R1;A\nACC-9;USD;0,00;13.11.2026;Z;zero\n`;
	expect((await looked(await uploaded(again, "more.csv"))).duplicate).toBeNull();
	const same = await mapped(again.replace(/ACC-9;USD;0,00.*\n/, "").replaceAll(".11.2026", ".11.2026"), "semicolon.csv").catch(() => null);
	// Without a day above 12 the order of day and month is asked; answered, the records are the first file's.
	expect(same).toBeNull();
	const id = await uploaded(again.replace(/ACC-9;USD;0,00.*\n/, ""), "semicolon.csv");
	const { table } = await looked(id);
	if (table === null) throw new Error("no table");
	await browser.trpc.files.saveMapping.mutate({ id, settings: { ...table, dateOrder: "dmy" } });
	expect((await looked(id)).duplicate).toMatchObject({ id: first, name: "comma.csv" });
	expect(await codeOf(browser.trpc.files.import.mutate({ id }))).toBe("REASON_MISSING");
	await browser.trpc.files.import.mutate({ id, reason: "the bank sent it twice" });
	expect((await browser.trpc.files.preview.query({ id })).accepted).toMatchObject({
		reason: "the bank sent it twice",
		by: database.tenants[0].users.preparer.name,
		of: ["duplicate"],
	});
});

test("balances that don't tie are no silent import", async () => {
	const id = await mapped(
		"Date,Description,Amount,Currency,Balance,Account\n2026-12-02,a,1.00,USD,101.00,B\n2026-12-14,b,1.00,USD,103.00,B\n",
	);
	expect((await looked(id)).preview?.proofs).toMatchObject([{ verdict: "differs" }]);
	expect(await codeOf(browser.trpc.files.import.mutate({ id }))).toBe("REASON_MISSING");
});

test("an export of a source that is connected is not imported beside it", async () => {
	const stripe = await stripeIsConnected();
	const id = await mapped(
		"id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC)\ntxn_1,charge,ch_1,10.00,0.59,9.41,usd,2026-10-01 10:00,2026-10-13 00:00\n",
	);
	expect((await looked(id)).liveSource).toMatchObject({ id: stripe.connectionId, name: "Stripe" });
	expect(await codeOf(browser.trpc.files.import.mutate({ id }))).toBe("SOURCE_CONNECTED");
});

test("an import takes nothing along that needs a reason or a refusal of its own", async () => {
	const { tenantId } = database.tenants[0];
	await stripeIsConnected();
	const calm = await mapped("Date,Description,Amount,Currency,Account\n2026-12-20,calm,1.00,USD,CALM\n", "calm.csv");
	const rows = "Date,Description,Amount,Currency,Balance,Account\n2026-12-21,a,1.00,USD,101.00,T\n2026-12-22,b,1.00,USD,109.00,T\n";
	const off = await mapped(rows, "off.csv");
	const twice = await mapped("Date,Description,Amount,Currency,Account\n2026-12-20,calm,1.00,USD,CALM\n", "twice.csv");
	const connected = await mapped(
		"id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC)\ntxn_2,charge,ch_2,10.00,0.59,9.41,usd,2026-10-02 10:00,2026-10-14 00:00\n",
	);
	const letIn = () => database.withTenant(tenantId, (em) => filesLetIn(em, { tenantId, connectionId }));
	const taken = async () => (await letIn()).flatMap(({ id }) => (([calm, off, twice, connected] as string[]).includes(id) ? [id] : []));
	expect(await taken()).toEqual([calm]);
	await browser.trpc.files.import.mutate({ id: off, reason: "the bank corrects it tomorrow" });
	expect(await taken()).toEqual([calm, off]);
	expect(await codeOf(browser.trpc.files.saveMapping.mutate({ id: off, settings: (await looked(off)).settings ?? never() }))).toBe(
		"FILE_BUSY",
	);
	const stranger = await api.as(database.tenants[1].users.preparer.email);
	expect(await codeOf(stranger.trpc.files.import.mutate({ id: calm }))).toBe("NOT_FOUND");
});

test("a file is judged as it is when it is let in, not as it was when somebody began to ask", async () => {
	const [tenant] = database.tenants;
	const owner = await api.as(tenant.users.owner.email);
	const content = { action: "files.import" as const, above: { minor: "100000", currency: "USD" }, decides: "changes.decide" as const };
	await owner.trpc.policies.publish.mutate({ name: "Big", rule: { kind: "approval", content }, basedOn: 0, reason: "Four eyes" });
	const id = await mapped("Date,Description,Amount,Currency,Account\n2026-12-28,swap,1.00,USD,SWAP\n", "swap.csv");
	const admin = new pg.Client({ connectionString: database.adminUrl });
	await admin.connect();
	const waiting = async () =>
		(await admin.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rowCount;
	// Somebody reads the file otherwise, which makes it worth more, while its import is being asked for.
	const asked: Promise<{ readonly waits: unknown }>[] = [];
	await database.withTenant(tenant, async (em) => {
		await em.execute(`update files set preview = jsonb_set(preview, '{totals,0,inMinor}', '"99999999"') where id = ?::uuid`, [id]);
		asked.push(browser.trpc.files.import.mutate({ id }));
		await expect.poll(waiting).toBeGreaterThan(0);
	});
	await admin.end();
	expect((await asked[0])?.waits).not.toBeNull();
	expect((await looked(id)).file.jobId, "nothing is let in before the answer").toBeNull();
});

const never = (): never => {
	throw new Error("no settings");
};

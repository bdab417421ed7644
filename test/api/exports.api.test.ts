// Exports and saved views by HTTP: what a file says, who gets it, and that no company sees another's.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportById, insertExport, markReady } from "../../db/sync/export.store.ts";
import { insertRequested } from "../../db/jobs/job.store.ts";
import { exportId } from "../../workflows/core/workflow-ids.ts";
import { attack } from "../attacks/attack.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";
import { unzipped } from "../support/unzipped.ts";
import { storedRun } from "../support/stored-run.ts";
import { storedSync } from "../support/stored-sync.ts";

let database: TestDatabase;
let api: TestApi;
let auditor: TestBrowser;
let preparer: TestBrowser;
let birchAuditor: TestBrowser;
let alderRun: string;
let birchRun: string;

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	const [alder, birch] = database.tenants;
	alderRun = await storedRun(database, alder, await storedSync(database, api.deps.storage, alder, 5), { matches: 3, exceptions: 4 });
	birchRun = await storedRun(database, birch, await storedSync(database, api.deps.storage, birch, 4), { matches: 2, exceptions: 2 });
	auditor = await api.as(alder.users.auditor.email);
	preparer = await api.as(alder.users.preparer.email);
	birchAuditor = await api.as(birch.users.auditor.email);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

const columns = [
	{ id: "ledgerDate", title: "Available" },
	{ id: "naturalKey", title: "Id" },
	{ id: "amount", title: "Amount" },
	{ id: "fee", title: "Fee" },
];
const asked = {
	list: "explorer",
	title: "Balance entries",
	columns,
	filter: { kind: "balance_entry", sort: "naturalKey" },
	words: [{ label: "Category", value: "all" }],
};

const post = (browser: TestBrowser, body: object): Promise<Response> =>
	browser.fetch("/exports", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

describe("an export that fits an answer", () => {
	test("CSV carries ISO dates and plain numbers of the own company alone, and amounts never without their currency", async () => {
		const response = await post(auditor, { ...asked, format: "csv" });
		expect(response.status).toBe(200);
		expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="Balance entries \d{4}-\d\d-\d\d\.csv"/);
		expect(response.headers.get("cache-control")).toBe("no-store");
		const text = await response.text();
		expect(text.split("\r\n")).toEqual([
			"Available,Id,Amount,Fee,Currency",
			...[0, 1, 2, 3, 4].map((i) => `2026-10-0${i + 1},txn_USD_${i},${10 + i}.00,0.59,USD`),
			"",
		]);
		expect(await (await post(birchAuditor, { ...asked, format: "csv" })).text()).not.toContain("txn_USD");
	});

	test("a workbook's numbers are numbers, its days are dates, and its last sheet says filters, totals, when and who", async () => {
		const response = await post(auditor, { ...asked, format: "xlsx" });
		expect(response.headers.get("content-type")).toContain("spreadsheetml.sheet");
		const files = unzipped(Buffer.from(await response.arrayBuffer()));
		expect(files["xl/workbook.xml"]).toContain('name="Balance entries"');
		const rows = files["xl/worksheets/sheet1.xml"] ?? "";
		expect(rows).toContain('<c s="2"><v>46296</v></c>');
		expect(rows).toContain("<c><v>10.00</v></c><c><v>0.59</v></c>");
		const about = files["xl/worksheets/sheet2.xml"] ?? "";
		for (const said of ["Category", "Rows in USD", "Total Amount, USD", "60.00", "Read at", "auditor@"]) expect(about).toContain(said);
	});

	test("chosen rows alone, in the columns' order", async () => {
		const { rows } = await auditor.trpc.explorer.rows.query({ kind: "balance_entry", limit: 2 });
		const filter = { ...asked.filter, ids: rows.map((row) => row.id) };
		const text = await (await post(auditor, { ...asked, columns: [...columns].reverse(), filter, format: "csv" })).text();
		expect(text.trim().split("\r\n")).toHaveLength(3);
		expect(text).toContain("Fee,Amount,Id,Available,Currency");
	});

	test("jobs are exported as they are listed", async () => {
		const text = await (
			await post(auditor, {
				list: "jobs",
				title: "Jobs",
				format: "csv",
				filter: {},
				columns: [
					{ id: "title", title: "Job" },
					{ id: "status", title: "Status" },
				],
			})
		).text();
		expect(text).toBe("\uFEFFJob,Status\r\nSync Stripe,requested\r\n".replace("\uFEFF", ""));
	});

	const exceptions = {
		list: "exceptions",
		title: "Exceptions 2026-10",
		columns: [
			{ id: "type", title: "Type" },
			{ id: "date", title: "Day" },
			{ id: "leaf", title: "Leaf" },
			{ id: "sentence", title: "What it is" },
			{ id: "difference", title: "Difference" },
		],
	};
	const matches = {
		list: "matches",
		title: "Matches 2026-10",
		columns: [
			{ id: "leaf", title: "Leaf" },
			{ id: "why", title: "Why" },
			{ id: "a", title: "Stripe" },
			{ id: "residual", title: "Residual" },
			{ id: "aRows", title: "Rows of Stripe" },
		],
	};
	const linesOf = async (browser: TestBrowser, body: object): Promise<string[]> => {
		const response = await post(browser, { ...body, format: "csv" });
		expect(response.status).toBe(200);
		return (await response.text()).trim().split("\r\n");
	};

	attack("formula-cells", () => {
		test("a run's exceptions by type and leaf, amounts with their currency, and no text of theirs is run by a spreadsheet", async () => {
			const line = (type: string, i: number) => `${type},2026-10-05,x-0000${i},"'=HYPERLINK(""http://x"") of ${i}",1.0${i},USD`;
			expect(await linesOf(auditor, { ...exceptions, filter: { runId: alderRun } })).toEqual([
				"Type,Day,Leaf,What it is,Difference,Currency",
				line("missing_in_ledger", 1),
				line("missing_in_ledger", 3),
				line("wrong_amount", 2),
				line("wrong_amount", 4),
			]);
			const some = await linesOf(auditor, { ...exceptions, filter: { runId: alderRun, type: "wrong_amount" } });
			expect(some.slice(1)).toEqual([line("wrong_amount", 2), line("wrong_amount", 4)]);
			expect(await linesOf(auditor, { ...exceptions, filter: { runId: alderRun, currency: "GBP" } })).toHaveLength(1);
			const about = unzipped(
				Buffer.from(await (await post(auditor, { ...exceptions, filter: { runId: alderRun }, format: "xlsx" })).arrayBuffer()),
			);
			for (const said of ["Rows in USD", "Total Difference, USD", "4.10"]) expect(about["xl/worksheets/sheet2.xml"]).toContain(said);
		});
	});

	test("a run's matches by leaf, with why and the rows that they tie", async () => {
		const line = (i: number, pass: string) => `m-0000${i},"${pass}: =same, amount",10.00,0.01,ch_0,USD`;
		expect(await linesOf(auditor, { ...matches, filter: { runId: alderRun } })).toEqual([
			"Leaf,Why,Stripe,Residual,Rows of Stripe,Currency",
			line(1, "exact"),
			line(2, "tolerance"),
			line(3, "exact"),
		]);
		expect(await linesOf(auditor, { ...matches, filter: { runId: alderRun, pass: "tolerance" } })).toHaveLength(2);
		const shown = await auditor.trpc.reconciliations.matches.query({ runId: alderRun, currency: "GBP", limit: 10 });
		expect(shown).toMatchObject({ rows: [], total: 0 });
	});

	test.each([exceptions, matches])("$list of another company's run are not in the file, and the own are in theirs", async (list) => {
		expect(await linesOf(birchAuditor, { ...list, filter: { runId: alderRun } })).toHaveLength(1);
		expect(await linesOf(birchAuditor, { ...list, filter: { runId: birchRun } })).toHaveLength(3);
		expect((await post(api.browser(), { ...list, filter: { runId: alderRun }, format: "csv" })).status).toBe(401);
		expect((await post(auditor, { ...list, filter: { runId: "1 or 1=1" }, format: "csv" })).status).toBe(400);
	});

	test.each([
		["a column that the list lacks", { ...asked, format: "csv", columns: [{ id: "secret", title: "Secret" }] }],
		["a list there isn't", { ...asked, format: "csv", list: "sessions" }],
		["a format there isn't", { ...asked, format: "exe" }],
		["a sort that isn't a column", { ...asked, format: "csv", filter: { kind: "payout", sort: "id;drop" } }],
	])("%s is refused in words", async (_what, body) => {
		const response = await post(auditor, body);
		expect(response.status).toBe(400);
		expect(((await response.json()) as { error: { message: string } }).error.message.length).toBeGreaterThan(10);
	});

	test("nobody without a session, and no form of another site, gets a file", async () => {
		expect((await post(api.browser(), { ...asked, format: "csv" })).status).toBe(401);
		const form = await auditor.fetch("/exports", { method: "POST", headers: { "content-type": "text/plain" }, body: "{}" });
		expect(form.status).toBe(403);
	});
});

describe("the file of an export that was a job", () => {
	const ready = async (requestedBy: string): Promise<string> => {
		const [alder] = database.tenants;
		const { tenantId } = alder;
		const id = randomUUID();
		const stored = await api.deps.storage.put(tenantId, new TextEncoder().encode("a,b\r\n1,2\r\n"));
		await database.withTenant(alder, async (em) => {
			await insertRequested(em, {
				tenantId,
				id,
				kind: "export",
				title: "Export balance entries",
				businessKey: "rows.csv",
				workflowId: exportId(tenantId, id),
				requestedBy,
				correlationId: "test",
				input: {},
			});
			const request = { list: "explorer", filters: { kind: "payout" }, sort: [] } as const;
			const state = { request, columns: [], title: "Payouts", words: [], askedBy: "", company: "" };
			await insertExport(em, { tenantId, id, requestedBy, name: "réponse 1.csv", format: "csv", state });
			const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
			await markReady(em, { tenantId, id, rowCount: 1, sizeBytes: stored.sizeBytes, objectKey: stored.key, expiresAt });
		});
		return id;
	};

	attack("side-doors", () => {
		test("goes to who asked for it, and is hidden from colleagues and other companies", async () => {
			const id = await ready(database.tenants[0].users.auditor.userId);
			const mine = await auditor.fetch(`/exports/${id}`);
			expect([mine.status, await mine.text()]).toEqual([200, "a,b\r\n1,2\r\n"]);
			expect(mine.headers.get("content-disposition")).toContain("filename*=UTF-8''r%C3%A9ponse%201.csv");
			for (const other of [preparer, birchAuditor]) expect((await other.fetch(`/exports/${id}`)).status).toBe(404);
			expect(await preparer.trpc.exports.get.query({ id })).toMatchObject({ own: false, status: "ready" });
			await expect(birchAuditor.trpc.exports.get.query({ id })).rejects.toThrow("no export with this id in this company");
			expect((await auditor.fetch(`/exports/${randomUUID()}`)).status).toBe(404);
			expect((await auditor.fetch("/exports/..%2F..%2Fetc")).status).toBe(404);
		});
	});

	test("is gone after its time, and says so", async () => {
		const [alder] = database.tenants;
		const id = await ready(alder.users.auditor.userId);
		await database.withTenant(alder, (em) =>
			em.execute("update exports set expires_at = now() - interval '1 minute' where tenant_id = ? and id = ?", [alder.tenantId, id]),
		);
		const response = await auditor.fetch(`/exports/${id}`);
		expect(((await response.json()) as { error: { message: string } }).error.message).toContain("kept for seven days");
		expect((await database.withTenant(alder, (em) => exportById(em, alder.tenantId, id)))?.status).toBe("expired");
	});
});

describe("saved views", () => {
	const view = { list: "explorer", name: "Refunds of October", shared: false, state: { kind: "balance_entry", category: "refund" } };

	test("a private one is the owner's alone, a shared one everybody's in the company and nobody's elsewhere", async () => {
		const { id } = await auditor.trpc.views.create.mutate(view);
		expect(await auditor.trpc.views.list.query({ list: "explorer" })).toMatchObject([{ ...view, id, own: true }]);
		expect(await preparer.trpc.views.list.query({})).toEqual([]);
		await auditor.trpc.views.change.mutate({ id, shared: true, name: "Refunds" });
		expect(await preparer.trpc.views.list.query({})).toMatchObject([{ id, name: "Refunds", own: false, state: view.state }]);
		expect(await birchAuditor.trpc.views.list.query({})).toEqual([]);
		for (const other of [preparer, birchAuditor]) {
			await expect(other.trpc.views.change.mutate({ id, name: "Mine now" })).rejects.toThrow("no saved view");
			await expect(other.trpc.views.remove.mutate({ id })).rejects.toThrow("no saved view");
		}
		const removed = await auditor.trpc.views.remove.mutate({ id });
		expect(removed).toEqual({ ...view, id, name: "Refunds", shared: true });
		expect(await auditor.trpc.views.list.query({})).toEqual([]);
	});

	test("new ones stand behind the others, and there is an end to them", async () => {
		const names = Array.from({ length: 50 }, (_, i) => `View ${i}`);
		for (const name of names) await auditor.trpc.views.create.mutate({ ...view, list: "jobs", name });
		const listed = await auditor.trpc.views.list.query({ list: "jobs" });
		expect(listed.map(({ name }) => name)).toEqual(names);
		await expect(auditor.trpc.views.create.mutate({ ...view, list: "jobs" })).rejects.toThrow("50 saved views");
		await expect(auditor.trpc.views.create.mutate({ ...view, name: "  " })).rejects.toThrow("Give the view a name");
		await expect(auditor.trpc.views.create.mutate({ ...view, state: { "<script>": "x" } })).rejects.toMatchObject({
			data: { httpStatus: 400 },
		});
	});
});

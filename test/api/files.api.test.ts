// An uploaded statement on its way to an import: preview, mapping, refusals in words.
import { randomUUID } from "node:crypto";
import { TRPCClientError } from "@trpc/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createConnection } from "../../db/sync/connection.store.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
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
	const [alder] = database.tenants;
	await database.withTenant(alder, (em) =>
		createConnection(em, {
			tenantId: alder.tenantId,
			id: connectionId,
			entityId: alder.entityId,
			vendor: "files",
			name: "Bank",
			baseUrl: "",
			config: {},
		}),
	);
	browser = await api.as(alder.users.preparer.email);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

async function uploaded(text = statement): Promise<string> {
	const response = await browser.fetch("/files/upload?name=october.csv", { method: "POST", body: text });
	return ((await response.json()) as { fileId: string }).fileId;
}

const codeOf = async (call: Promise<unknown>): Promise<unknown> => {
	const thrown: unknown = await call.then(
		() => null,
		(error: unknown) => error,
	);
	return thrown instanceof TRPCClientError ? (thrown.data as { code: string }).code : null;
};

test("a preview reads the columns, shows what can't be read row by row, and writes nothing", async () => {
	const id = await uploaded();
	const { file, preview } = await browser.trpc.files.preview.query({ id });
	expect(preview.questions).toEqual([]);
	expect([preview.movementCount, preview.errorCount, preview.errors[0]?.row]).toEqual([2, 1, 5]);
	expect(preview.rows.find((row) => row.row === 3)?.read).toMatchObject({ minor: "2550", currency: "USD", reference: "po_1" });
	expect(file).toMatchObject({ status: "uploaded", name: "october.csv", uploadedBy: database.tenants[0].users.preparer.name });
});

test("an import needs a confirmed mapping; then it becomes a job of the connection", async () => {
	const id = await uploaded();
	expect(await codeOf(browser.trpc.files.import.mutate({ id }))).toBe("MAPPING_MISSING");
	const { preview } = await browser.trpc.files.preview.query({ id });
	await browser.trpc.files.saveMapping.mutate({ id, mapping: preview.mapping });
	const { jobId } = await browser.trpc.files.import.mutate({ id });
	const listed = (await browser.trpc.files.list.query({ connectionId })).rows.find((row) => row.id === id);
	expect(listed).toMatchObject({ status: "mapped", jobId });
});

test("a mapping that leaves a question open is refused with that question", async () => {
	const id = await uploaded();
	const { preview } = await browser.trpc.files.preview.query({ id });
	const mapping = { ...preview.mapping, columns: { ...preview.mapping.columns, amount: null } };
	expect(await codeOf(browser.trpc.files.saveMapping.mutate({ id, mapping }))).toBe("MAPPING_INCOMPLETE");
});

test("a file that is no CSV says so instead of guessing", async () => {
	const id = await uploaded('Date,Amount\n"2026-10-01,1.00\n');
	const { preview } = await browser.trpc.files.preview.query({ id });
	expect(preview.problem?.code).toBe("CSV_BROKEN");
	expect(await codeOf(browser.trpc.files.saveMapping.mutate({ id, mapping: preview.mapping }))).toBe("FILE_UNREADABLE");
});

test("a mapping that was made up can't make the API fail", async () => {
	const id = await uploaded();
	const { preview } = await browser.trpc.files.preview.query({ id });
	for (const mapping of [
		{ ...preview.mapping, delimiter: '"' },
		{ ...preview.mapping, delimiter: "\n" },
		{ ...preview.mapping, headerRow: 200 },
		{ ...preview.mapping, columns: { ...preview.mapping.columns, date: 400, amount: 400 } },
	]) {
		const code = await codeOf(browser.trpc.files.preview.query({ id, mapping }));
		expect([mapping.delimiter, mapping.headerRow, code === "INTERNAL"]).toEqual([mapping.delimiter, mapping.headerRow, false]);
	}
});

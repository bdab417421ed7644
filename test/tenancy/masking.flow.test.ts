// What a policy masks comes out nowhere: every maskable place says a text of its own, everything that reads is asked as a masked role, and
// as one that isn't, so that a text that nobody can see counts for nothing.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RestRoute } from "../../api/http/rest/route.ts";
import { restRoutes } from "../../api/http/rest/routes.ts";
import { exportInput, exportRequest } from "../../api/sync/export.schema.ts";
import { maskedViews } from "../../db/masking.ts";
import { exportById, exportSource, insertExport } from "../../db/sync/export.store.ts";
import { tables } from "../../db/tables.ts";
import { withTenant } from "../../db/tenant-scope.ts";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import { streamOfKind } from "../../domain/sync/vendors/files.ts";
import { coveredKey, keyForms } from "../../domain/tenancy/policies/masked-keys.ts";
import { maskableFields, maskedColumns, type Masks } from "../../domain/tenancy/policies/masking.ts";
import type { Permission } from "../../domain/tenancy/permissions.ts";
import { scopeWords } from "../../domain/tenancy/api-key.ts";
import { exportId } from "../../workflows/core/workflow-ids.ts";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { call, filled, guarded } from "../support/procedures.ts";
import { ask } from "../support/rest.ts";
import { testKeys, type TestTemporal, testTemporal } from "../support/temporal.ts";
import { unzipped } from "../support/unzipped.ts";
import { goldenKeys } from "./file-keys.ts";
import { foundIn, type Planted, plant, plantedBytes, plantedPlaces, plantRows } from "./planted-rows.ts";

let db: TestDatabase;
let engine: TestTemporal;
let api: TestApi;
let alder: TestTenant;
let birch: TestTenant;
let planted: Planted;
let elsewhere: Planted;
/** Masked in the first company; in the second nothing is. */
let masked: TestBrowser;
let owner: TestBrowser;

const maskedRoles = ["admin", "integration"];

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, { queue: "recon" });
	api = await testApi(db, { deps: { temporal: engine.temporal, keys: testKeys, storage: engine.deps.storage } });
	[alder, birch] = db.tenants;
	planted = await plantRows(db, engine.deps.storage, alder);
	elsewhere = await plantRows(db, engine.deps.storage, birch);
	owner = await api.as(alder.users.owner.email);
	masked = await api.as(alder.users.admin.email);
	const content = { roles: { mode: "these" as const, refs: maskedRoles }, columns: [...maskedColumns] };
	await owner.trpc.policies.publish.mutate({
		name: "Nothing that names",
		rule: { kind: "masking", content },
		basedOn: 0,
		reason: "Test",
	});
});
afterAll(async () => {
	await api?.close();
	await engine?.close();
	await db?.close();
});

const queries = guarded.filter(({ type, path }) => type === "query" && !path.startsWith("policies."));

/** Everything that the procedures that read say to this person, with every id for every id. */
async function everythingRead(browser: TestBrowser, { ids }: Planted): Promise<string> {
	const texts: string[] = [];
	for (const procedure of queries)
		for (const id of procedure.input === undefined ? [""] : ids) {
			const input = procedure.input === undefined ? undefined : filled(procedure.input, id);
			texts.push(await (await call(browser, procedure, input)).text());
		}
	for (const kind of canonicalKinds) texts.push(JSON.stringify(await browser.trpc.explorer.rows.query({ kind })));
	for (const text of ["PLANTED", "key of", "2026-10"]) texts.push(JSON.stringify(await browser.trpc.explorer.search.query({ text })));
	return texts.join("\n");
}

const exportedLists = (runId: string) => [
	...canonicalKinds.map((kind) => ({ list: "explorer" as const, filter: { kind, sort: "naturalKey" } })),
	{ list: "exceptions" as const, filter: { runId } },
	{ list: "matches" as const, filter: { runId } },
	{ list: "payouts" as const, filter: { runId, view: "payouts" as const, sort: "ledgerDate" as const } },
];
const requestOf = (asked: ReturnType<typeof exportedLists>[number]) =>
	exportRequest(exportInput.parse({ ...whole(asked), columns: [{ id: "x", title: "x" }] }));
const whole = (asked: object) => ({ ...asked, title: "All", words: [], format: "csv" });

/** Every list as a file, every column in it. */
async function everythingExported(browser: TestBrowser, runId: string): Promise<string> {
	const texts: string[] = [];
	for (const asked of exportedLists(runId)) {
		const columns = exportSource(requestOf(asked)).columns.map(({ id }) => ({ id, title: id }));
		for (const format of ["csv", "xlsx"]) {
			const response = await browser.fetch("/exports", {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({ ...whole(asked), columns, format }),
			});
			expect([asked.list, response.status]).toEqual([asked.list, 200]);
			const bytes = Buffer.from(await response.arrayBuffer());
			texts.push(format === "csv" ? bytes.toString("utf8") : JSON.stringify(unzipped(bytes)));
		}
	}
	return texts.join("\n");
}

/** The file that a job writes of bank lines for this person. */
async function exportedByJob(userId: string): Promise<string> {
	const { tenantId } = alder;
	const request = requestOf({ list: "explorer", filter: { kind: "bank_line", sort: "naturalKey" } });
	const { columns } = exportSource(request);
	const job = await engine.request({
		tenantId,
		kind: "export",
		title: "Export",
		businessKey: "x",
		workflowId: exportId(tenantId, randomUUID()),
		requestedBy: userId,
		correlationId: "test",
		input: {},
	});
	const state = {
		request,
		columns: columns.map((column) => ({ ...column, title: column.id })),
		title: "All",
		words: [],
		askedBy: "",
		company: "",
	};
	await db.withTenant(alder, (em) =>
		insertExport(em, { tenantId, id: job.jobId, name: "x.csv", format: "csv", requestedBy: userId, state }),
	);
	await job.afterCommit();
	expect(await engine.closed(tenantId, job.jobId)).toBe("done");
	const made = await db.withTenant(alder, (em) => exportById(em, tenantId, job.jobId));
	return new TextDecoder().decode(await engine.deps.storage.get(tenantId, made?.objectKey ?? ""));
}

/** Everything that REST gives a key of the company. */
async function everythingByRest(maker: TestBrowser, { ids }: Planted): Promise<string> {
	const scopes = Object.keys(scopeWords) as Permission[];
	const { secret: bearer } = await maker.trpc.apiKeys.create.mutate({ name: "Reader", scopes, expiresInDays: 1, entityIds: null });
	const texts: string[] = [];
	for (const procedure of queries) {
		const route = (restRoutes as Readonly<Record<string, RestRoute>>)[procedure.path];
		if (route === undefined) continue;
		for (const id of procedure.input === undefined ? [""] : ids) {
			const input = (procedure.input === undefined ? {} : (filled(procedure.input, id) as Record<string, unknown>)) ?? {};
			const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
			const query = new URLSearchParams(
				Object.entries(input).flatMap(([name, value]) =>
					typeof value === "object" || route.path.includes(`{${name}}`) ? [] : [[name, `${value as string | number | boolean}`]],
				),
			);
			texts.push((await ask(api, "GET", `${path}?${query}`, { bearer })).text);
		}
	}
	expect(texts.length).toBeGreaterThan(20);
	return texts.join("\n");
}

const expectNothing = (text: string): void => {
	expect([...foundIn(text)]).toEqual([]);
	expect(text).not.toContain(plantedBytes);
	expect(text).toContain("•••");
};
/** Kept for what no answer repeats: a replay's plan that isn't whole, a file that isn't read any more. The views cover them all the same. */
const onlyInRows = ["files.preview", "replays.outcome", "replays.options", "replays.plan"];

describe("a masked role", () => {
	test("reads none of the planted texts by any procedure or search, where an owner reads them all", async () => {
		const seen = await everythingRead(owner, planted);
		const found = foundIn(seen);
		expect(plantedPlaces.filter((place) => !found.has(place))).toEqual(onlyInRows);
		expect(seen).toContain(plantedBytes);
		expect(planted.keys.filter((key) => !seen.includes(key))).toEqual([]);
		const covered = await everythingRead(masked, planted);
		expectNothing(covered);
		expect(covered).toContain("•••:2026-10-03:-300:•••:1");
	});

	test("finds none in a row of any table, whatever is asked", async () => {
		const rowsOf = (masks: Masks) =>
			withTenant(db.orm, { tenantId: alder.tenantId, userId: alder.users.admin.userId, entityIds: null, masks }, async (em) => {
				const texts: string[] = [];
				for (const table of Object.keys(tables)) texts.push(JSON.stringify(await em.execute(`select * from ${table}`)));
				return texts.join("\n");
			});
		const found = foundIn(await rowsOf(new Set()));
		expect(plantedPlaces.filter((place) => !found.has(place))).toEqual([]);
		expectNothing(await rowsOf(new Set(maskedColumns)));
		expect([...foundIn(await rowsOf(new Set(["bank_line.description"])))]).toContain("ledger_line.description");
		expect(foundIn(await rowsOf(new Set(["bank_line.description"]))).has("bank_line.description")).toBe(false);
		const numbers = await rowsOf(new Set(["bank_line.account"]));
		expect(foundIn(numbers).has("bank_line.account")).toBe(false);
		expect(numbers).toContain(`•••:2026-10-03:-300:${plant("bank_line.reference")}:1`);
	});

	test("gets none in a file, at once or as a job", async () => {
		const { runId } = planted;
		const free = foundIn(await everythingExported(owner, runId));
		expect(maskedColumns.filter((place) => !free.has(place))).toEqual([]);
		expect([...free]).toEqual(expect.arrayContaining(["exceptions.sentence", "matches.leaf", "payout_rows.label"]));
		expectNothing(await everythingExported(masked, runId));
		expect([...foundIn(await exportedByJob(alder.users.owner.userId))]).toContain("bank_line.description");
		expectNothing(await exportedByJob(alder.users.admin.userId));
	});

	test("gets none through REST, where another company's key gets its own", async () => {
		const other = await api.as(birch.users.owner.email);
		expect([...foundIn(await everythingByRest(other, elsewhere))]).toEqual(
			expect.arrayContaining(["balance_entry.reference", "exceptions.sentence", "payout_proofs.sentence"]),
		);
		expectNothing(await everythingByRest(owner, planted));
	});

	test("is refused in words when it sorts or filters by what is masked, and when it opens what the source sent", async () => {
		const refused = (field: string, verb: string) =>
			expect.objectContaining({
				data: expect.objectContaining({ code: "MASKED" }),
				message: expect.stringMatching(new RegExp(`${field}.*masked.*${verb}`)),
			});
		await expect(masked.trpc.explorer.rows.query({ kind: "bank_line", sort: "-account" })).rejects.toEqual(refused("Account", "sorted"));
		await expect(masked.trpc.explorer.rows.query({ kind: "bank_line", reference: "x" })).rejects.toEqual(refused("Reference", "filtered"));
		await expect(masked.trpc.explorer.totals.query({ kind: "bank_line", account: "x" })).rejects.toEqual(refused("Account", "filtered"));
		const list = { list: "explorer", filter: { kind: "bank_line", sort: "document" }, columns: [{ id: "naturalKey", title: "Id" }] };
		const file = await masked.fetch("/exports", {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ ...whole(list), columns: list.columns }),
		});
		expect([file.status, await file.text()]).toEqual([400, expect.stringContaining("Document of bank lines is masked")]);
		const [, recordId = ""] = planted.ids;
		const record = await masked.trpc.explorer.record.query({ id: recordId });
		expect([record.text, record.check.note]).toEqual([null, expect.stringContaining("closed to your role")]);
		expect(await owner.trpc.explorer.rows.query({ kind: "bank_line", sort: "-account" })).toMatchObject({ total: 1 });
	});
});

test("the views cover keys of every layout as the rules say, with any mask", async () => {
	const { connectionId, ids } = elsewhere;
	const [jobId, pageId] = [ids.at(-5), ids.at(-4)];
	const keys = goldenKeys.filter(({ kind }) => keyForms[kind] !== undefined);
	await db.withTenant(birch, (em) =>
		em.execute(
			`insert into quarantine (tenant_id, connection_id, page_id, job_id, id, stream, page_index, natural_key, code, reason, payload_sha256)
			select ?::uuid, ?::uuid, ?::uuid, ?::uuid, gen_random_uuid(), k.stream, 100 + k.no, k.key, 'X', '', 'x'
			from jsonb_to_recordset(?::jsonb) as k(no int, stream text, key text)`,
			[
				birch.tenantId,
				connectionId,
				pageId,
				jobId,
				JSON.stringify(keys.map(({ kind, naturalKey }, no) => ({ no, stream: streamOfKind[kind], key: naturalKey }))),
			],
		),
	);
	const { tenantId, users } = birch;
	for (const masks of [...maskableFields.map((field) => [field]), maskableFields]) {
		const set = new Set(canonicalKinds.flatMap((kind) => masks.map((field) => `${kind}.${field}` as const)));
		const rows = await withTenant(db.orm, { tenantId, userId: users.owner.userId, entityIds: null, masks: set }, (em) =>
			em.execute<{ key: string }[]>(`select natural_key as "key" from quarantine where page_index >= 100 order by page_index`),
		);
		expect(rows.map(({ key }) => key)).toEqual(keys.map(({ kind, naturalKey }) => coveredKey(set, kind, naturalKey)));
	}
	expect(keys.length).toBeGreaterThan(50);
});

test("what a masked role starts works on the real keys, and records can't be chosen by guesses of them", async () => {
	const quarantined = planted.ids[2] ?? "";
	const { jobId } = await masked.trpc.quarantine.retry.mutate({ ids: [quarantined] });
	const [job] = await db.withTenant(alder, (em) =>
		em.execute<{ keys: { naturalKey: string }[] }[]>(`select input -> 'selection' -> 'recordKeys' as "keys" from jobs where id = ?::uuid`, [
			jobId,
		]),
	);
	expect(job?.keys).toEqual([{ stream: "bank_lines", naturalKey: planted.keys[0] }]);
	const guess = { jobId: planted.ids.at(-5) ?? "", options: { recordKeys: [{ stream: "bank_lines", naturalKey: planted.keys[0] ?? "" }] } };
	const refusal = expect.objectContaining({ data: expect.objectContaining({ code: "MASKED" }) });
	await expect(masked.trpc.replays.plan.query(guess)).rejects.toEqual(refusal);
	await expect(masked.trpc.replays.start.mutate(guess)).rejects.toEqual(refusal);
	expect(await owner.trpc.replays.plan.query(guess)).toMatchObject({ mode: "reprocess" });
});

/** Columns by name that repeat no maskable value: ids, words of a list, hashes, places, and what a person of the company wrote. */
const innocent = new Set(
	`
	activity_id after before bounds category cause change code content_sha256
	currency cursor cursor_after cursor_before date_kind dismiss_reason document_kind event_id event_type exception_type format
	group_key headers key key_id kind lease_holder level line mapping
	method name note object_key pass path payload_sha256 payout_key
	reason request_body row_key run_id section sha256 side spans status
	stream target type types verdict workflow_id
`
		.trim()
		.split(/\s+/),
);

test("every text that hangs on a connection or a reconciliation is covered, or known to repeat nothing", async () => {
	const columns = await db.withTenant(alder, (em) =>
		em.execute<{ place: string }[]>(
			`select t.relname || '.' || a.attname as place from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
			join pg_type y on y.oid = a.atttypid where t.relnamespace = 'public'::regnamespace and y.typname in ('text', 'jsonb') and exists (
				select from pg_policies p where p.tablename = t.relname and p.policyname = 'entity_rows' and p.qual ~ '(FROM connections|FROM reconciliation_runs)')`,
		),
	);
	const covered = new Set(Object.entries(maskedViews).flatMap(([table, some]) => some.map(([column]) => `${table}.${column}`)));
	expect(columns.map(({ place }) => place).filter((place) => !covered.has(place) && !innocent.has(place.split(".")[1] ?? ""))).toEqual([]);
	expect(columns.length).toBeGreaterThan(100);
});

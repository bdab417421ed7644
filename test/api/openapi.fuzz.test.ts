// schemathesis, which others wrote, makes up requests from our own OpenAPI document, right and wrong ones, and holds every answer
// against it. It runs as a key that may do everything a key may, in a company that has data; and at the addresses that no key opens, as a
// person who may do everything.
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Operation, operations } from "../../api/http/rest/operation.ts";
import { restBase } from "../../api/http/rest/rest-routes.ts";
import { keyScopes } from "../../domain/tenancy/api-key.ts";
import { isPermission } from "../../domain/tenancy/permissions.ts";
import { pythonTool } from "../../scripts/python-tool.ts";
import { attack } from "../attacks/attack.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { testDatabase, type TestDatabase, testPassword } from "../support/database.ts";
import { type StoredSync, storedSync } from "../support/stored-sync.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";

const packages = ["schemathesis==4.32.5", "hypothesis==6.170.15"];
const checks = [
	"not_a_server_error",
	"status_code_conformance",
	"content_type_conformance",
	"response_headers_conformance",
	"response_schema_conformance",
	"negative_data_rejection",
	"unsupported_method",
	"allow_header_conformance",
	"ignored_auth",
];

let database: TestDatabase;
let engine: TestTemporal;
let api: TestApi;
let bearer: string;
let folder: string;
let stored: StoredSync;

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;
const names = operations.map(nameOf);
const forPersons = operations.filter(({ access }) => isPermission(access) && !keyScopes.includes(access)).map(nameOf);

beforeAll(async () => {
	database = await testDatabase();
	const open = { limit: 1_000_000, windowMs: 1000 };
	engine = await testTemporal(database);
	const { temporal, deps } = engine;
	api = await testApi(database, {
		deps: { temporal, keys: deps.keys, storage: deps.storage, restQuotas: { caller: open, stranger: open } },
	});
	const [alder] = database.tenants;
	stored = await storedSync(database, api.deps.storage, alder);
	const admin = await api.as(alder.users.admin.email);
	const made = await admin.trpc.apiKeys.create.mutate({ name: "Fuzz", scopes: [...keyScopes], expiresInDays: 1, entityIds: null });
	bearer = made.secret;
	folder = mkdtempSync(join(tmpdir(), "tieout-fuzz-"));
});
afterAll(async () => {
	await api.close();
	await engine.close();
	await database.close();
	rmSync(folder, { recursive: true, force: true });
});

attack("fuzzed-api", () => {
	test("no made-up request finds a 5xx, an answer that the document doesn't describe, or a wrong value that is taken", async () => {
		const left = forPersons.flatMap((name) => ["--exclude-name", name]);
		const tried = await schemathesis(["--max-examples", "4", "--phases", "coverage,fuzzing", ...left]);
		// Every operation was tried, so that silence means something.
		expect(names.filter((name) => !tried.includes(name) && !forPersons.includes(name))).toEqual([]);
	});

	test("what is answered about things that are there is what the document says", async () => {
		const { connectionId, jobId, pageId, rows } = stored;
		const ids: Readonly<Record<string, string>> = { connections: connectionId, pages: pageId, records: rows[0]?.recordId ?? "" };
		const known = operations.flatMap(({ method, path, pathFields: [field] }) => {
			const id = path.includes("/rows/")
				? rows[0]?.canonicalId
				: field?.name === "jobId"
					? jobId
					: ids[/([a-z]+)\/\{/.exec(path)?.[1] ?? ""];
			return id === undefined || field === undefined || method !== "GET" ? [] : [{ name: `${method} ${path}`, field: field.name, id }];
		});
		expect(known.length).toBeGreaterThan(10);
		const config = join(folder, "schemathesis.toml");
		writeFileSync(
			config,
			known
				.map(({ name, field, id }) => `[[operations]]\ninclude-name = "${name}"\nparameters = { "path.${field}" = "${id}" }\n`)
				.join("\n"),
		);
		const only = known.flatMap(({ name }) => ["--include-name", name]);
		await schemathesis(["--max-examples", "3", "--phases", "coverage,fuzzing", "--mode", "positive", ...only], ["--config-file", config]);
		const answered = new Set(
			api
				.logged()
				.filter((line) => line["status"] === 200)
				.map((line) => line["path"]),
		);
		expect([...answered]).toEqual(expect.arrayContaining([`/api/v1/connections/${connectionId}`, `/api/v1/tables/pages/${pageId}`]));
	});

	test("no made-up request of a person finds one either, at the addresses that no key opens", async () => {
		const [alder] = database.tenants;
		const { accessToken } = await api.browser().trpc.auth.token.mutate({ email: alder.users.admin.email, password: testPassword });
		const only = forPersons.flatMap((name) => ["--include-name", name]);
		const tried = await schemathesis(["--max-examples", "2", "--phases", "fuzzing", ...only], [], accessToken);
		expect(forPersons.filter((name) => !tried.includes(name))).toEqual([]);
	});
});

/** @returns what was tried, as "GET /jobs" */
async function schemathesis(options: readonly string[], global: readonly string[] = [], as = bearer): Promise<readonly string[]> {
	const tool = await pythonTool("schemathesis", packages);
	if (tool === null) throw new Error("schemathesis could not be installed");
	const report = join(folder, `${randomUUID()}.xml`);
	const what = [`${api.url}${restBase}/openapi.json`, "--header", `Authorization: Bearer ${as}`, "--checks", checks.join(",")];
	// One worker: CPython 3.11 loses count of its own recursion when two threads parse at once.
	const how = ["--workers", "1", "--generation-deterministic", "--continue-on-failure", "--warnings", "off"];
	const output = ["--report", "junit", "--report-junit-path", report, "--no-color"];
	const { code, said } = await run(join(tool, "bin/schemathesis"), [...global, "run", ...what, ...how, ...output, ...options]);
	const broken = api.logged().filter((line) => typeof line["status"] === "number" && line["status"] >= 500);
	expect(broken.map((line) => `${String(line["method"])} ${String(line["path"])} ${String(line["status"])}`)).toEqual([]);
	expect([code, code === 0 ? "" : said.slice(-20_000)]).toEqual([0, ""]);
	return [...readFileSync(report, "utf8").matchAll(/testcase name="([A-Z]+ [^"]+)"/g)].map(([, name]) => name ?? "");
}

/** In the test's own folder, because hypothesis leaves a memory where it runs. */
async function run(command: string, args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
	try {
		const { stdout } = await promisify(execFile)(command, args, { cwd: folder, maxBuffer: 1e8 });
		return { code: 0, said: stdout };
	} catch (error) {
		const failed = error as { code?: number; stdout?: string; stderr?: string };
		return { code: failed.code ?? 1, said: `${failed.stdout ?? ""}${failed.stderr ?? ""}` };
	}
}

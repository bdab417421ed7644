// What the HTTP surface refuses, whatever the procedure: other sites, other paths, too much, and saying too much.
import { once } from "node:events";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOrm } from "../../db/orm.ts";
import { openTemporalClient } from "../../platform/temporal-client.ts";
import { createKeys } from "../../platform/keys.ts";
import { attack } from "../attacks/attack.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { testDatabase, testPassword, type TestDatabase } from "../support/database.ts";
import { createConnection } from "../../db/sync/connection.store.ts";

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	for (const tenant of database.tenants)
		await database.withTenant(tenant, (em) =>
			createConnection(em, {
				tenantId: tenant.tenantId,
				id: tenant.entityId,
				entityId: tenant.entityId,
				vendor: "files",
				name: "Bank",
				baseUrl: "",
				config: { sampleUrl: "http://169.254.169.254/latest/meta-data" },
			}),
		);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

describe("other sites", () => {
	const credentials = JSON.stringify({ email: "controller@alder.example", password: testPassword });

	test("a form's content types are refused, also with a session", async () => {
		const browser = await api.as(database.tenants[0].users.controller.email);
		for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
			const response = await browser.fetch("/trpc/auth.logout", { method: "POST", headers: { "content-type": type }, body: "{}" });
			expect([type, response.status]).toEqual([type, 403]);
		}
		await expect(browser.trpc.auth.me.query()).resolves.toBeDefined();
	});

	attack("cross-site-request", () => {
		test("a request without our header is refused, reads and uploads too", async () => {
			const browser = await api.as(database.tenants[0].users.controller.email);
			const headers = { cookie: browser.cookie(), "content-type": "application/json" };
			const refused = [
				await fetch(`${api.url}/trpc/auth.login`, { method: "POST", headers, body: credentials }),
				await fetch(`${api.url}/trpc/entities.list`, { headers }),
				await fetch(`${api.url}/files/upload?name=a.csv`, { method: "POST", headers, body: "a,b" }),
			];
			expect(refused.map((response) => response.status)).toEqual([403, 403, 403]);
			expect(await refused[0]?.json()).toMatchObject({ error: { code: "CSRF_REFUSED" } });
		});
	});

	test("no origin is ever allowed to read an answer or to ask with our header", async () => {
		const preflight = await fetch(`${api.url}/trpc/auth.me`, {
			method: "OPTIONS",
			headers: {
				origin: "https://elsewhere.example",
				"access-control-request-method": "POST",
				"access-control-request-headers": "x-tieout",
			},
		});
		expect([...preflight.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
	});

	test("events and downloads are refused when the browser says that they come from elsewhere", async () => {
		const browser = await api.as(database.tenants[0].users.controller.email);
		const headers = { "sec-fetch-site": "cross-site" };
		expect((await browser.fetch("/events", { headers })).status).toBe(403);
		expect((await browser.fetch("/files/sample.csv", { headers })).status).toBe(403);
	});

	attack("cross-site-request", () => {
		test("a write can't be made by a GET", async () => {
			const browser = await api.as(database.tenants[0].users.controller.email);
			const response = await browser.fetch("/trpc/auth.logout");
			expect(response.status).toBe(405);
			expect(await response.json()).toMatchObject({ error: { data: { code: "INPUT" } } });
		});
	});
});

describe("headers", () => {
	attack("stored-script", () => {
		test("the page's policy allows no inline script and styles only with this answer's nonce", async () => {
			const [first, second] = [await fetch(`${api.url}/jobs?sort=a`), await fetch(`${api.url}/`)];
			const policy = first.headers.get("content-security-policy") ?? "";
			expect(policy).toContain("default-src 'self'");
			expect(policy).toContain("script-src 'self';");
			expect(policy).toContain("frame-ancestors 'none'");
			expect(policy).not.toMatch(/unsafe|\*|https?:/);
			const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
			expect(Buffer.from(nonce, "base64")).toHaveLength(16);
			expect(await first.text()).toContain(`<meta property="csp-nonce" nonce="${nonce}">`);
			expect(second.headers.get("content-security-policy")).not.toBe(policy);
		});
	});

	test("nothing says what serves it, and nothing of ours is framed or sniffed", async () => {
		const { headers } = await fetch(`${api.url}/`);
		expect(headers.get("x-powered-by")).toBeNull();
		expect(headers.get("x-content-type-options")).toBe("nosniff");
		expect(headers.get("x-frame-options")).toBe("DENY");
		expect(headers.get("referrer-policy")).toBe("same-origin");
	});

	test("figures are never kept by a cache; hashed assets are kept for good", async () => {
		const browser = await api.as(database.tenants[0].users.controller.email);
		expect((await browser.fetch("/trpc/entities.list")).headers.get("cache-control")).toBe("no-store");
		expect((await fetch(`${api.url}/`)).headers.get("cache-control")).toBe("no-cache");
		expect((await fetch(`${api.url}/assets/main-0a1b2c3d.js`)).headers.get("cache-control")).toContain("immutable");
	});
});

/** fetch() tidies a path before it is sent; this sends it as it stands. */
function rawGet(path: string): Promise<{ status: number; body: string }> {
	const { hostname, port } = new URL(api.url);
	return new Promise((resolve, reject) => {
		const sent = request({ hostname, port, path, method: "GET" }, (response) => {
			let body = "";
			response.on("data", (chunk: Buffer) => {
				body += chunk.toString();
			});
			response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
		});
		sent.on("error", reject);
		sent.end();
	});
}

describe("paths", () => {
	attack("path-traversal", () => {
		test("nothing outside the pages is read", async () => {
			const paths = [
				"/../secret.txt",
				"/assets/../../secret.txt",
				"/%2e%2e/secret.txt",
				"/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
				"/..%5csecret.txt",
				"/assets/..%2f..%2fsecret.txt%00.js",
				"//secret.txt",
				"/.env",
				"/%",
				"/%E0%A4%A",
			];
			for (const path of paths) {
				const { status, body } = await rawGet(path);
				expect([path, body.includes("outside the pages")]).toEqual([path, false]);
				expect([path, [200, 400, 404].includes(status)]).toEqual([path, true]);
				expect([path, / at .*\.(ts|js):\d+/.test(body)]).toEqual([path, false]);
			}
		});
	});

	test("an address of the app answers with the page, an asset that is gone with 404", async () => {
		expect((await rawGet("/reconciliations/abc?open=1")).body).toContain("<title>Tieout</title>");
		expect((await rawGet("/assets/gone-12345678.js")).status).toBe(404);
	});
});

describe("errors", () => {
	test("an unknown procedure, a broken body and an odd batch say nothing about our code", async () => {
		const browser = await api.as(database.tenants[0].users.controller.email);
		const json = { "content-type": "application/json" };
		const answers = [
			await browser.fetch("/trpc/nothing.here"),
			await browser.fetch("/trpc/auth.login", { method: "POST", headers: json, body: "{" }),
			await browser.fetch("/trpc/explorer.rows?input=%7B"),
			await browser.fetch("/trpc/explorer.custody?input=%7B%22canonicalId%22%3A%22x%22%7D"),
			await browser.fetch("/trpc/auth.login", { method: "POST", headers: json, body: JSON.stringify({ email: "a".repeat(2_000_000) }) }),
			await browser.fetch(`/trpc/${"auth.me,".repeat(30)}auth.me?batch=1&input=%7B%7D`),
		];
		expect(answers.map((answer) => answer.status)).toEqual([404, 400, 400, 400, 413, 400]);
		for (const answer of answers) {
			const text = await answer.text();
			expect(text).not.toMatch(/stack|node_modules|\.ts\b|Error:/);
			expect(text).toMatch(/"correlationId":("|null)/);
		}
	});

	test("input that does not fit is answered with a sentence per field", async () => {
		const browser = await api.as(database.tenants[0].users.controller.email);
		const input = encodeURIComponent(JSON.stringify({ kind: "payout", from: "31/10/2026" }));
		const response = await browser.fetch(`/trpc/explorer.rows?input=${input}`);
		expect(await response.json()).toMatchObject({
			error: { data: { code: "INPUT", fields: [{ path: "from", message: "Write the day as 2026-10-31." }] } },
		});
	});

	test("a page position that was edited is refused in words", async () => {
		const browser = await api.as(database.tenants[0].users.controller.email);
		for (const after of ["nonsense", JSON.stringify(["not a date", database.tenants[0].tenantId])]) {
			const input = encodeURIComponent(JSON.stringify({ kind: "payout", after }));
			const response = await browser.fetch(`/trpc/explorer.rows?input=${input}`);
			expect([after, response.status]).toEqual([after, 400]);
		}
	});

	test("a database that is away is a 503 with a sentence, and the log keeps why under the same correlation id", async () => {
		const gone = await openOrm("postgresql://tieout_login:x@127.0.0.1:1/tieout");
		const broken = await testApi(database, { deps: { orm: gone } });
		const response = await broken.browser().fetch("/trpc/auth.login", {
			method: "POST",
			headers: { "content-type": "application/json", "x-correlation-id": "outage-0001" },
			body: JSON.stringify({ email: "a@b.example", password: "x" }),
		});
		expect(response.status).toBe(503);
		const body = JSON.stringify(await response.json());
		expect(body).toContain("The database does not answer");
		expect(body).not.toContain("ECONNREFUSED");
		expect(broken.logged().some((line) => line["correlationId"] === "outage-0001" && JSON.stringify(line).includes("ECONNREFUSED"))).toBe(
			true,
		);
		await broken.close();
		await gone.close();
	});
});

describe("health", () => {
	test("ready when the database, Temporal and the objects answer", async () => {
		const response = await fetch(`${api.url}/ready`);
		expect([response.status, await response.json()]).toEqual([
			200,
			{ status: "ok", checks: { database: "ok", temporal: "ok", objects: "ok" } },
		]);
		expect((await fetch(`${api.url}/health`)).status).toBe(200);
	});

	test("what is away is named with what it means, and the process stays healthy", async () => {
		const orm = await openOrm("postgresql://tieout_login:x@127.0.0.1:1/tieout");
		const temporal = openTemporalClient({ address: "127.0.0.1:1", keys: createKeys(new Uint8Array(32)) });
		const broken = await testApi(database, { deps: { orm, temporal } });
		rmSync(broken.deps.config.objectsDir, { recursive: true });
		expect(existsSync(broken.deps.config.objectsDir)).toBe(false);
		const response = await fetch(`${broken.url}/ready`);
		const body = (await response.json()) as { checks: Record<string, string> };
		expect(response.status).toBe(503);
		expect(body.checks["database"]).toContain("PostgreSQL does not answer");
		expect(body.checks["temporal"]).toContain("Temporal does not answer");
		expect(body.checks["objects"]).toContain("object store");
		expect((await fetch(`${broken.url}/health`)).status).toBe(200);
		await broken.close();
		// The client's own retries outlive the check; a closed channel under them would throw into the void.
		await orm.close();
	});
});

describe("uploads", () => {
	const upload = async (email: string, body: Uint8Array | string, name = "statement.csv") => {
		const browser = await api.as(email);
		const init = { method: "POST", headers: { "content-type": "text/csv" }, body: body as BodyInit };
		return browser.fetch(`/files/upload?name=${encodeURIComponent(name)}`, init);
	};
	const [alder, birch] = ["controller@alder.example", "controller@birch.example"];

	attack("path-traversal", () => {
		test("a file is kept with its hash under its plain name and belongs to its company alone", async () => {
			const response = await upload(alder, "Date,Amount\n2026-10-01,1.00\n", '../../etc/"passwd".csv');
			expect(response.status).toBe(201);
			const file = (await response.json()) as { fileId: string; name: string; sha256: string; sizeBytes: number };
			expect(file).toMatchObject({ name: "passwd.csv", sizeBytes: 28 });
			const [own, other] = [await api.as(alder), await api.as(birch)];
			expect((await own.trpc.files.list.query({})).rows.map((row) => row.id)).toContain(file.fileId);
			expect((await other.trpc.files.list.query({})).rows).toEqual([]);
		});
	});

	test("a file larger than the limit is refused with the limit, declared or not, and nothing is kept", async () => {
		const maxUploadBytes = 10 * 1024 * 1024;
		const small = await testApi(database, { deps: { maxUploadBytes } });
		const browser = await small.as(alder);
		const before = (await browser.trpc.files.list.query({})).rows.length;
		const declared = await browser.fetch("/files/upload?name=a.csv", { method: "POST", body: new Uint8Array(maxUploadBytes + 1) });
		expect(declared.status).toBe(413);
		expect(await declared.json()).toMatchObject({ error: { code: "TOO_LARGE", message: expect.stringContaining("10 MB") as string } });
		const chunk = new Uint8Array(1024 * 1024);
		let sent = 0;
		const stream = new ReadableStream<Uint8Array>({
			pull: (controller) => {
				if (sent++ > maxUploadBytes / chunk.length) controller.close();
				else controller.enqueue(chunk);
			},
		});
		const streamed = await browser.fetch("/files/upload?name=a.csv", { method: "POST", body: stream, duplex: "half" } as RequestInit);
		expect(streamed.status).toBe(413);
		expect((await browser.trpc.files.list.query({})).rows).toHaveLength(before);
		expect(readdirSync(small.deps.config.objectsDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toEqual(
			[],
		);
		await small.close();
	});

	test("an upload that is cut in the middle leaves nothing behind: no row, no object, no draft", async () => {
		const own = await testApi(database);
		const browser = await own.as(alder);
		const before = (await browser.trpc.files.list.query({})).rows.length;
		const cut = connect(Number(new URL(own.url).port), "127.0.0.1");
		await once(cut, "connect");
		const head = [
			"POST /files/upload?name=cut.csv HTTP/1.1",
			`host: ${new URL(own.url).host}`,
			`cookie: ${browser.cookie()}`,
			"x-tieout: 1",
		];
		cut.write(`${[...head, "content-length: 50000000", "", ""].join("\r\n")}${"2026-10-01,line,1.00\n".repeat(100_000)}`);
		const stored = (): string[] =>
			readdirSync(own.deps.config.objectsDir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
				entry.isFile() ? [entry.name] : [],
			);
		await expect.poll(stored).toHaveLength(1);
		cut.destroy();
		await expect.poll(stored).toEqual([]);
		expect((await browser.trpc.files.list.query({})).rows).toHaveLength(before);
		await own.close();
	});

	test("an empty file, a file without a name and a connection of another company are refused", async () => {
		expect((await upload(alder, "")).status).toBe(400);
		expect((await upload(alder, "a", "a/..")).status).toBe(400);
		expect((await upload(alder, "a", "   ")).status).toBe(400);
		const browser = await api.as(alder);
		const foreign = `/files/upload?name=a.csv&connectionId=${database.tenants[1].entityId}`;
		expect((await browser.fetch(foreign, { method: "POST", body: "a" })).status).toBe(404);
	});

	test("who may not import is told before a byte is read", async () => {
		expect((await upload("auditor@alder.example", "a,b")).status).toBe(403);
		expect((await api.browser().fetch("/files/upload?name=a.csv", { method: "POST", body: "a" })).status).toBe(401);
	});

	test("the sample comes from the installation's own sandbox and from nowhere else", async () => {
		const browser = await api.as(alder);
		expect((await browser.fetch("/files/sample.csv")).status).toBe(404);
	});
});

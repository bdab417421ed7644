// Every way into the application is listed with who may use it: addresses of the server, procedures, the public REST surface and what
// a running workflow can be told. A new one that stands in no list fails here before it can be forgotten.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Express } from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../api/app.ts";
import { operations } from "../../api/http/rest/operation.ts";
import { isPermission, type Permission } from "../../domain/tenancy/permissions.ts";
import { type TestApi, testApi } from "../support/api.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

type Way = "anyone" | "signed by the vendor" | Permission;

/** Addresses beside /trpc and /api/v1, whose procedures state their access themselves. */
const addresses: Readonly<Record<string, Way>> = {
	"GET /health": "anyone",
	"GET /ready": "anyone",
	"GET /.well-known/jwks.json": "anyone",
	"GET /api/docs": "anyone",
	"GET /api/docs/docs.css": "anyone",
	// Below /api/v1.
	"GET /openapi.json": "anyone",
	"POST /hooks/:connectionId": "signed by the vendor",
	// A login through a company's own identity provider, before anyone is known.
	"GET /sso/start": "anyone",
	"GET /sso/callback/:tenant": "anyone",
	"GET /events": "events.read",
	"POST /files/upload": "files.import",
	"GET /files/sample.csv": "files.read",
	"POST /exports": "exports.create",
	"GET /exports/:id": "exports.create",
	// The report of an erasure outlives everybody who could sign in; its random id is all that opens it.
	"GET /erasure-reports/:id": "anyone",
	// What a browser asks before it may ask the next.
	"OPTIONS /codec/decode": "anyone",
	"POST /codec/decode": "codec.decode",
	// The pages themselves hold no data.
	"GET /{*path}": "anyone",
};

/** What a running workflow can be told or asked, the file that does it, and what that needs. */
const messages: Readonly<Record<string, { readonly file: string; readonly sends: string; readonly needs: string }>> = {
	decide: {
		file: "api/jobs/answer-decision.ts",
		sends: "executeUpdate(decideUpdate",
		needs: "permissions: [...access.permissions, ...(inPlaceOf?.permissions ?? [])]",
	},
	pause: { file: "api/jobs/pause-job.ts", sends: '"pause"', needs: 'pauseJob = procedure("jobs.cancel")' },
	resume: { file: "api/jobs/pause-job.ts", sends: '"resume"', needs: 'resumeJob = procedure("jobs.cancel")' },
	progress: { file: "api/jobs/job-progress.ts", sends: 'query("progress")', needs: 'procedure("jobs.read")' },
};

interface Layer {
	readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
	readonly handle: { readonly stack?: readonly Layer[] };
}

/** Methods and paths as they are mounted; REST answers every method of its addresses by itself. */
function mounted(stack: readonly Layer[]): readonly string[] {
	return stack.flatMap(({ route, handle }) => {
		if (route !== undefined)
			return Object.keys(route.methods)
				.filter((method) => method !== "_all")
				.map((method) => `${method.toUpperCase()} ${route.path}`);
		return mounted(handle.stack ?? []);
	});
}

let db: TestDatabase;
let api: TestApi;
let app: Express;
beforeAll(async () => {
	db = await testDatabase();
	api = await testApi(db);
	app = createApp(api.deps, { streams: { open: () => {}, checkNow: () => {}, stop: () => {} }, dist: "/nowhere" });
});
afterAll(async () => {
	await api?.close();
	await db?.close();
});

describe("an address of the server", () => {
	test("is listed with who may use it", () => {
		const { stack } = (app as unknown as { router: { stack: readonly Layer[] } }).router;
		expect([...new Set(mounted(stack))].sort()).toEqual(Object.keys(addresses).sort());
	});

	test("that needs a permission is refused to a stranger and to a member without it", async () => {
		const stranger = api.browser();
		// A member whose role may do nothing: what a key may do are its scopes.
		const nobody = await api.as(db.tenants[0].users.integration.email);
		for (const [address, way] of Object.entries(addresses)) {
			if (!isPermission(way)) continue;
			const [method = "", path = ""] = address.split(" ");
			const init = {
				method,
				headers: {
					"content-type": "application/json",
					...(path.startsWith("/codec") ? { origin: api.deps.config.temporalWebUrl } : {}),
					"x-tieout": "1",
					"sec-fetch-site": "same-origin",
				},
				...(method === "POST" ? { body: "{}" } : {}),
			};
			const at = path.replace(/:\w+/, db.tenants[0].tenantId);
			expect([address, (await stranger.fetch(at, init)).status]).toEqual([address, 401]);
			expect([address, (await nobody.fetch(at, init)).status]).toEqual([address, 403]);
		}
	});
});

test("a public REST address is a procedure, with that procedure's own access", () => {
	expect(operations.length).toBeGreaterThan(20);
	const open = operations.filter(({ access }) => !isPermission(access)).map(({ procedure, access }) => `${procedure}: ${access}`);
	expect(open.sort()).toEqual([
		"account.security: signed-in",
		"auth.endAllSessions: signed-in",
		"auth.endSession: signed-in",
		"auth.me: signed-in",
		"auth.refresh: anyone",
		"auth.revoke: anyone",
		"auth.sessions: signed-in",
		"auth.token: anyone",
		"platform.askForAccess: platform",
		"platform.companies: platform",
		"platform.company: platform",
		"platform.resume: platform",
		"platform.setPlan: platform",
		"platform.suspend: platform",
	]);
});

test("a message to a running workflow is listed with the file that sends it and what that file asks for", () => {
	const root = join(import.meta.dirname, "../..");
	const read = (file: string): string => readFileSync(join(root, file), "utf8");
	const defined = globSync("workflows/**/*.ts", { cwd: root }).flatMap((file) =>
		[...read(file).matchAll(/\bdefine(?:Update|Signal|Query)(?:<[\s\S]*?>)?\(\s*"(\w+)"/g)].map(([, name = ""]) => name),
	);
	expect([...new Set(defined)].sort()).toEqual(Object.keys(messages).sort());
	for (const [name, { file, sends, needs }] of Object.entries(messages))
		expect([name, read(file).includes(sends), read(file).includes(needs)]).toEqual([name, true, true]);
});

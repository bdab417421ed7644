// The real API on a free port over a test database, with browsers that log in as its users. Starts in some tens of milliseconds.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTRPCClient, httpLink, type TRPCClient } from "@trpc/client";
import { inject } from "vitest";
import type { AppRouter } from "../../api/app-router.ts";
import type { ApiDeps } from "../../api/context.ts";
import { listen } from "../../api/listen.ts";
import { accessTokens } from "../../api/tenancy/access-tokens.ts";
import { liveSessions } from "../../api/tenancy/live-sessions.ts";
import { openAccessCache } from "../../platform/access-cache.ts";
import { readConfig } from "../../platform/config.ts";
import { createKeys } from "../../platform/keys.ts";
import { createLog } from "../../platform/log.ts";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { openTemporalClient } from "../../platform/temporal-client.ts";
import { keepApiError } from "./api-errors.ts";
import { type TestDatabase, testPassword } from "./database.ts";

export interface TestBrowser {
	/** Typed procedures; sends the cookie and the headers of our own pages. */
	readonly trpc: TRPCClient<AppRouter>;
	/** Any address, with the cookie and `x-tieout`. */
	readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
	/** The session cookie as sent, '' when nobody is signed in. */
	readonly cookie: () => string;
	readonly login: (email: string, password?: string) => Promise<void>;
}

export interface TestApi {
	readonly url: string;
	readonly deps: ApiDeps;
	/** What the API has logged, a JSON object per line. */
	readonly logged: () => readonly Record<string, unknown>[];
	/** A browser without a session. */
	readonly browser: () => TestBrowser;
	/** A browser signed in as the user with this e-mail. */
	readonly as: (email: string) => Promise<TestBrowser>;
	readonly close: () => Promise<void>;
}

export interface TestApiOptions {
	/** Replaces parts of what the API is built on; tests of failures give broken ones. */
	readonly deps?: Partial<ApiDeps>;
	readonly databaseUrl?: string;
}

export async function testApi(database: TestDatabase, { deps: given, databaseUrl }: TestApiOptions = {}): Promise<TestApi> {
	const home = mkdtempSync(join(tmpdir(), "tieout-api-"));
	const dist = join(home, "dist");
	mkdirSync(join(dist, "assets"), { recursive: true });
	mkdirSync(join(home, "objects"));
	writeFileSync(join(dist, "index.html"), `<!doctype html><html lang="en"><head><title>Tieout</title></head><body></body></html>`);
	writeFileSync(join(dist, "assets", "main-0a1b2c3d.js"), "export {};");
	writeFileSync(join(home, "secret.txt"), "outside the pages");

	const lines: string[] = [];
	const keepLine = (line: string): void => {
		lines.push(line);
		keepApiError(line);
	};
	const config = readConfig({
		TIEOUT_HOME: home,
		DATABASE_URL: database.adminUrl,
		TEMPORAL_ADDRESS: inject("temporalAddress"),
		TIEOUT_ALLOW_PRIVATE_ADDRESSES: "127.0.0.1",
	});
	const keys = createKeys(randomBytes(32));
	const temporal = openTemporalClient({ address: config.temporalAddress, keys });
	const orm = given?.orm ?? database.orm;
	const log = createLog({ name: "api", level: "info", destination: { write: keepLine } });
	const access = openAccessCache({ orm, url: databaseUrl ?? database.loginUrl, log });
	const sessions = liveSessions({ orm, url: databaseUrl ?? database.loginUrl, log });
	const now = given?.now ?? (() => new Date());
	const deps: ApiDeps = {
		orm,
		config,
		log,
		keys,
		storage: createDiskStorage(config.objectsDir, keys),
		temporal,
		access,
		sessions,
		tokens: accessTokens({ orm, keys, issuer: config.publicUrl, now }),
		now,
		...given,
	};
	const api = await listen(deps, { port: 0, dist, databaseUrl: databaseUrl ?? database.loginUrl });
	const browser = (): TestBrowser => newBrowser(api.url);
	return {
		url: api.url,
		deps,
		logged: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
		browser,
		as: async (email) => {
			const signedIn = browser();
			await signedIn.login(email);
			return signedIn;
		},
		close: async () => {
			await api.stop();
			await sessions.stop();
			await access.stop();
			await temporal.close();
			rmSync(home, { recursive: true, force: true });
		},
	};
}

/** Of an API that is somewhere else. */
export function newBrowser(url: string): TestBrowser {
	let cookie = "";
	const send = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
		const headers = new Headers(init?.headers);
		if (cookie !== "") headers.set("cookie", cookie);
		if (!headers.has("x-tieout")) headers.set("x-tieout", "1");
		const response = await fetch(input, { ...init, headers });
		for (const line of response.headers.getSetCookie()) {
			const [pair = ""] = line.split(";", 1);
			cookie = pair.endsWith("=") ? "" : pair;
		}
		return response;
	};
	const trpc = createTRPCClient<AppRouter>({
		links: [
			httpLink({
				url: `${url}/trpc`,
				headers: () => ({ "x-correlation-id": `test-${randomUUID()}` }),
				fetch: (input, init) => send(input, init as RequestInit),
			}),
		],
	});
	return {
		trpc,
		fetch: (path, init) => send(`${url}${path}`, init),
		cookie: () => cookie,
		login: async (email, password = testPassword) => {
			await trpc.auth.login.mutate({ email, password });
		},
	};
}

// Asks the stack as a person does (over HTTP, with a session) and as an auditor does (SQL as the owner, across tenants). Both try
// again while the part that answers is down, because a fault may have taken it.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createTRPCClient, httpLink, type TRPCClient } from "@trpc/client";
import pg from "pg";
import type { AppRouter } from "../../api/app-router.ts";

export type Api = TRPCClient<AppRouter>;

/** A signed-in browser without a browser. */
export async function signIn(url: string, email: string, password: string): Promise<Api> {
	let cookie = "";
	const send = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
		const headers = new Headers(init?.headers);
		headers.set("cookie", cookie);
		headers.set("x-tieout", "1");
		const response = await fetch(input, { ...init, headers });
		for (const line of response.headers.getSetCookie()) [cookie = ""] = line.split(";", 1);
		return response;
	};
	const api = createTRPCClient<AppRouter>({
		links: [
			httpLink({
				url: `${url}/trpc`,
				headers: () => ({ "x-correlation-id": `faults-${randomUUID()}` }),
				fetch: (input, init) => send(input, init as RequestInit),
			}),
		],
	});
	await api.auth.login.mutate({ email, password });
	return api;
}

/** `work`, again and again for a minute and a half while it fails. @throws its last error */
export async function patiently<T>(work: () => Promise<T>, forMs = 90_000): Promise<T> {
	for (const until = Date.now() + forMs; ; await sleep(200)) {
		try {
			return await work();
		} catch (error) {
			if (Date.now() > until) throw error;
		}
	}
}

export type Rows = <T extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<T[]>;

/** On one connection for as long as it lasts; what a killed database took with it is asked again on another. */
export function rowsOf(adminUrl: string): Rows {
	let kept: Promise<pg.Client> | undefined;
	const connected = async (): Promise<pg.Client> => {
		const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000, query_timeout: 20_000 });
		client.on("error", () => {});
		await client.connect();
		return client;
	};
	return async (sql, values = []) =>
		patiently(async () => {
			const own = (kept ??= connected());
			try {
				const { rows } = await (await own).query(sql, [...values]);
				return rows;
			} catch (error) {
				if (kept === own) kept = undefined;
				void own.then((client) => client.end()).catch(() => {});
				throw error;
			}
		});
}

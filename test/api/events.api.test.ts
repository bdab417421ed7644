// The event stream: own company's changes alone, only topics the role may know of, ends with the session, survives the database.
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { notify, type Topic } from "../../db/notify.ts";
import { attack } from "../attacks/attack.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { testDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
});
afterAll(async () => {
	await api.close();
	await database.close();
});

interface Stream {
	/** Data of unnamed messages so far. */
	readonly messages: { topic: string; key: string }[];
	/** Names of named events so far, with their data. */
	readonly named: string[];
	readonly ended: () => boolean;
	readonly close: () => void;
}

async function open(browser: TestBrowser): Promise<Stream> {
	const stop = new AbortController();
	const response = await browser.fetch("/events", { signal: stop.signal });
	expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
	const messages: Stream["messages"] = [];
	const named: string[] = [];
	let ended = false;
	void (async () => {
		let text = "";
		const decoder = new TextDecoder();
		try {
			for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
				text += decoder.decode(chunk, { stream: true });
				const parts = text.split("\n\n");
				text = parts.pop() ?? "";
				for (const part of parts) {
					const event = /^event: (.*)$/m.exec(part)?.[1];
					const data = /^data: (.*)$/m.exec(part)?.[1];
					if (event !== undefined) named.push(`${event} ${data ?? ""}`);
					else if (data !== undefined) messages.push(JSON.parse(data) as { topic: string; key: string });
				}
			}
		} catch {
			// The test closed it.
		}
		ended = true;
	})();
	return { messages, named, ended: () => ended, close: () => stop.abort() };
}

const tell = (tenant: TestTenant, topic: Topic, key: string) => database.withTenant(tenant, (em) => notify(em, { topic, key }));

const admin = async (sql: string, values: unknown[] = []): Promise<void> => {
	const client = new pg.Client({ connectionString: database.adminUrl });
	await client.connect();
	await client.query(sql, values);
	await client.end();
};

attack("side-doors", () => {
	test("a browser hears its own company's changes after the commit, and never another's", async () => {
		const [alder, birch] = database.tenants;
		const [a, b] = [await open(await api.as(alder.users.analyst.email)), await open(await api.as(birch.users.analyst.email))];
		await tell(alder, "jobs", "job-of-alder");
		await tell(birch, "connections", "connection-of-birch");
		await expect(
			database.withTenant(alder, async (em) => {
				await notify(em, { topic: "jobs", key: "rolled back" });
				throw new Error("rolled back");
			}),
		).rejects.toThrow("rolled back");
		await tell(alder, "files", "last");
		await tell(birch, "files", "last");
		await vi.waitFor(() => expect([a.messages.length, b.messages.length]).toEqual([2, 2]));
		expect(a.messages).toEqual([
			{ topic: "jobs", key: "job-of-alder" },
			{ topic: "files", key: "last" },
		]);
		expect(b.messages).toEqual([
			{ topic: "connections", key: "connection-of-birch" },
			{ topic: "files", key: "last" },
		]);
		a.close();
		b.close();
	});
});

test("who is invited, let in, given a role or shown another role is told to the company's open pages, whatever their role, and to nobody else's", async () => {
	const [alder, birch] = database.tenants;
	const owner = await api.as(alder.users.owner.email);
	const [a, b] = [await open(await api.as(alder.users.analyst.email)), await open(await api.as(birch.users.owner.email))];
	const told = async (work: () => Promise<unknown>): Promise<void> => {
		const before = a.messages.length;
		await work();
		await vi.waitFor(() => expect(a.messages.slice(before)).toContainEqual(expect.objectContaining({ topic: "access" })));
	};
	const { userId } = alder.users.preparer;
	const draft = { name: "Clerk", description: "", permissions: ["jobs.read" as const] };
	await told(() => owner.trpc.invitations.create.mutate({ email: "new@alder.example", role: "analyst" }));
	await told(() => owner.trpc.users.changeRole.mutate({ userId, role: "analyst" }));
	await told(() => owner.trpc.users.remove.mutate({ userId }));
	await told(() => owner.trpc.users.restore.mutate({ userId }));
	await told(() => owner.trpc.roles.create.mutate(draft));
	await tell(birch, "jobs", "last");
	await vi.waitFor(() => expect(b.messages).toEqual([{ topic: "jobs", key: "last" }]));
	a.close();
	b.close();
});

test("a notification that is not one of ours reaches nobody and breaks nothing", async () => {
	const [alder] = database.tenants;
	const stream = await open(await api.as(alder.users.analyst.email));
	await admin("select pg_notify('tieout', 'not json')");
	await admin("select pg_notify('tieout', $1)", [JSON.stringify({ tenant: alder.tenantId, topic: "salaries", key: "x" })]);
	await tell(alder, "jobs", "after");
	await vi.waitFor(() => expect(stream.messages).toEqual([{ topic: "jobs", key: "after" }]));
	stream.close();
});

test("nobody hears anything without a session", async () => {
	expect((await api.browser().fetch("/events")).status).toBe(401);
});

test("signing out ends the stream within two seconds and says why", async () => {
	const [alder] = database.tenants;
	const browser = await api.as(alder.users.preparer.email);
	const stream = await open(browser);
	await browser.trpc.auth.logout.mutate();
	const since = Date.now();
	await vi.waitFor(() => expect(stream.ended()).toBe(true), { timeout: 4000, interval: 20 });
	expect(Date.now() - since).toBeLessThan(2000);
	expect(stream.named).toEqual(['closed {"reason":"session"}']);
	await tell(alder, "jobs", "too late");
	expect(stream.messages).toEqual([]);
});

test("switching company ends the old company's stream", async () => {
	const [, birch] = database.tenants;
	const browser = await api.as(database.both.email);
	const stream = await open(browser);
	await browser.trpc.auth.switchTenant.mutate({ tenantId: birch.tenantId });
	await vi.waitFor(() => expect(stream.named).toEqual(['closed {"reason":"tenant"}']), { timeout: 3000 });
	const next = await open(browser);
	await tell(birch, "jobs", "in the new one");
	await vi.waitFor(() => expect(next.messages).toEqual([{ topic: "jobs", key: "in the new one" }]));
	next.close();
});

test("a lost database connection comes back by itself, and open browsers are told to read again", async () => {
	const [alder] = database.tenants;
	const stream = await open(await api.as(alder.users.controller.email));
	await admin(
		"select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tieout change feed' and datname = current_database()",
	);
	await vi.waitFor(() => expect(stream.named).toEqual(["refetch {}"]), { timeout: 5000 });
	await tell(alder, "jobs", "after the break");
	await vi.waitFor(() => expect(stream.messages).toEqual([{ topic: "jobs", key: "after the break" }]));
	stream.close();
});

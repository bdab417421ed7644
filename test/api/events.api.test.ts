// The event stream: own company's changes alone, only topics the role may know of, ends with the session, survives the database.
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeFeed } from "../../api/http/change-feed.ts";
import { notify, type Topic } from "../../db/notify.ts";
import { attack } from "../attacks/attack.ts";
import { testApi, type TestApi, type TestBrowser } from "../support/api.ts";
import { testDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";
import { until } from "../sync/watch.ts";

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	// What happens before it can hear is told as one "refetch".
	await until("the API listens", async () => (await admin(listening)).rowCount === 1);
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

const admin = async (sql: string, values: unknown[] = []): Promise<pg.QueryResult> => {
	const client = new pg.Client({ connectionString: database.adminUrl });
	await client.connect();
	try {
		return await client.query(sql, values);
	} finally {
		await client.end();
	}
};
const listening = `select from pg_stat_activity where application_name = 'tieout change feed' and datname = current_database()
	and query like 'listen %' and state = 'idle'`;

attack("side-doors", () => {
	test("a browser hears its own company's changes after the commit, and never another's", async () => {
		const [alder, birch] = database.tenants;
		const [a, b] = [await open(await api.as(alder.users.analyst.email)), await open(await api.as(birch.users.analyst.email))];
		// Whoever is limited to entities isn't told the ids of what may lie in others.
		const limit = [alder.tenantId, alder.users.preparer.userId, alder.entityId];
		await admin("insert into membership_entities (tenant_id, user_id, entity_id) values ($1, $2, $3)", limit);
		const limited = await open(await api.as(alder.users.preparer.email));
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
		await expect.poll(() => [a.messages.length, b.messages.length, limited.messages.length]).toEqual([2, 2, 2]);
		expect(limited.messages).toEqual([
			{ topic: "jobs", key: "" },
			{ topic: "files", key: "" },
		]);
		limited.close();
		await admin("delete from membership_entities where tenant_id = $1 and user_id = $2 and entity_id = $3", limit);
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
		await expect.poll(() => a.messages.slice(before)).toContainEqual(expect.objectContaining({ topic: "access" }));
	};
	const { userId } = alder.users.preparer;
	const draft = { name: "Clerk", description: "", permissions: ["jobs.read" as const] };
	await told(() => owner.trpc.invitations.create.mutate({ email: "new@alder.example", role: "analyst" }));
	await told(() => owner.trpc.users.changeRole.mutate({ userId, role: "analyst" }));
	await told(() => owner.trpc.users.remove.mutate({ userId }));
	await told(() => owner.trpc.users.restore.mutate({ userId }));
	await told(() => owner.trpc.roles.create.mutate(draft));
	await tell(birch, "jobs", "last");
	await expect.poll(() => b.messages).toEqual([{ topic: "jobs", key: "last" }]);
	a.close();
	b.close();
});

test("a notification that is not one of ours reaches nobody and breaks nothing", async () => {
	const [alder] = database.tenants;
	const stream = await open(await api.as(alder.users.analyst.email));
	await admin("select pg_notify('tieout', 'not json')");
	await admin("select pg_notify('tieout', $1)", [JSON.stringify({ tenant: alder.tenantId, topic: "salaries", key: "x" })]);
	await tell(alder, "jobs", "after");
	await expect.poll(() => stream.messages).toEqual([{ topic: "jobs", key: "after" }]);
	stream.close();
});

test("nobody hears anything without a session", async () => {
	expect((await api.browser().fetch("/events")).status).toBe(401);
});

test("signing out ends the stream within two seconds and says why", async () => {
	const [alder] = database.tenants;
	const signedOut = async (): Promise<number> => {
		const browser = await api.as(alder.users.preparer.email);
		const stream = await open(browser);
		await browser.trpc.auth.logout.mutate();
		const since = performance.now();
		await expect.poll(stream.ended, { interval: 20 }).toBe(true);
		const took = performance.now() - since;
		expect(stream.named).toEqual(['closed {"reason":"session"}']);
		await tell(alder, "jobs", "too late");
		expect(stream.messages).toEqual([]);
		return took;
	};
	// Once more where something else held the whole machine up.
	let took = await signedOut();
	for (let again = 0; again < 4 && took >= 2000; again++) took = await signedOut();
	expect(took).toBeLessThan(2000);
});

test("switching company ends the old company's stream", async () => {
	const [, birch] = database.tenants;
	const browser = await api.as(database.both.email);
	const stream = await open(browser);
	await browser.trpc.auth.switchTenant.mutate({ tenantId: birch.tenantId });
	await expect.poll(() => stream.named).toEqual(['closed {"reason":"tenant"}']);
	const next = await open(browser);
	await tell(birch, "jobs", "in the new one");
	await expect.poll(() => next.messages).toEqual([{ topic: "jobs", key: "in the new one" }]);
	next.close();
});

test("who was there before the database could be heard is told to read again", async () => {
	let missed = 0;
	const feed = changeFeed(database.loginUrl, api.deps.log);
	feed.subscribe({ changed: () => {}, missed: () => missed++ });
	await expect.poll(() => missed).toBe(1);
	await feed.stop();
});

test("a lost database connection comes back by itself, and open browsers are told to read again", async () => {
	const [alder] = database.tenants;
	const stream = await open(await api.as(alder.users.controller.email));
	await admin(
		"select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tieout change feed' and datname = current_database()",
	);
	await expect.poll(() => stream.named).toEqual(["refetch {}"]);
	await tell(alder, "jobs", "after the break");
	await expect.poll(() => stream.messages).toEqual([{ topic: "jobs", key: "after the break" }]);
	stream.close();
});

// Dead letters: what was given up on and nothing else, each with its reason, its fix and the door of its retry.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { type StoredSync, storedSync } from "../support/stored-sync.ts";

let db: TestDatabase;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let auditor: TestBrowser;
let sync: StoredSync;

beforeAll(async () => {
	db = await testDatabase();
	api = await testApi(db);
	[a, b] = db.tenants;
	auditor = await api.as(a.users.auditor.email);
	sync = await storedSync(db, api.deps.storage, a);
});
afterAll(async () => {
	await api?.close();
	await db?.close();
});

interface JobOf {
	readonly kind?: string;
	readonly status?: string;
	readonly code?: string;
	readonly message?: string;
	readonly workflowId?: string;
	readonly supersedes?: string;
	readonly parent?: string;
	readonly minutesAgo?: number;
}

async function job(tenant: TestTenant, of: JobOf = {}): Promise<string> {
	const id = randomUUID();
	await db.withTenant(tenant, (em) =>
		em.execute(
			`insert into jobs (tenant_id, id, kind, title, business_key, workflow_id, first_run_id, correlation_id, requested_at, closed_at, status,
				failure_code, failure_message, input, supersedes_job_id, parent_job_id)
			values (?, ?, ?, 'Sync Stripe', 'k', ?, ?, 'c', now() - ?::int * interval '1 minute', now() - ?::int * interval '1 minute', ?, ?, ?,
				'{}', ?::uuid, ?::uuid)`,
			[
				tenant.tenantId,
				id,
				of.kind ?? "sync",
				of.workflowId ?? `t/${tenant.tenantId}/sync/${id}`,
				id,
				of.minutesAgo ?? 10,
				of.minutesAgo ?? 10,
				of.status ?? "failed",
				of.code ?? "VENDOR_AUTH",
				of.message ?? "Stripe refused the key. Reconnect it.",
				of.supersedes ?? null,
				of.parent ?? null,
			],
		),
	);
	return id;
}
const letters = async (kind?: "job" | "file" | "quarantine" | "decision", browser = auditor) =>
	(await browser.trpc.deadLetters.list.query({ ...(kind && { kind }), limit: 200 })).rows;
const listed = async (id: string): Promise<boolean> => (await letters("job")).some((row) => row.id === id);

describe("a failed job", () => {
	test("is listed with its sentence, what to mend, and a plan as its retry", async () => {
		const id = await job(a);
		const found = (await letters("job")).find((row) => row.id === id);
		expect(found).toMatchObject({
			kind: "job",
			title: "Sync Stripe",
			why: "Stripe refused the key. Reconnect it.",
			code: "VENDOR_AUTH",
			fix: "Reconnect with valid credentials, then sync again.",
			retry: { label: "Plan a replay", does: expect.stringContaining("before anything runs") },
			door: { page: "replay", jobId: id },
			count: 1,
			tries: 0,
		});
	});

	test("is healed by the replay that took its place, or by a later run of the same work that ended well", async () => {
		const replaced = await job(a);
		const repeated = await job(a, { workflowId: "t/x/sync/repeated", minutesAgo: 20 });
		expect([await listed(replaced), await listed(repeated)]).toEqual([true, true]);
		const replay = await job(a, { kind: "replay", status: "done", supersedes: replaced });
		await db.withTenant(a, (em) =>
			em.execute("update jobs set superseded_by_job_id = ? where tenant_id = ? and id = ?", [replay, a.tenantId, replaced]),
		);
		await job(a, { workflowId: "t/x/sync/repeated", status: "done", minutesAgo: 5 });
		expect([await listed(replaced), await listed(repeated)]).toEqual([false, false]);
	});

	test("counts its failed replays, which are not listed beside it", async () => {
		const original = await job(a);
		const again = await job(a, { kind: "replay", supersedes: original });
		expect([await listed(original), await listed(again)]).toEqual([true, false]);
		expect((await letters("job")).find((row) => row.id === original)?.tries).toBe(1);
	});

	test("of a kind whose answer a person waits for, a step of another job, or one stopped by a person, is nobody's dead letter", async () => {
		const parent = await job(a, { status: "done" });
		const none = await Promise.all([
			job(a, { kind: "test" }),
			job(a, { kind: "inspect" }),
			job(a, { kind: "export" }),
			job(a, { status: "stopped" }),
			job(a, { status: "check" }),
			job(a, { parent }),
		]);
		for (const id of none) expect(await listed(id)).toBe(false);
	});

	test("of a rotation leads to the keys, of a set to the set", async () => {
		const rotation = await job(a, { kind: "rotate_keys", code: "KEY_NOT_EVERYWHERE" });
		const bulk = await job(a, { kind: "bulk_replay" });
		const rows = await letters("job");
		expect(rows.find((row) => row.id === rotation)?.door).toEqual({ page: "keys" });
		expect(rows.find((row) => row.id === bulk)?.door).toEqual({ page: "job", jobId: bulk });
	});
});

describe("beside jobs", () => {
	test("a refused file says why, and leads to its upload", async () => {
		const id = randomUUID();
		const inspect = await job(a, { kind: "inspect", code: "CSV_EMPTY", message: "The file has no rows." });
		await db.withTenant(a, (em) =>
			em.execute(
				`insert into files (tenant_id, id, connection_id, name, size_bytes, sha256, object_key, status, inspect_job_id)
				values (?, ?, ?, 'october.csv', 1, 'x', 'x', 'refused', ?)`,
				[a.tenantId, id, sync.connectionId, inspect],
			),
		);
		expect((await letters("file")).find((row) => row.id === id)).toMatchObject({
			title: "october.csv",
			why: "The file has no rows.",
			code: "CSV_EMPTY",
			fix: "Upload the file that holds the rows.",
			door: { page: "file", fileId: id, connectionId: sync.connectionId },
		});
	});

	test("quarantined records are one letter for each connection and reason, without those that are resolved or dismissed", async () => {
		const put = (index: number, code: string, ended: "resolved_at" | "dismissed_at" | null) =>
			db.withTenant(a, (em) =>
				em.execute(
					`insert into quarantine (tenant_id, id, connection_id, stream, page_id, page_index, natural_key, code, reason, payload_sha256, job_id
						${ended === null ? "" : `, ${ended}`})
					values (?, ?, ?, 's', ?, ?, 'k', ?, 'The currency XXQ is unknown.', 'x', ? ${ended === null ? "" : ", now()"})`,
					[a.tenantId, randomUUID(), sync.connectionId, sync.pageId, index, code, sync.jobId],
				),
			);
		await put(100, "CURRENCY_UNKNOWN", null);
		await put(101, "CURRENCY_UNKNOWN", null);
		await put(102, "CURRENCY_UNKNOWN", "resolved_at");
		await put(103, "CURRENCY_UNKNOWN", "dismissed_at");
		await put(104, "DATE_UNREADABLE", null);
		const rows = (await letters("quarantine")).toSorted((x, y) => x.code.localeCompare(y.code));
		expect(rows.map(({ code, count, title }) => ({ code, count, title }))).toEqual([
			{ code: "CURRENCY_UNKNOWN", count: 2, title: "2 records of Stripe could not be read" },
			{ code: "DATE_UNREADABLE", count: 1, title: "1 record of Stripe could not be read" },
		]);
		expect(rows[0]).toMatchObject({ door: { page: "quarantine", connectionId: sync.connectionId, code: "CURRENCY_UNKNOWN" } });
	});

	test("a decision that was rejected or ran out is listed until it is asked anew", async () => {
		const workflowId = `t/${a.tenantId}/sync/decides`;
		const ask = async (status: string, minutesAgo: number): Promise<string> => {
			const id = randomUUID();
			const jobId = await job(a, { workflowId, status: "check", minutesAgo });
			await db.withTenant(a, (em) =>
				em.execute(
					`insert into decisions (tenant_id, id, job_id, kind, sentence, subject, sha256, status, asked_at, due_at)
					values (?, ?, ?, 'mass_delete', '120 of 400 payouts would be deleted.', '{}', 'x', ?, now() - ?::int * interval '1 minute', now())`,
					[a.tenantId, id, jobId, status, minutesAgo],
				),
			);
			return id;
		};
		const expired = await ask("expired", 30);
		expect((await letters("decision")).map(({ id, why }) => ({ id, why }))).toEqual([
			{ id: expired, why: "Nobody decided in time, so nothing was deleted." },
		]);
		await ask("open", 20);
		expect(await letters("decision")).toEqual([]);
	});
});

test("the list is counted by kind, comes in pages without loss, and holds nothing of another company", async () => {
	const foreign = await job(b);
	const all = await auditor.trpc.deadLetters.list.query({ limit: 200 });
	expect(all.total).toBe(all.rows.length);
	expect(all.counts).toEqual({
		job: all.rows.filter(({ kind }) => kind === "job").length,
		file: all.rows.filter(({ kind }) => kind === "file").length,
		quarantine: all.rows.filter(({ kind }) => kind === "quarantine").length,
		decision: all.rows.filter(({ kind }) => kind === "decision").length,
	});
	expect(all.rows.some(({ id }) => id === foreign)).toBe(false);
	const seen: string[] = [];
	for (let after: string | null = null; ; ) {
		const page: Awaited<ReturnType<typeof auditor.trpc.deadLetters.list.query>> = await auditor.trpc.deadLetters.list.query({
			limit: 2,
			after,
		});
		seen.push(...page.rows.map(({ kind, id }) => `${kind} ${id}`));
		after = page.next;
		if (after === null) break;
	}
	expect(seen).toEqual(all.rows.map(({ kind, id }) => `${kind} ${id}`));
	const theirs = await letters(undefined, await api.as(b.users.auditor.email));
	expect(theirs.map(({ id }) => id)).toEqual([foreign]);
});

// The inbox of what waits for a person: who sees it, who may answer, in which order, and nothing of another company.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";

let db: TestDatabase;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let controller: TestBrowser;

beforeAll(async () => {
	db = await testDatabase();
	api = await testApi(db);
	[a, b] = db.tenants;
	controller = await api.as(a.users.controller.email);
});
afterAll(async () => {
	await api?.close();
	await db?.close();
});

interface Asked {
	readonly tenant?: TestTenant;
	readonly permission?: string;
	readonly preparedBy?: string | null;
	/** Whose role would change. */
	readonly about?: string;
	readonly dueInHours?: number;
	readonly status?: string;
	readonly decidedBy?: string;
	readonly decidedHoursAgo?: number;
	readonly title?: string;
	readonly amounts?: readonly { minor: string; currency: string }[];
}

/** A question of a job, as the job's own activities write it. */
async function ask(asked: Asked = {}): Promise<string> {
	const { tenant = a, permission = "changes.decide", preparedBy = null, dueInHours = 24, status = "open" } = asked;
	const { amounts = [{ minor: "9600", currency: "USD" }] } = asked;
	const [id, jobId] = [randomUUID(), randomUUID()];
	await db.withTenant(tenant, async (em) => {
		await em.execute(
			`insert into jobs (tenant_id, id, kind, title, business_key, workflow_id, correlation_id, status, input)
			values (?, ?, 'change', 'Change to roles', 'k', ?, 'c', 'waiting', '{}')`,
			[tenant.tenantId, jobId, `t/${tenant.tenantId}/change/${jobId}`],
		);
		await em.execute(
			`insert into decisions (tenant_id, id, job_id, kind, title, sentence, subject, sha256, permission, prepared_by, diff, status, due_at,
				decided_by, decided_at, amount_minor, currency, amounts)
			values (?, ?, ?, 'change', ?, 'Somebody becomes Controller.', ?::jsonb, 'hash', ?, ?::uuid,
				'{"before": {"role": "Preparer"}, "after": {"role": "Controller"}}', ?, now() + ?::int * interval '1 hour', ?::uuid,
				now() - ?::int * interval '1 hour', ?::bigint, ?, ?::jsonb)`,
			[
				tenant.tenantId,
				id,
				jobId,
				asked.title ?? "Role of somebody",
				JSON.stringify({
					reason: "Month end",
					...(asked.about === undefined ? {} : { kind: "users.change_role", args: { userId: asked.about } }),
				}),
				permission,
				preparedBy,
				status,
				dueInHours,
				asked.decidedBy ?? null,
				status === "open" ? null : (asked.decidedHoursAgo ?? 1),
				amounts[0]?.minor ?? null,
				amounts[0]?.currency ?? null,
				JSON.stringify(amounts),
			],
		);
	});
	return id;
}

const code = (text: string) => expect.objectContaining({ data: expect.objectContaining({ code: text }) });

describe("the inbox", () => {
	test("lists first what the person may answer, soonest due first, then what somebody else must, and counts both", async () => {
		const late = await ask({ dueInHours: 48 });
		const soon = await ask({ dueInHours: 2 });
		const own = await ask({ dueInHours: 1, preparedBy: a.users.controller.userId });
		const above = await ask({ dueInHours: 1, permission: "tenant.erase" });
		const closed = await ask({ status: "rejected", decidedBy: a.users.approver.userId });
		const foreign = await ask({ tenant: b });
		const { rows, counts } = await controller.trpc.approvals.list.query({});
		const [first, second, ...locked] = rows.map(({ id, lock }) => ({ id, lock }));
		expect([first, second]).toEqual([
			{ id: soon, lock: null },
			{ id: late, lock: null },
		]);
		expect(locked).toHaveLength(2);
		expect(locked).toEqual(
			expect.arrayContaining([
				{ id: own, lock: "own" },
				{ id: above, lock: "permission" },
			]),
		);
		expect(rows.some(({ id }) => id === closed || id === foreign)).toBe(false);
		expect(counts).toEqual({ mine: 2, open: 4, prepared: 1 });
		expect(await controller.trpc.approvals.count.query()).toEqual(counts);

		const auditor = await api.as(a.users.auditor.email);
		expect((await auditor.trpc.approvals.count.query()).mine).toBe(0);
		const prepared = await controller.trpc.approvals.list.query({ view: "prepared" });
		expect(prepared.rows.map(({ id }) => id)).toEqual([own]);
		const decided = await controller.trpc.approvals.list.query({ view: "decided" });
		expect(decided.rows.map(({ id, status, decidedBy }) => ({ id, status, decidedBy }))).toEqual([
			{ id: closed, status: "rejected", decidedBy: a.users.approver.name },
		]);
	});

	test("puts the largest first where asked, each currency by itself, and finds what is worth so much in any of its currencies", async () => {
		const engineer = { tenant: b, permission: "users.manage" };
		const worth = (minor: string, currency: string) => ({ minor, currency });
		const clear = () => db.withTenant(b, (em) => em.execute("delete from decisions where tenant_id = ?", [b.tenantId]));
		await clear();
		const small = await ask({ ...engineer, amounts: [worth("100", "USD")] });
		const large = await ask({ ...engineer, amounts: [worth("90000", "USD"), worth("700", "EUR")] });
		const other = await ask({ ...engineer, amounts: [worth("500", "EUR")] });
		const none = await ask({ ...engineer, amounts: [] });
		const admin = await api.as(b.users.admin.email);
		const ids = async (input: Parameters<typeof admin.trpc.approvals.list.query>[0]) =>
			(await admin.trpc.approvals.list.query(input)).rows.map(({ id }) => id);
		expect(await ids({ sort: "amount" })).toEqual([other, large, small, none]);
		expect(await ids({ sort: "amount", atLeast: worth("500", "EUR") })).toEqual([large, other]);
		expect(await ids({ atLeast: worth("101", "USD") })).toEqual([large]);
		expect(await ids({ actions: ["files.import"] })).toEqual([]);
		expect((await ids({ actions: ["change"] })).length).toBe(4);
		const first = await admin.trpc.approvals.list.query({ sort: "amount", limit: 2 });
		expect(await ids({ sort: "amount", limit: 2, after: first.next })).toEqual([small, none]);
		await clear();
	});

	test("is read window by window without losing or repeating a line, whatever is locked", async () => {
		for (let n = 0; n < 9; n += 1) await ask({ tenant: b, dueInHours: n % 3, preparedBy: n % 2 === 0 ? b.users.controller.userId : null });
		const reader = await api.as(b.users.controller.email);
		const seen: string[] = [];
		let after: string | null = null;
		do {
			const page: { rows: { id: string }[]; next: string | null } = await reader.trpc.approvals.list.query({ after, limit: 4 });
			seen.push(...page.rows.map(({ id }) => id));
			after = page.next;
		} while (after !== null);
		const whole = await reader.trpc.approvals.list.query({ limit: 200 });
		expect(seen).toEqual(whole.rows.map(({ id }) => id));
		expect(new Set(seen).size).toBe(seen.length);
		await expect(reader.trpc.approvals.list.query({ after: "bm90IG91cnM" })).rejects.toEqual(code("INPUT"));
	});
});

describe("one approval", () => {
	test("says what changes, on what the answer is bound, what was said why, and who else may decide", async () => {
		const id = await ask({ preparedBy: a.users.controller.userId });
		const approver = await api.as(a.users.approver.email);
		const found = await approver.trpc.approvals.get.query({ id });
		expect(found).toMatchObject({
			sha256: "hash",
			lock: null,
			preparedBy: a.users.controller.name,
			reason: "Month end",
			amount: { minor: "9600", currency: "USD" },
			diff: { before: { role: "Preparer" }, after: { role: "Controller" } },
			deletion: null,
		});
		expect(found.deciders).toContain(a.users.approver.name);
		expect(found.deciders).not.toContain(a.users.controller.name);
		expect(found.deciders).not.toContain(a.users.analyst.name);
	});

	test("about somebody's own role is somebody else's to decide", async () => {
		const id = await ask({ about: a.users.controller.userId });
		expect(await controller.trpc.approvals.get.query({ id })).toMatchObject({ lock: "about" });
		const found = await (await api.as(a.users.approver.email)).trpc.approvals.get.query({ id });
		expect([found.lock, found.deciders.includes(a.users.controller.name)]).toEqual([null, false]);
	});

	test("of another company is not there, neither to read nor to answer", async () => {
		const id = await ask({ tenant: b });
		await expect(controller.trpc.approvals.get.query({ id })).rejects.toEqual(code("NOT_FOUND"));
		await expect(controller.trpc.approvals.decide.mutate({ id, sha256: "hash", verdict: "approve" })).rejects.toEqual(code("NOT_FOUND"));
	});

	test("isn't rejected without a word why: the comment's own field says so", async () => {
		const id = await ask();
		const refused = controller.trpc.approvals.decide.mutate({ id, sha256: "hash", verdict: "reject", comment: "  " });
		await expect(refused).rejects.toEqual(
			expect.objectContaining({ data: expect.objectContaining({ code: "INPUT", fields: [expect.objectContaining({ path: "comment" })] }) }),
		);
	});
});

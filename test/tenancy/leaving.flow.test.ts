// A company that asks to be erased, by the API: who may ask, who agrees, how it is taken back; a person who is erased; and who gets the
// archive and the report. Beside another company whose people try the same.
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessChanged } from "../../db/tenancy/access.store.ts";
import { graceDays } from "../../domain/tenancy/lifecycle/erasure.ts";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { testKeys, type TestTemporal, testTemporal } from "../support/temporal.ts";
import { until } from "../sync/watch.ts";

let db: TestDatabase;
let engine: TestTemporal;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let owner: TestBrowser;
let admin: TestBrowser;
let foreign: TestBrowser;

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, { queue: "core" });
	api = await testApi(db, { deps: { temporal: engine.temporal, keys: testKeys, storage: engine.deps.storage } });
	[a, b] = db.tenants;
	owner = await api.as(a.users.owner.email);
	admin = await api.as(a.users.admin.email);
	foreign = await api.as(b.users.owner.email);
});
afterAll(async () => {
	await api?.close();
	await engine?.close();
	await db?.close();
});

const rows = <Row>(of: TestTenant, sql: string, ...values: unknown[]): Promise<Row[]> =>
	db.withTenant(of, (em) => em.execute<Row[]>(sql, values));
const code = (text: string) => expect.objectContaining({ data: expect.objectContaining({ code: text }) });
const stateOf = async (browser: TestBrowser) => (await browser.trpc.lifecycle.erasure.query()).state;
const statusOf = async (of: TestTenant): Promise<string | undefined> =>
	(await rows<{ status: string }>(of, "select status from tenants where id = ?", of.tenantId))[0]?.status;
const reason = "We move to another product";

/** Asks, and waits until the run waits for the second person. */
async function proposed(): Promise<{ decisionId: string; jobId: string; sha256: string; reportPath: string }> {
	const { outcome, reportPath } = await owner.trpc.lifecycle.askErasure.mutate({ company: a.name, reason });
	expect(outcome).toBe("proposed");
	const state = await stateOf(admin);
	if (state.kind !== "proposed") throw new Error(`it is ${state.kind}`);
	const read = async () =>
		(
			await rows<{ jobId: string; sha256: string; status: string }>(
				a,
				`select d.job_id::text as "jobId", d.sha256, j.status from decisions d join jobs j on j.tenant_id = d.tenant_id and j.id = d.job_id
				where d.tenant_id = ? and d.id = ?`,
				a.tenantId,
				state.decisionId,
			)
		)[0];
	await until("the run asks", async () => (await read())?.status === "waiting");
	const { jobId = "", sha256 = "" } = (await read()) ?? {};
	return { decisionId: state.decisionId, jobId, sha256, reportPath };
}

const agree = (by: TestBrowser, { jobId, decisionId, sha256 }: { jobId: string; decisionId: string; sha256: string }) =>
	by.trpc.jobs.decide.mutate({ jobId, decisionId, sha256, verdict: "approve" });

test("only an owner asks for the erasure, with the company's own name typed and a reason", async () => {
	const ask = (by: TestBrowser, company: string, why = reason) => by.trpc.lifecycle.askErasure.mutate({ company, reason: why });
	await expect(ask(admin, a.name)).rejects.toEqual(code("FORBIDDEN"));
	await expect(admin.trpc.lifecycle.cancelErasure.mutate()).rejects.toEqual(code("FORBIDDEN"));
	for (const typed of [b.name, a.name.toLowerCase(), `${a.name} `, ""]) await expect(ask(owner, typed)).rejects.toEqual(code("INPUT"));
	await expect(ask(foreign, a.name)).rejects.toEqual(code("INPUT"));
	await expect(ask(owner, a.name, "  ")).rejects.toEqual(code("INPUT"));
	expect([await stateOf(owner), await stateOf(foreign)]).toEqual([{ kind: "none" }, { kind: "none" }]);
});

test("what waits for a second person is taken back by the owner, and nobody can agree to it any more", async () => {
	const waits = await proposed();
	await expect(owner.trpc.lifecycle.askErasure.mutate({ company: a.name, reason })).rejects.toEqual(code("CONFLICT"));
	await expect(foreign.trpc.lifecycle.cancelErasure.mutate()).rejects.toEqual(code("CONFLICT"));
	expect(await owner.trpc.lifecycle.cancelErasure.mutate()).toEqual({ outcome: "kept" });
	expect(await engine.closed(a.tenantId, waits.jobId)).toBe("stopped");
	expect(await stateOf(owner)).toEqual({ kind: "none" });
	await expect(agree(admin, waits)).rejects.toEqual(code("DECISION_CLOSED"));
	expect(await stateOf(owner)).toEqual({ kind: "none" });
});

test("an admin agrees, not the owner who asked nor another company's; within its days the owner keeps the company", async () => {
	const waits = await proposed();
	await expect(agree(owner, waits)).rejects.toEqual(code("SAME_PERSON"));
	await expect(agree(await api.as(a.users.controller.email), waits)).rejects.toEqual(code("FORBIDDEN"));
	await expect(agree(await api.as(b.users.admin.email), waits)).rejects.toEqual(code("NOT_FOUND"));
	const before = Date.now();
	await agree(admin, waits);
	expect(await engine.closed(a.tenantId, waits.jobId)).toBe("done");
	const state = await stateOf(owner);
	if (state.kind !== "waiting") throw new Error(`it is ${state.kind}`);
	expect(Date.parse(state.until) - before).toBeGreaterThan(graceDays * 86_400_000 - 60_000);
	expect(state).toMatchObject({ reportPath: waits.reportPath, askedBy: a.users.owner.name });
	// Who may not ask is told when, not where the report will be.
	expect(await stateOf(admin)).toMatchObject({ kind: "waiting", reportPath: null });
	expect(await stateOf(foreign)).toEqual({ kind: "none" });
	await engine.reconcile();
	await until("it waits in its days", async () => {
		const [job] = await rows<{ status: string }>(a, "select status from jobs where tenant_id = ? and id = ?", a.tenantId, state.jobId);
		return job?.status === "running";
	});
	await expect(admin.trpc.lifecycle.cancelErasure.mutate()).rejects.toEqual(code("FORBIDDEN"));
	expect(await owner.trpc.lifecycle.cancelErasure.mutate()).toEqual({ outcome: "kept" });
	expect(await engine.closed(a.tenantId, state.jobId)).toBe("stopped");
	expect([await stateOf(owner), await statusOf(a)]).toEqual([{ kind: "none" }, "active"]);
	const trail = await rows<{ action: string }>(
		a,
		"select action from audit_events where tenant_id = ? and action like 'tenant.erase%' order by at",
		a.tenantId,
	);
	expect(trail.map(({ action }) => action)).toEqual(["tenant.erase_cancelled", "tenant.erase", "tenant.erase_cancelled"]);
});

test("the archive of a company goes to who asked for it: not to another role or company, and not after its time", async () => {
	await expect((await api.as(a.users.analyst.email)).trpc.lifecycle.export.mutate()).rejects.toEqual(code("FORBIDDEN"));
	const { jobId } = await owner.trpc.lifecycle.export.mutate();
	const early = await owner.fetch(`/exports/${jobId}`);
	expect([200, 404]).toContain(early.status);
	await early.arrayBuffer();
	expect(await engine.closed(a.tenantId, jobId)).toBe("done");
	const file = await owner.fetch(`/exports/${jobId}`);
	expect([file.status, file.headers.get("content-type")]).toEqual([200, expect.stringContaining("zip")]);
	expect(
		Buffer.from(await file.arrayBuffer())
			.subarray(0, 2)
			.toString(),
	).toBe("PK");
	for (const other of [admin, await api.as(a.users.auditor.email), foreign])
		expect((await other.fetch(`/exports/${jobId}`)).status).toBe(404);
	expect((await owner.fetch(`/exports/${randomUUID()}`)).status).toBe(404);
	await rows(a, "update exports set expires_at = now() - interval '1 minute' where tenant_id = ? and id = ?", a.tenantId, jobId);
	const late = await owner.fetch(`/exports/${jobId}`);
	expect([late.status, await late.text()]).toEqual([404, expect.stringContaining("kept for seven days")]);
});

test("a person is erased after they were removed, by who manages people, by name; who is in another company keeps their account", async () => {
	const { userId, name, email } = a.users.analyst;
	const erase = (by: TestBrowser, id: string, typed: string) =>
		by.trpc.lifecycle.erasePerson.mutate({ userId: id, name: typed, reason: "They asked for it" });
	await expect(erase(admin, userId, name)).rejects.toEqual(code("CONFLICT"));
	for (const id of [userId, db.both.userId]) await admin.trpc.users.remove.mutate({ userId: id });
	await expect(erase(await api.as(a.users.controller.email), userId, name)).rejects.toEqual(code("FORBIDDEN"));
	await expect(erase(foreign, userId, name)).rejects.toEqual(code("NOT_FOUND"));
	await expect(erase(admin, b.users.analyst.userId, b.users.analyst.name)).rejects.toEqual(code("NOT_FOUND"));
	await expect(erase(admin, userId, "Somebody")).rejects.toEqual(code("INPUT"));
	expect(await erase(admin, userId, name)).toMatchObject({ account: "erased" });
	expect(await erase(admin, db.both.userId, "Both")).toMatchObject({ account: "kept" });
	const gone = await admin.trpc.users.list.query({ status: "gone" });
	expect(gone.rows.map((member) => member.name)).toEqual(["Erased person", "Erased person"]);
	expect(gone.rows.map(({ email: kept, can }) => [kept, can.restore?.includes("erased")])).toEqual([
		[null, true],
		[null, true],
	]);
	await expect(admin.trpc.users.restore.mutate({ userId })).rejects.toEqual(code("NOT_A_MEMBER"));
	await expect(api.as(email)).rejects.toEqual(code("LOGIN_REFUSED"));
	const stays = await (await api.as(db.both.email)).trpc.auth.me.query();
	expect(stays.user.name).toBe("Both");
	expect(await rows(b, "select name from memberships where tenant_id = ? and user_id = ?", b.tenantId, db.both.userId)).toEqual([
		{ name: "Both" },
	]);
});

test("an owner without a second person decides alone, still with all the days", async () => {
	await db.withTenant(b, async (em) => {
		await em.execute("update memberships set status = 'removed' where tenant_id = ? and role = 'admin'", [b.tenantId]);
		await accessChanged(em, b.tenantId);
	});
	expect(await foreign.trpc.lifecycle.askErasure.mutate({ company: b.name, reason })).toMatchObject({ outcome: "waiting" });
	const state = await stateOf(foreign);
	if (state.kind !== "waiting") throw new Error(`it is ${state.kind}`);
	expect(Date.parse(state.until)).toBeGreaterThan(Date.now() + (graceDays - 1) * 86_400_000);
	expect(await foreign.trpc.lifecycle.cancelErasure.mutate()).toEqual({ outcome: "kept" });
	expect(await engine.closed(b.tenantId, state.jobId)).toBe("stopped");
});

test("an agreed erasure ends the company when its days are over; its report is for who has the address, and another company stays", async () => {
	const waits = await proposed();
	await agree(admin, waits);
	expect(await engine.closed(a.tenantId, waits.jobId)).toBe("done");
	expect((await owner.fetch(waits.reportPath)).status).toBe(404);
	// Its days are over.
	const platform = new pg.Client({ connectionString: db.adminUrl });
	await platform.connect();
	await platform.query("update jobs set input = input || $1 where tenant_id = $2 and kind = 'erase_tenant' and closed_at is null", [
		{ until: new Date().toISOString() },
		a.tenantId,
	]);
	await platform.end();
	await engine.reconcile();
	await until("the report is written", async () => (await api.browser().fetch(waits.reportPath)).status === 200);
	const report = await foreign.fetch(waits.reportPath);
	expect(report.headers.get("content-disposition")).toContain("attachment");
	expect(await report.text()).toContain(a.name);
	for (const id of [randomUUID(), a.tenantId, "..%2F..%2Fetc"]) expect((await foreign.fetch(`/erasure-reports/${id}`)).status).toBe(404);
	expect(await statusOf(a)).toBe("erased");
	await expect(owner.trpc.auth.me.query()).rejects.toEqual(code("NOT_SIGNED_IN"));
	await expect(api.as(a.users.owner.email)).rejects.toEqual(code("LOGIN_REFUSED"));
	expect([await statusOf(b), (await foreign.trpc.auth.me.query()).tenant.name]).toEqual(["active", b.name]);
});

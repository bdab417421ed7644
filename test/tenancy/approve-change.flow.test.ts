// A change waits for a second person: refused to who prepared it and to who may not, bound to what was shown, made once as it was shown.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliverMail } from "../../activities/tenancy/deliver-mail.ts";
import { tellOfReturns } from "../../activities/tenancy/tell-of-return.ts";
import { accessOf } from "../../db/tenancy/access.store.ts";
import { unsettledMailIds } from "../../db/tenancy/mail.store.ts";
import { setMemberRole } from "../../db/tenancy/member-role.store.ts";
import type { Role } from "../../domain/tenancy/permissions.ts";
import { createMailer } from "../../platform/mail.ts";
import { type Mailbox, startMailbox } from "../../sandbox/mail/mailbox.ts";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, testPassword, type TestTenant } from "../support/database.ts";
import { ask } from "../support/rest.ts";
import { testKeys, type TestTemporal, testTemporal } from "../support/temporal.ts";
import { until } from "../sync/watch.ts";

let db: TestDatabase;
let engine: TestTemporal;
let api: TestApi;
let mailbox: Mailbox;
let a: TestTenant;
let b: TestTenant;

beforeAll(async () => {
	db = await testDatabase();
	mailbox = await startMailbox({ port: 0 });
	const mailer = createMailer({ url: `smtp://127.0.0.1:${mailbox.port}`, from: "Tieout <tieout@test.example>" });
	engine = await testTemporal(db, { queue: "core", deps: { mailer, publicUrl: "http://tieout.test.example" } });
	api = await testApi(db, { deps: { temporal: engine.temporal, keys: testKeys, storage: engine.deps.storage } });
	[a, b] = db.tenants;
});
afterAll(async () => {
	await api?.close();
	await engine?.close();
	await mailbox?.stop();
	await db?.close();
});

interface Waiting {
	readonly id: string;
	readonly jobId: string;
	readonly sha256: string;
	readonly status: string;
}

const rows = <Row>(of: TestTenant, sql: string, ...values: unknown[]): Promise<Row[]> =>
	db.withTenant(of, (em) => em.execute<Row[]>(sql, values));
const roleOf = async (userId: string): Promise<string | undefined> =>
	(await db.withTenant(a, (em) => accessOf(em, { tenantId: a.tenantId, userId })))?.role.key;
const statusOf = async (jobId: string): Promise<string | undefined> =>
	(await rows<{ status: string }>(a, "select status from jobs where tenant_id = ? and id = ?", a.tenantId, jobId))[0]?.status;
const code = (text: string) => expect.objectContaining({ data: expect.objectContaining({ code: text }) });

/** Somebody asks for another role. @returns the question once the run waits for it */
async function asked(role: Role, to: "controller" | "engineer" | "approver"): Promise<Waiting> {
	const person = await api.as(a.users[role].email);
	const { jobId, decisionId } = await person.trpc.access.request.mutate({ role: to, reason: "Month end" });
	await until("the job waits", async () => (await statusOf(jobId)) === "waiting");
	const [waiting] = await rows<Waiting>(
		a,
		`select id::text as "id", job_id::text as "jobId", sha256, status from decisions where tenant_id = ? and id = ?`,
		a.tenantId,
		decisionId,
	);
	if (waiting === undefined) throw new Error("nothing is asked");
	return waiting;
}

const decide = (by: TestBrowser, { id, jobId, sha256 }: Waiting, verdict: "approve" | "reject" = "approve") =>
	by.trpc.jobs.decide.mutate({ jobId, decisionId: id, sha256, verdict });

test("a role that a person asks for is given by an admin, once, and the trail says who asked and who gave it", async () => {
	const waiting = await asked("analyst", "controller");
	const { userId } = a.users.analyst;
	const controller = await api.as(a.users.controller.email);
	await expect(decide(controller, waiting)).rejects.toEqual(code("FORBIDDEN"));
	const foreign = await api.as(b.users.admin.email);
	await expect(decide(foreign, waiting)).rejects.toEqual(code("NOT_FOUND"));
	const admin = await api.as(a.users.admin.email);
	await expect(decide(admin, { ...waiting, sha256: "0".repeat(64) })).rejects.toEqual(code("DECISION_CHANGED"));
	expect(await roleOf(userId)).toBe("analyst");

	expect(await decide(admin, waiting)).toEqual({ status: "approved" });
	expect(await engine.closed(a.tenantId, waiting.jobId)).toBe("done");
	expect(await roleOf(userId)).toBe("controller");
	const trail = await rows<{ action: string; by: string }>(
		a,
		`select action, actor_id::text as "by" from audit_events where tenant_id = ? and action in ('approvals.request', 'users.change_role') order by at`,
		a.tenantId,
	);
	expect(trail).toEqual([
		{ action: "approvals.request", by: userId },
		{ action: "users.change_role", by: a.users.admin.userId },
	]);
	expect(await rows(b, "select 1 from audit_events where action = 'users.change_role'")).toEqual([]);
});

test("nobody decides about what they prepared, also when they may manage people", async () => {
	const waiting = await asked("admin", "controller");
	const admin = await api.as(a.users.admin.email);
	await expect(decide(admin, waiting)).rejects.toEqual(code("SAME_PERSON"));
	const owner = await api.as(a.users.owner.email);
	expect(await decide(owner, waiting, "reject")).toEqual({ status: "rejected" });
	expect(await engine.closed(a.tenantId, waiting.jobId)).toBe("done");
	expect(await roleOf(a.users.admin.userId)).toBe("admin");
});

test("what was changed by somebody else meanwhile is not overwritten by an old approval", async () => {
	const waiting = await asked("preparer", "approver");
	const { userId } = a.users.preparer;
	await db.withTenant(a, (em) => setMemberRole(em, { tenantId: a.tenantId, userId, role: "auditor", roleId: null, entityIds: null }));
	const owner = await api.as(a.users.owner.email);
	expect(await decide(owner, waiting)).toEqual({ status: "approved" });
	expect(await engine.closed(a.tenantId, waiting.jobId)).toBe("failed");
	const [job] = await rows(a, `select failure_code from jobs where tenant_id = ? and id = ?`, a.tenantId, waiting.jobId);
	expect(job).toEqual({ failure_code: "CHANGE_STALE" });
	expect(await roleOf(userId)).toBe("auditor");
});

test("a deputy decides while somebody is away, for them and under both names, but not what either has prepared, nor once the absence is ended", async () => {
	const owner = await api.as(a.users.owner.email);
	const engineer = await api.as(a.users.engineer.email);
	const absence = { deputyId: a.users.engineer.userId, from: "2026-01-01", to: "2026-02-01", reason: "Holiday" };
	await expect(owner.trpc.approvals.nameDeputy.mutate(absence)).rejects.toEqual(code("INPUT"));
	const today = new Date().toISOString().slice(0, 10);
	const { id } = await owner.trpc.approvals.nameDeputy.mutate({ ...absence, from: today, to: inDays(20) });
	await expect(engineer.trpc.approvals.nameDeputy.mutate({ ...absence, from: today, to: inDays(2) })).rejects.toEqual(code("FORBIDDEN"));
	await expect((await api.as(b.users.owner.email)).trpc.approvals.endAbsence.mutate({ id })).rejects.toEqual(code("NOT_FOUND"));

	const byAnother = await asked("preparer", "controller");
	const own = await asked("engineer", "controller");
	const byAbsent = await asked("admin", "controller");
	await rows(a, "update decisions set prepared_by = ?::uuid where id = ?", a.users.owner.userId, byAbsent.id);
	const locks = async () => {
		const list = await engineer.trpc.approvals.list.query({});
		return [byAnother, own, byAbsent].map((each) => list.rows.find((row) => row.id === each.id)).map((row) => [row?.lock, row?.inPlaceOf]);
	};
	expect(await locks()).toEqual([
		[null, a.users.owner.name],
		["own", null],
		["permission", null],
	]);
	const answer = ({ id: decision, sha256 }: Waiting) =>
		engineer.trpc.approvals.decide.mutate({ id: decision, sha256, verdict: "approve", comment: "As agreed" });
	await expect(answer(own)).rejects.toEqual(code("SAME_PERSON"));
	await expect(answer(byAbsent)).rejects.toEqual(code("FORBIDDEN"));
	expect((await answer(byAnother)).status).toBe("approved");
	expect(await engine.closed(a.tenantId, byAnother.jobId)).toBe("done");
	expect(await roleOf(a.users.preparer.userId)).toBe("controller");
	expect(await owner.trpc.approvals.get.query({ id: byAnother.id })).toMatchObject({
		decidedBy: a.users.engineer.name,
		decidedFor: a.users.owner.name,
	});
	expect((await engineer.trpc.approvals.get.query({ id: byAnother.id })).inPlaceOf).toBeNull();
	const trail = await rows(
		a,
		"select action, actor_id::text as by, after ->> 'inPlaceOf' as for from audit_events where tenant_id = ? and action in ('decisions.decide', 'approvals.name_deputy') and actor_id in (?, ?) and at > now() - interval '1 minute' and (job_id is null or job_id = ?) order by at",
		a.tenantId,
		a.users.engineer.userId,
		a.users.owner.userId,
		byAnother.jobId,
	);
	expect(trail).toEqual([
		{ action: "approvals.name_deputy", by: a.users.owner.userId, for: null },
		{ action: "decisions.decide", by: a.users.engineer.userId, for: a.users.owner.userId },
	]);
	await engineer.trpc.approvals.endAbsence.mutate({ id });
	expect((await engineer.trpc.approvals.list.query({})).standsInFor).toEqual([]);
	const later = await asked("auditor", "controller");
	await expect(answer(later)).rejects.toEqual(code("FORBIDDEN"));
});

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("a deputy is told by mail, answers several questions at once with each judged by itself, and who was away is told on their return", async () => {
	const bearerOf = async ({ email }: { readonly email: string }): Promise<string> =>
		((await ask(api, "POST", "/auth/token", { json: { email, password: testPassword } })).body as { accessToken: string }).accessToken;
	const { owner, engineer } = a.users;
	const [absent, deputy, foreign] = [await bearerOf(owner), await bearerOf(engineer), await bearerOf(b.users.owner)];
	const mailsTo = (email: string, subject: string) =>
		mailbox.mails().filter((mail) => mail.to.includes(email) && mail.subject.includes(subject));
	const [today, last] = [new Date().toISOString().slice(0, 10), inDays(3)];
	const before = mailsTo(engineer.email, "You decide for").length;
	const name = () =>
		ask(api, "POST", "/approvals/absences", {
			bearer: absent,
			headers: { "idempotency-key": "away" },
			json: { deputyId: engineer.userId, from: today, to: last, reason: "Trade fair" },
		});
	const named = await name();
	expect(named.status).toBe(201);
	// The same key names nobody twice, and no second mail goes out.
	expect((await name()).body).toEqual(named.body);
	const { id } = named.body as { id: string };
	const listed = await ask(api, "GET", "/approvals/absences", { bearer: deputy });
	expect(listed.body).toMatchObject({ rows: [{ id, giver: owner.name, deputy: engineer.name, mine: "deputy", reason: "Trade fair" }] });
	expect((await ask(api, "GET", "/approvals/absences", { bearer: foreign })).body).toMatchObject({ rows: [] });
	expect((await ask(api, "DELETE", `/approvals/absences/${id}`, { bearer: foreign })).status).toBe(404);
	await until("the deputy has the mail", () => Promise.resolve(mailsTo(engineer.email, "You decide for").length > before));
	const [mail, ...more] = mailsTo(engineer.email, "You decide for").filter(({ text }) => text.includes("Trade fair"));
	expect(more).toEqual([]);
	expect(mail?.text).toContain(`${owner.name} is away from ${today} to ${last}, the last day included`);
	expect(mail?.text).toContain("http://tieout.test.example/approvals");

	const waiting = await asked("approver", "controller");
	const [own] = await rows<Waiting>(
		a,
		"select id::text as id, job_id::text as \"jobId\", sha256, status from decisions where tenant_id = ? and prepared_by = ?::uuid and status = 'open'",
		a.tenantId,
		engineer.userId,
	);
	const answers = [waiting, own, { id: randomUUID(), sha256: "x" }].map((each) => ({
		id: each?.id,
		sha256: each?.sha256,
		verdict: "approve",
		comment: "As agreed",
	}));
	const decided = await ask(api, "POST", "/approvals/decisions", { bearer: deputy, json: { answers } });
	expect(decided.body).toEqual({
		outcomes: [
			{ id: waiting.id, status: "approved", jobId: waiting.jobId, refusal: null },
			{ id: own?.id, status: null, jobId: null, refusal: { code: "SAME_PERSON", message: expect.any(String) } },
			{ id: answers[2]?.id, status: null, jobId: null, refusal: { code: "NOT_FOUND", message: expect.any(String) } },
		],
	});
	expect(await engine.closed(a.tenantId, waiting.jobId)).toBe("done");
	expect(await roleOf(a.users.approver.userId)).toBe("controller");
	const twice = { answers: [answers[0], answers[0]] };
	expect((await ask(api, "POST", "/approvals/decisions", { bearer: deputy, json: twice })).status).toBe(400);
	const theirs = await ask(api, "POST", "/approvals/decisions", { bearer: foreign, json: { answers: answers.slice(0, 1) } });
	expect(theirs).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });

	expect((await ask(api, "DELETE", `/approvals/absences/${id}`, { bearer: deputy })).status).toBe(200);
	await tellOfReturns(engine.deps);
	expect(await tellOfReturns(engine.deps)).toEqual({ returns: 0 });
	const mails = await unsettledMailIds(db.orm, new Date(Date.now() + 60_000));
	for (const mailId of mails) await deliverMail(engine.deps, { mailId });
	const back = mailsTo(owner.email, "Your absence").filter(({ text }) => text.includes(`${engineer.name} has decided once in your place`));
	expect(back.length).toBeGreaterThan(0);
	expect(back[0]?.text).toContain("http://tieout.test.example/approvals?view=decided");
	expect(mailsTo(b.users.owner.email, "").length).toBe(0);
});

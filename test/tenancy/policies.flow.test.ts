// Policies people edit: versions that stay, changes and exports that wait for a second person, and rules that can't lock a company out.
import { afterAll, beforeAll, expect, test } from "vitest";
import { askForRetention } from "../../activities/tenancy/apply-retention.ts";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { storedSync } from "../support/stored-sync.ts";
import { testKeys, type TestTemporal, testTemporal } from "../support/temporal.ts";
import { until } from "../sync/watch.ts";

let db: TestDatabase;
let engine: TestTemporal;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let controller: TestBrowser;
let owner: TestBrowser;

beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, { queue: "core" });
	api = await testApi(db, { deps: { temporal: engine.temporal, keys: testKeys, storage: engine.deps.storage } });
	[a, b] = db.tenants;
	controller = await api.as(a.users.controller.email);
	owner = await api.as(a.users.owner.email);
	await storedSync(db, engine.deps.storage, a, 5);
	await storedSync(db, engine.deps.storage, b, 5);
});
afterAll(async () => {
	await api?.close();
	await engine?.close();
	await db?.close();
});

const rows = <Row>(of: TestTenant, sql: string, ...values: unknown[]): Promise<Row[]> =>
	db.withTenant(of, (em) => em.execute<Row[]>(sql, values));
const code = (text: string) => expect.objectContaining({ data: expect.objectContaining({ code: text }) });

async function decide(by: TestBrowser, { jobId, decisionId }: { jobId: string; decisionId: string }) {
	await until("the run asks", async () => {
		const [job] = await rows<{ status: string }>(a, "select status from jobs where tenant_id = ? and id = ?", a.tenantId, jobId);
		return job?.status === "waiting";
	});
	const { sha256 } = await by.trpc.approvals.get.query({ id: decisionId });
	return by.trpc.jobs.decide.mutate({ jobId, decisionId, sha256, verdict: "approve" });
}

const exportRule = (content: { formats: ("csv" | "xlsx" | "ndjson")[]; maxRows: number | null; approvalAbove: number | null }) => ({
	kind: "export" as const,
	content: { roles: { mode: "these" as const, refs: ["auditor"] }, ...content },
});

const askForFile = (browser: TestBrowser, format: "csv" | "xlsx" = "csv"): Promise<Response> =>
	browser.fetch("/exports", {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({
			list: "explorer",
			title: "Balance entries",
			format,
			columns: [{ id: "naturalKey", title: "Id" }],
			filter: { kind: "balance_entry", sort: "naturalKey" },
		}),
	});

test("a policy keeps every version with its reason, an event says before and after, and only its company sees it", async () => {
	const rule = exportRule({ formats: ["csv"], maxRows: 100, approvalAbove: null });
	const { id, waits } = await controller.trpc.policies.publish.mutate({ name: "Files", rule, basedOn: 0, reason: "SOC 2" });
	expect(waits).toBeNull();
	const stricter = exportRule({ formats: ["csv"], maxRows: 4, approvalAbove: null });
	await controller.trpc.policies.publish.mutate({ id, name: "Files", rule: stricter, basedOn: 1, reason: "Fewer" });
	const stale = controller.trpc.policies.publish.mutate({ id, name: "Files", rule, basedOn: 1, reason: "Late" });
	await expect(stale).rejects.toEqual(code("CHANGE_STALE"));
	const policy = await owner.trpc.policies.get.query({ id });
	expect(policy.versions.map(({ version, reason, madeBy }) => [version, reason, madeBy])).toEqual([
		[2, "Fewer", "controller of Alder Outdoor"],
		[1, "SOC 2", "controller of Alder Outdoor"],
	]);
	expect(policy.sentence).toBe("CSV only, at most 4 rows for Auditor (reads only).");
	const events = await rows<{ before: unknown; after: unknown; reason: string }>(
		a,
		"select before, after, reason from audit_events where tenant_id = ? and action = 'policies.publish' order by at desc limit 1",
		a.tenantId,
	);
	expect(events).toMatchObject([{ before: { version: 1 }, after: { version: 2, content: stricter.content }, reason: "Fewer" }]);

	const auditor = await api.as(a.users.auditor.email);
	const tooMany = await askForFile(auditor);
	expect([tooMany.status, await tooMany.text()]).toEqual([400, expect.stringContaining("4 rows at most; this list has 5")]);
	const wrongFormat = await askForFile(auditor, "xlsx");
	expect([wrongFormat.status, await wrongFormat.text()]).toEqual([400, expect.stringContaining("exporting as XLSX")]);
	expect((await askForFile(controller)).status).toBe(200);

	const foreign = await api.as(b.users.owner.email);
	expect((await foreign.trpc.policies.list.query()).policies).toEqual([]);
	await expect(foreign.trpc.policies.get.query({ id })).rejects.toEqual(code("NOT_FOUND"));
	const elsewhere = foreign.trpc.policies.publish.mutate({ id, name: "Mine", rule, basedOn: 2, reason: "x" });
	await expect(elsewhere).rejects.toEqual(code("NOT_FOUND"));
	expect((await askForFile(await api.as(b.users.auditor.email))).status).toBe(200);
	await controller.trpc.policies.publish.mutate({ id, name: "Files", rule: stricter, active: false, basedOn: 2, reason: "Over" });
	expect((await askForFile(auditor)).status).toBe(200);
});

test("an export of more rows than a policy lets out waits in the inbox, and is written for who asked once another person approved it", async () => {
	const rule = exportRule({ formats: ["csv", "xlsx"], maxRows: null, approvalAbove: 3 });
	await controller.trpc.policies.publish.mutate({ name: "Many rows", rule, basedOn: 0, reason: "Four eyes" });
	const auditor = await api.as(a.users.auditor.email);
	const response = await askForFile(auditor);
	expect(response.status).toBe(202);
	const waits = (await response.json()) as { jobId: string; decisionId: string; rows: number };
	expect(waits.rows).toBe(5);
	const written = () => rows(a, "select requested_by::text as by, status from exports where tenant_id = ?", a.tenantId);
	expect(await written()).toEqual([]);
	await decide(controller, waits);
	expect(await engine.closed(a.tenantId, waits.jobId)).toBe("done");
	expect(await written()).toEqual([{ by: a.users.auditor.userId, status: "requested" }]);
});

test("a change that a policy names is made only after a second person, also a change of that policy", async () => {
	const approval = (action: "policies.publish" | "users.change_role") => ({
		kind: "approval" as const,
		content: { action, above: null, decides: "changes.decide" as const },
	});
	const first = await owner.trpc.policies.publish.mutate({
		name: "Policies need two",
		rule: approval("policies.publish"),
		basedOn: 0,
		reason: "Four eyes",
	});
	expect(first.waits).toBeNull();
	const off = {
		id: first.id,
		name: "Policies need two",
		rule: approval("policies.publish"),
		active: false,
		basedOn: 1,
		reason: "Too slow",
	};
	const { waits } = await owner.trpc.policies.publish.mutate(off);
	if (waits === null) throw new Error("nobody was asked");
	const stands = async () => (await owner.trpc.policies.get.query({ id: first.id })).active;
	expect(await stands()).toBe(true);
	await expect(decide(owner, waits)).rejects.toEqual(code("SAME_PERSON"));
	await expect(decide(await api.as(b.users.controller.email), waits)).rejects.toEqual(code("NOT_FOUND"));
	await decide(controller, waits);
	expect(await engine.closed(a.tenantId, waits.jobId)).toBe("done");
	expect(await stands()).toBe(false);
});

test("another role and a role's publication say that they wait, leave everything as it is, and are made once approved; elsewhere they are made at once", async () => {
	const needsTwo = (action: "users.change_role" | "roles.publish") => ({
		name: `Two for ${action}`,
		rule: { kind: "approval" as const, content: { action, above: null, decides: "changes.decide" as const } },
		basedOn: 0,
		reason: "Four eyes",
	});
	for (const action of ["users.change_role", "roles.publish"] as const)
		expect((await owner.trpc.policies.publish.mutate(needsTwo(action))).waits).toBeNull();
	const draft = { name: "Clerk", description: "", permissions: ["entities.read" as const, "events.read" as const] };
	const { userId } = a.users.analyst;
	const role = await owner.trpc.roles.create.mutate(draft);
	const changed = await owner.trpc.users.changeRole.mutate({ userId, role: "preparer", reason: "Covers October" });
	const published = await owner.trpc.roles.publish.mutate({ id: role.id, version: 0 });
	expect([changed.role.key, published.version]).toEqual(["analyst", 0]);
	if (changed.waits === null || published.waits === null) throw new Error("nobody was asked");
	const foreign = await api.as(b.users.owner.email);
	for (const waits of [changed.waits, published.waits]) {
		await expect(foreign.trpc.approvals.get.query({ id: waits.decisionId })).rejects.toEqual(code("NOT_FOUND"));
		await decide(controller, waits);
		expect(await engine.closed(a.tenantId, waits.jobId)).toBe("done");
	}
	expect((await owner.trpc.users.get.query({ userId })).role.key).toBe("preparer");
	expect((await owner.trpc.roles.matrix.query()).custom.find(({ id }) => id === role.id)?.version).toBe(1);

	const there = await foreign.trpc.users.changeRole.mutate({ userId: b.users.analyst.userId, role: "preparer" });
	expect([there.role.key, there.waits]).toEqual(["preparer", null]);
	const own = await foreign.trpc.roles.create.mutate(draft);
	expect(await foreign.trpc.roles.publish.mutate({ id: own.id, version: 0 })).toMatchObject({ version: 1, waits: null });
});

test("old rows that a retention policy doesn't keep go by a job of the day, those of another company stay", async () => {
	const rule = { kind: "retention" as const, content: { table: "attempts" as const, days: 100 } };
	await controller.trpc.policies.publish.mutate({ name: "Tries", rule, basedOn: 0, reason: "Less to keep" });
	const tries = [a, b].flatMap((of) => [99, 101, 400].map((days) => ({ of, days })));
	for (const { of, days } of tries)
		await rows(
			of,
			`insert into attempts (tenant_id, id, workflow_id, run_id, activity_id, activity_type, attempt, started_at, ended_at, outcome, worker_build)
			values (?, gen_random_uuid(), 'w', 'r', ?, 'x', 1, now() - make_interval(days => ?::int), now(), 'ok', 'b')`,
			of.tenantId,
			String(days),
			days,
		);
	expect(await askForRetention(engine.deps)).toEqual({ asked: 1 });
	expect(await askForRetention(engine.deps)).toEqual({ asked: 0 });
	const [job] = await rows<{ id: string }>(a, "select id::text as id from jobs where tenant_id = ? and kind = 'retention'", a.tenantId);
	await engine.reconcile({ startAfterMs: 0 });
	expect(await engine.closed(a.tenantId, job?.id ?? "")).toBe("done");
	const left = (of: TestTenant) =>
		rows(of, "select activity_id as days from attempts where tenant_id = ? and workflow_id = 'w' order by 1", of.tenantId);
	expect(await left(a)).toEqual([{ days: "99" }]);
	expect(await left(b)).toHaveLength(3);
	const said = await rows(
		a,
		"select after -> 'deleted' as deleted from audit_events where tenant_id = ? and action = 'retention.apply'",
		a.tenantId,
	);
	expect(said).toEqual([{ deleted: { attempts: 2 } }]);
});

test("nobody can publish a threshold that too few people could ever decide about, or a retention below its bound", async () => {
	await rows(b, "update memberships set status = 'removed' where tenant_id = ? and role = 'admin'", b.tenantId);
	const alone = await api.as(b.users.owner.email);
	const rule = { kind: "approval" as const, content: { action: "roles.publish" as const, above: null, decides: "roles.manage" as const } };
	await expect(alone.trpc.policies.publish.mutate({ name: "Alone", rule, basedOn: 0, reason: "x" })).rejects.toEqual(
		code("POLICY_LOCKS_OUT"),
	);
	const short = { kind: "retention" as const, content: { table: "attempts" as const, days: 5 } };
	await expect(alone.trpc.policies.publish.mutate({ name: "Short", rule: short, basedOn: 0, reason: "x" })).rejects.toThrow(
		"stay at least 90 days",
	);
	expect((await alone.trpc.policies.list.query()).policies).toEqual([]);
});

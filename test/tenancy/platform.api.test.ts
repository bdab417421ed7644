// Who runs the platform sees which companies there are, and nothing of what is in them: for that a company lets them in, for a time.
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessChanged } from "../../db/tenancy/access.store.ts";
import { type TestApi, testApi, type TestBrowser } from "../support/api.ts";
import { type TestDatabase, testDatabase, type TestTenant, type TestUser } from "../support/database.ts";

let db: TestDatabase;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
/** A member of the second company who runs the platform. */
let ops: TestBrowser;
let opsUser: TestUser;
let owner: TestBrowser;

beforeAll(async () => {
	db = await testDatabase();
	api = await testApi(db);
	[a, b] = db.tenants;
	opsUser = b.users.engineer;
	// As the owner does at start: the app role may not write it.
	const client = new pg.Client({ connectionString: db.adminUrl });
	await client.connect();
	await client.query("insert into platform_admins (user_id) values ($1)", [opsUser.userId]);
	await client.end();
	ops = await api.as(opsUser.email);
	owner = await api.as(a.users.owner.email);
});
afterAll(async () => {
	await api?.close();
	await db?.close();
});

const refused = (code: string) => expect.objectContaining({ data: expect.objectContaining({ code }) });
const audited = (action: string) =>
	db.withTenant(a, (em) =>
		em.execute<{ kind: string; actor: string }[]>(
			"select actor_kind as kind, actor_id::text as actor from audit_events where tenant_id = ? and action = ? order by at desc, id desc",
			[a.tenantId, action],
		),
	);
const ask = (reason = "Payout po_17 doesn't tie") =>
	ops.trpc.platform.askForAccess.mutate({ id: a.tenantId, role: "auditor", hours: 2, reason });

describe("the list of companies", () => {
	test("is for who runs the platform alone, and an owner of a company isn't that", async () => {
		await expect(owner.trpc.platform.companies.query({})).rejects.toEqual(refused("FORBIDDEN"));
		const { rows } = await ops.trpc.platform.companies.query({});
		expect(rows.map(({ id }) => id).sort()).toEqual([a.tenantId, b.tenantId].sort());
		expect((await ops.trpc.auth.me.query()).platformAdmin).toBe(true);
		expect((await owner.trpc.auth.me.query()).platformAdmin).toBe(false);
	});

	test("is paged by id and searched by the beginning of a name", async () => {
		const first = await ops.trpc.platform.companies.query({ limit: 1 });
		const second = await ops.trpc.platform.companies.query({ limit: 1, after: first.next });
		expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual([a.tenantId, b.tenantId].sort());
		expect(second.next).toBeNull();
		expect((await ops.trpc.platform.companies.query({ search: "alder" })).rows.map(({ name }) => name)).toEqual([a.name]);
	});

	test("opens nothing of a company: no people, no rows, no settings, and no switch into it", async () => {
		const row = await ops.trpc.platform.company.query({ id: a.tenantId });
		expect(Object.keys(row).sort()).toEqual([
			"askedPlan",
			"createdAt",
			"dataKind",
			"id",
			"members",
			"name",
			"plan",
			"slug",
			"status",
			"support",
		]);
		await expect(ops.trpc.auth.switchTenant.mutate({ tenantId: a.tenantId })).rejects.toEqual(refused("NOT_FOUND"));
		expect((await ops.trpc.users.list.query({})).rows.some(({ userId }) => userId === a.users.owner.userId)).toBe(false);
	});
});

describe("support access", () => {
	test("is asked for, granted by the company, seen by both, in the audit trail, and over by itself", async () => {
		await ask();
		await expect(ask()).rejects.toEqual(refused("CONFLICT"));
		await expect(ops.trpc.auth.switchTenant.mutate({ tenantId: a.tenantId })).rejects.toEqual(refused("NOT_FOUND"));
		const [request] = await owner.trpc.support.list.query();
		expect(request).toMatchObject({ name: opsUser.name, role: "auditor", hours: 2, status: "requested" });
		const id = request?.id ?? "";
		const neighbour = await api.as(b.users.owner.email);
		await expect(neighbour.trpc.support.grant.mutate({ id })).rejects.toEqual(refused("NOT_FOUND"));
		await expect((await api.as(a.users.controller.email)).trpc.support.grant.mutate({ id })).rejects.toEqual(refused("FORBIDDEN"));

		const { expiresAt } = await owner.trpc.support.grant.mutate({ id });
		expect(Date.parse(expiresAt ?? "")).toBeGreaterThan(Date.now());
		const inside = await ops.trpc.auth.switchTenant.mutate({ tenantId: a.tenantId });
		expect(inside.tenant.role).toBe("auditor");
		await ops.trpc.jobs.list.query({});
		await ops.trpc.views.create.mutate({ list: "jobs", name: "Support", shared: false, state: {} });
		expect((await owner.trpc.users.list.query({ kind: "support" })).rows).toMatchObject([
			{ userId: opsUser.userId, status: "active", expiresAt },
		]);

		// The clock: two hours later.
		await db.withTenant(a, async (em) => {
			await em.execute("update memberships set expires_at = now() where tenant_id = ? and user_id = ?", [a.tenantId, opsUser.userId]);
			await em.execute("update support_access set expires_at = now() where tenant_id = ?", [a.tenantId]);
			await accessChanged(em, a.tenantId);
		});
		await expect
			.poll(() => ops.trpc.jobs.list.query({}).catch((error: { data?: { code?: string } }) => error.data?.code))
			.toBe("FORBIDDEN");
		expect((await owner.trpc.support.list.query())[0]?.status).toBe("ended");
		expect((await ops.trpc.auth.enterAnother.mutate()).ended).toEqual({ company: a.name, how: "support_over" });
		// Where they are let in, nothing is moved.
		expect(await ops.trpc.auth.enterAnother.mutate()).toMatchObject({ me: { tenant: { tenantId: b.tenantId } }, ended: null });
		expect((await owner.trpc.users.list.query({ kind: "support" })).rows).toEqual([]);
		for (const [action, actor, kind] of [
			["support.request", opsUser.userId, "support"],
			["support.grant", a.users.owner.userId, "person"],
			["views.create", opsUser.userId, "support"],
		] as const)
			expect([action, (await audited(action))[0]]).toEqual([action, { actor, kind }]);
		ops = await api.as(opsUser.email);
	});

	test("is ended early by either side, at once", async () => {
		for (const end of [
			(id: string) => owner.trpc.support.end.mutate({ id }),
			async () => {
				const other = await api.as(opsUser.email);
				await other.trpc.platform.leave.mutate({ id: a.tenantId });
			},
		]) {
			await ask();
			const id = (await owner.trpc.support.list.query())[0]?.id ?? "";
			await owner.trpc.support.grant.mutate({ id });
			const inside = await api.as(opsUser.email);
			await inside.trpc.auth.switchTenant.mutate({ tenantId: a.tenantId });
			await inside.trpc.jobs.list.query({});
			await end(id);
			await expect(inside.trpc.jobs.list.query({})).rejects.toMatchObject({
				data: { code: expect.stringMatching(/FORBIDDEN|NOT_SIGNED_IN/) },
			});
			await expect(owner.trpc.support.end.mutate({ id })).rejects.toEqual(refused("SUPPORT_STATE"));
			// Their own company is open to them, without another login.
			await expect(inside.trpc.auth.me.query()).rejects.toEqual(refused("ACCESS_ENDED"));
			const { me, ended } = await inside.trpc.auth.enterAnother.mutate();
			expect([me?.tenant.tenantId, ended]).toEqual([b.tenantId, { company: a.name, how: "support_ended" }]);
			expect((await inside.trpc.auth.me.query()).tenant.tenantId).toBe(b.tenantId);
		}
	});

	test("is refused for good, or withdrawn before it is answered", async () => {
		await ask();
		const id = (await owner.trpc.support.list.query())[0]?.id ?? "";
		await owner.trpc.support.refuse.mutate({ id });
		await expect(owner.trpc.support.grant.mutate({ id })).rejects.toMatchObject({ message: expect.stringContaining("was refused") });
		await ask();
		await ops.trpc.platform.leave.mutate({ id: a.tenantId });
		expect((await owner.trpc.support.list.query())[0]?.status).toBe("withdrawn");
		await expect(ops.trpc.platform.leave.mutate({ id: a.tenantId })).rejects.toEqual(refused("NOT_FOUND"));
	});
});

describe("a suspended company", () => {
	test("reads and exports, changes nothing, and works again when it is resumed; its neighbour notices nothing", async () => {
		const neighbour = await api.as(b.users.owner.email);
		const write = (browser: TestBrowser) => browser.trpc.views.create.mutate({ list: "jobs", name: "Mine", shared: false, state: {} });
		await write(owner);
		await ops.trpc.platform.suspend.mutate({ id: a.tenantId, reason: "Invoice 88 is unpaid" });
		await owner.trpc.jobs.list.query({});
		await expect(write(owner)).rejects.toMatchObject({ data: { code: "SUSPENDED", httpStatus: 403 } });
		await write(neighbour);
		const body = { list: "jobs", format: "csv", title: "Jobs", columns: [{ id: "title", title: "Title" }], filter: {} };
		const exported = await owner.fetch("/exports", {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(body),
		});
		expect(exported.status).toBe(200);
		expect((await owner.trpc.auth.me.query()).status).toBe("suspended");
		await expect(ops.trpc.platform.suspend.mutate({ id: a.tenantId, reason: "Twice" })).rejects.toEqual(refused("CONFLICT"));
		await ops.trpc.platform.resume.mutate({ id: a.tenantId, reason: "Paid" });
		await write(owner);
		expect((await audited("tenant.suspend"))[0]).toEqual({ actor: opsUser.userId, kind: "support" });
	});

	test("gets the plan that it asked for", async () => {
		await owner.trpc.tenant.askForPlan.mutate({ plan: "scale", note: "" });
		expect((await ops.trpc.platform.company.query({ id: a.tenantId })).askedPlan).toBe("scale");
		expect(await ops.trpc.platform.setPlan.mutate({ id: a.tenantId, plan: "scale", reason: "Asked for" })).toMatchObject({
			plan: "scale",
			askedPlan: null,
		});
		expect((await owner.trpc.tenant.plan.query()).plan).toBe("scale");
	});
});

// What must hold for every procedure there is, found by walking the router: a new one is covered without a new line here.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { allows, type Permission, roles } from "../../domain/tenancy/permissions.ts";
import { attack } from "../attacks/attack.ts";
import { testApi, type TestApi } from "../support/api.ts";
import { testDatabase, type TestDatabase } from "../support/database.ts";
import { call, filled, guarded, isPermission, procedures, takesId } from "../support/procedures.ts";
import { type StoredSync, storedSync } from "../support/stored-sync.ts";

let database: TestDatabase;
let api: TestApi;
let foreign: StoredSync;
let foreignIds: readonly string[];

beforeAll(async () => {
	database = await testDatabase();
	api = await testApi(database);
	const [, birch] = database.tenants;
	foreign = await storedSync(database, api.deps.storage, birch);
	await database.withTenant(birch, (em) =>
		em.execute(
			`insert into files (tenant_id, id, connection_id, name, size_bytes, sha256, object_key, status) values (?, ?, ?, 'b.csv', 1, 'x', 'x', 'mapped')`,
			[birch.tenantId, foreign.connectionId, foreign.connectionId],
		),
	);
	foreignIds = [
		birch.tenantId,
		birch.entityId,
		foreign.connectionId,
		foreign.jobId,
		foreign.pageId,
		...foreign.rows.flatMap((row) => [row.canonicalId, row.recordId]),
	];
});
afterAll(async () => {
	await api.close();
	await database.close();
});

/** An answer that says "there is no such thing" or shows nothing. */
function isEmptyAnswer(body: unknown): boolean {
	const data = (body as { result?: { data?: unknown } }).result?.data;
	if (data === null) return true;
	const lists = JSON.stringify(data).match(/\[[^[\]]*\]/g) ?? [];
	return lists.every((list) => list === "[]");
}

describe("every procedure", () => {
	test("states who may call it, and says what it answers", () => {
		const wrong = procedures.filter(
			({ access }) => access !== "anyone" && access !== "signed-in" && access !== "platform" && !isPermission(access),
		);
		expect(wrong).toEqual([]);
		expect(procedures.filter(({ hasOutput }) => !hasOutput).map(({ path }) => path)).toEqual([]);
		expect(procedures.length).toBeGreaterThan(12);
	});

	test("only these are open to anyone", () => {
		expect(
			procedures
				.filter(({ access }) => access === "anyone")
				.map(({ path }) => path)
				.sort(),
		).toEqual([
			"auth.acceptAsNew",
			"auth.finishRegistration",
			"auth.forgotPassword",
			"auth.invitation",
			"auth.login",
			"auth.loginCode",
			"auth.logout",
			"auth.refresh",
			"auth.register",
			"auth.registration",
			"auth.resetPassword",
			"auth.revoke",
			"auth.ssoFor",
			"auth.token",
		]);
		expect(
			procedures
				.filter(({ access }) => access === "signed-in")
				.map(({ path }) => path)
				.sort(),
		).toEqual([
			"account.changePassword",
			"account.confirmTotp",
			"account.removeTotp",
			"account.renewRecoveryCodes",
			"account.security",
			"account.setUpTotp",
			"auth.acceptAsMe",
			"auth.endAllSessions",
			"auth.endSession",
			"auth.enterAnother",
			"auth.leave",
			"auth.me",
			"auth.sessions",
			"auth.switchTenant",
			"roles.stopViewing",
			"roles.viewAs",
		]);
		expect(
			procedures
				.filter(({ access }) => access === "platform")
				.map(({ path }) => path)
				.sort(),
		).toEqual([
			"platform.askForAccess",
			"platform.companies",
			"platform.company",
			"platform.leave",
			"platform.resume",
			"platform.setPlan",
			"platform.suspend",
		]);
	});

	test("refuses a caller without a session", async () => {
		for (const procedure of procedures.filter(({ access }) => access !== "anyone")) {
			const response = await call(api.browser(), procedure, undefined);
			expect([procedure.path, response.status]).toEqual([procedure.path, 401]);
		}
	});

	test("of the platform is refused to everybody who doesn't run it, owners too", async () => {
		const owner = await api.as(database.tenants[0].users.owner.email);
		for (const procedure of procedures.filter(({ access }) => access === "platform")) {
			const response = await call(owner, procedure, procedure.input === undefined ? undefined : filled(procedure.input, randomUUID()));
			expect([procedure.path, response.status]).toEqual([procedure.path, 403]);
		}
	});

	test("refuses each role that lacks its permission, before it looks at the input, and no other", async () => {
		const [alder] = database.tenants;
		for (const role of roles) {
			const browser = await api.as(alder.users[role].email);
			for (const procedure of guarded) {
				const response = await call(browser, procedure, procedure.input === undefined ? undefined : filled(procedure.input, randomUUID()));
				const may = allows(role, procedure.access as Permission);
				expect([procedure.path, role, response.status === 403]).toEqual([procedure.path, role, !may]);
				expect([procedure.path, role, response.status >= 500]).toEqual([procedure.path, role, false]);
			}
		}
	});

	attack("foreign-id", () => {
		test("answers another company's ids with NOT_FOUND or nothing, exactly as it answers ids that don't exist", async () => {
			const [alder, birch] = database.tenants;
			const browser = await api.as(alder.users.admin.email);
			const secrets = [foreign.rows[0]?.naturalKey ?? "", foreign.objectKey, birch.name, "b.csv"];
			for (const procedure of guarded.filter(takesId)) {
				const input = (id: string) => filled(procedure.input as z.core.$ZodType, id);
				const unknown = await (await call(browser, procedure, input(randomUUID()))).text();
				for (const id of foreignIds) {
					const response = await call(browser, procedure, input(id));
					const text = await response.text();
					const body: unknown = JSON.parse(text);
					const code = (body as { error?: { data?: { code?: string } } }).error?.data?.code;
					expect([procedure.path, id, code === "NOT_FOUND" || (code === undefined && isEmptyAnswer(body))]).toEqual([
						procedure.path,
						id,
						true,
					]);
					expect([procedure.path, secrets.filter((secret) => text.includes(secret))]).toEqual([procedure.path, []]);
					const same = (answer: string) => answer.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id");
					expect([procedure.path, same(text)]).toEqual([procedure.path, same(unknown)]);
				}
			}
		});
	});

	test("changes nothing of another company", async () => {
		const [, birch] = database.tenants;
		const left = await database.withTenant(birch, (em) =>
			em.execute<{ jobs: number; files: number }[]>(
				`select (select count(*)::int from jobs where tenant_id = ?) as jobs, (select count(*)::int from files where tenant_id = ? and job_id is null) as files`,
				[birch.tenantId, birch.tenantId],
			),
		);
		expect(left).toEqual([{ jobs: 1, files: 1 }]);
	});

	test("answers the owner of those ids, so that the refusals above are refusals of the other company", async () => {
		const [, birch] = database.tenants;
		const owner = await api.as(birch.users.admin.email);
		const answered = new Set<string>();
		for (const procedure of guarded.filter((each) => takesId(each) && each.type === "query"))
			for (const id of foreignIds) {
				const response = await call(owner, procedure, filled(procedure.input as z.core.$ZodType, id));
				if (response.ok && !isEmptyAnswer(await response.json())) answered.add(procedure.path);
			}
		expect([...answered]).toEqual(
			expect.arrayContaining(["connections.get", "explorer.custody", "explorer.page", "explorer.record", "files.list", "jobs.get"]),
		);
	});
});

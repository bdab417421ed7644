// A new company's first steps: what is done is seen in its data, the run can be left and taken up again, and another company has its own.
import { afterAll, beforeAll, expect, test } from "vitest";
import { dispatchOnce } from "../../activities/tenancy/dispatch-events.ts";
import { onboardingOf, requestOnboarding, skipStep, takeUpStep } from "../../db/tenancy/onboarding.store.ts";
import { emitEvent } from "../../db/tenancy/outbox.store.ts";
import { updateTenant } from "../../db/tenancy/tenant.store.ts";
import { lookSignal, onboardTenantId, wholeList } from "../../domain/tenancy/lifecycle/onboarding.ts";
import { startRequested } from "../../platform/start-job.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";

let db: TestDatabase;
let engine: TestTemporal;
beforeAll(async () => {
	db = await testDatabase();
	engine = await testTemporal(db, { queue: "core" });
});
afterAll(async () => {
	await engine?.close();
	await db?.close();
});

const states = async (of: TestTenant) => {
	const { steps } = await db.withTenant(of, (em) => onboardingOf(em, of.tenantId));
	return Object.fromEntries(steps.map(({ key, state }) => [key, state]));
};
const jobs = (of: TestTenant) =>
	db.withTenant(of, (em) =>
		em.execute<{ id: string; kind: string; status: string; result: { summary?: string } | null }[]>(
			"select id, kind, status, result from jobs where tenant_id = ? order by kind, requested_at",
			[of.tenantId],
		),
	);
const progress = (of: TestTenant) =>
	engine.temporal.client.workflow.getHandle(onboardTenantId(of.tenantId)).query<{ phase: string }>("progress");

async function begin(of: TestTenant): Promise<string> {
	const jobId = await db.withTenant(of, (em) => requestOnboarding(em, { tenantId: of.tenantId, requestedBy: null }));
	if (jobId === null) throw new Error("a run is there already");
	await startRequested(engine.deps, of.tenantId, jobId);
	return jobId;
}

test("a company that is set up gets its first steps, once, and no other company does", async () => {
	const [alder, birch] = db.tenants;
	const created = { topic: "tenant.created", key: birch.tenantId, payload: { tenantId: birch.tenantId } } as const;
	for (const _ of [1, 2]) {
		await db.withTenant(birch, (em) => emitEvent(em, { ...created, tenantId: birch.tenantId }));
		await dispatchOnce(engine.deps);
	}
	await expect
		.poll(async () => {
			await dispatchOnce(engine.deps);
			return (await jobs(birch)).map(({ kind }) => kind);
		})
		.toEqual(["onboard_tenant"]);
	expect(await jobs(alder)).toEqual([]);
});

test("steps are done by what the data shows, skipped with a reason, left, and taken up where they were", async () => {
	const [alder, birch] = db.tenants;
	const { tenantId } = alder;
	const userId = alder.users.owner.userId;
	const before = await states(birch);
	// Test companies have several members.
	expect(await states(alder)).toEqual({ profile: "open", policies: "open", invite: "done" });
	const first = await begin(alder);
	await expect.poll(async () => (await progress(alder)).phase).toBe("1 of 3 steps done");

	await db.withTenant(alder, (em) => skipStep(em, { tenantId, step: wholeList, reason: "Next week", userId }));
	await engine.temporal.client.workflow.getHandle(onboardTenantId(tenantId)).signal(lookSignal);
	expect(await engine.closed(tenantId, first)).toBe("done");
	expect((await jobs(alder))[0]?.result?.summary).toBe("Put away with 2 steps open; it can be taken up again.");

	await db.withTenant(alder, (em) => takeUpStep(em, { tenantId, step: wholeList }));
	const second = await begin(alder);
	await db.withTenant(alder, (em) => skipStep(em, { tenantId, step: "policies", reason: "Two people, no secrets", userId }));
	// What fills the last step says so by itself.
	const settings = { legalName: "Alder Outdoor Inc.", country: "US", contactEmail: "office@alder.example" };
	await db.withTenant(alder, (em) => updateTenant(em, { tenantId, name: alder.name, settings }));
	await expect
		.poll(async () => {
			await dispatchOnce(engine.deps);
			return (await jobs(alder)).at(-1)?.status;
		})
		.toBe("done");
	expect(await engine.closed(tenantId, second)).toBe("done");
	expect(await states(alder)).toEqual({ profile: "done", policies: "skipped", invite: "done" });
	expect((await jobs(alder)).at(-1)?.result?.summary).toBe("2 steps done, 1 skipped.");
	expect(await states(birch)).toEqual(before);
});

// A rotation that an earlier one could not finish is taken up, and one of a company without credentials ends as any other.
import { afterAll, beforeAll, expect, test } from "vitest";
import { giveOwnKeys } from "../../activities/tenancy/give-own-key.ts";
import { keysOf, pendingKey } from "../../db/tenancy/tenant-key.store.ts";
import { type LiveKeyring, openKeyring } from "../../platform/keyring.ts";
import { createLog } from "../../platform/log.ts";
import { rotateKeysId } from "../../platform/rotation-run.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { type TestTemporal, testMasterKey, testTemporal } from "../support/temporal.ts";

let db: TestDatabase;
let engine: TestTemporal;
let ring: LiveKeyring;

beforeAll(async () => {
	db = await testDatabase();
	// The engine seals with the fixed test key throughout, so that its history can be recorded; the ring is the process that counts.
	engine = await testTemporal(db);
	ring = await openKeyring({
		orm: db.orm,
		url: db.loginUrl,
		master: testMasterKey,
		log: createLog({ name: "test", level: "silent" }),
	});
});
afterAll(async () => {
	await engine?.close();
	await ring?.stop();
	await db?.close();
});

test("the key that waits is taken instead of another one, and a company without credentials ends well", async () => {
	const { tenantId } = db.tenants[0];
	const left = await db.withTenant(tenantId, (em) => pendingKey(em, tenantId, (no) => ring.keys.wrapNew(tenantId, no)));
	const { jobId } = await engine.start({
		tenantId,
		kind: "rotate_keys",
		title: "Rotate keys",
		businessKey: "data key",
		workflowId: rotateKeysId(tenantId),
		requestedBy: null,
		correlationId: "rotation",
		input: {},
	});
	expect(await engine.closed(tenantId, jobId)).toBe("done");
	const keys = await db.withTenant(tenantId, (em) => keysOf(em, tenantId));
	expect([left, ...keys.map(({ no, state }) => `${no} ${state}`)]).toEqual([2, "1 retired", "2 active"]);
	const [row] = await db.withTenant(tenantId, (em) =>
		em.execute<{ result: unknown }[]>("select result from jobs where tenant_id = ? and id = ?", [tenantId, jobId]),
	);
	expect(row?.result).toMatchObject({
		keyNo: 2,
		processes: 1,
		resealed: 0,
		summary: "Key 2 seals from now on. 0 credentials were sealed again; earlier keys still open what they sealed.",
	});
});

test("a company that still seals with key 1 is given a key of its own, once, as a job that the trail tells of", async () => {
	const { tenantId } = db.tenants[1];
	const asked = (): Promise<{ id: string; by: string | null }[]> =>
		db.withTenant(tenantId, (em) =>
			em.execute("select id::text as id, requested_by::text as by from jobs where tenant_id = ?::uuid and kind = 'rotate_keys'", [
				tenantId,
			]),
		);
	// The other company has one by now.
	expect(await giveOwnKeys(engine.deps)).toEqual({ rotations: 1 });
	expect(await giveOwnKeys(engine.deps)).toEqual({ rotations: 0 });
	const [job, ...more] = await asked();
	expect([job?.by, more]).toEqual([null, []]);
	await engine.reconcile({ startAfterMs: 0 });
	expect(await engine.closed(tenantId, job?.id ?? "")).toBe("done");
	const keys = await db.withTenant(tenantId, (em) => keysOf(em, tenantId));
	expect(keys.map(({ no, state }) => `${no} ${state}`)).toEqual(["1 retired", "2 active"]);
	const trail = await db.withTenant(tenantId, (em) =>
		em.execute(
			"select action, actor_kind as actor, job_id::text as job from audit_events where tenant_id = ?::uuid and action like 'keys.%' order by at",
			[tenantId],
		),
	);
	expect(trail).toEqual([
		{ action: "keys.rotate", actor: "system", job: job?.id },
		expect.objectContaining({ action: "keys.activate", actor: "system" }),
	]);
	// Not even a year later: it has one.
	const later = { ...engine.deps, clock: { now: () => new Date(Date.now() + 366 * 86_400_000) } };
	expect(await giveOwnKeys(later)).toEqual({ rotations: 0 });
});

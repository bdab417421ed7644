// A rotation that an earlier one could not finish is taken up, and one of a company without credentials ends as any other.
import { afterAll, beforeAll, expect, test } from "vitest";
import { keysOf, pendingKey } from "../../db/tenancy/tenant-key.store.ts";
import { type LiveKeyring, openKeyring } from "../../platform/keyring.ts";
import { createLog } from "../../platform/log.ts";
import { rotateKeysId } from "../../workflows/core/workflow-ids.ts";
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

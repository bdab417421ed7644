// The platform's own runs that wait for minutes or hours: the signing key's rotation, and the loops. Time jumps (test/support/skipped-time.ts).
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessTokens } from "../../api/tenancy/access-tokens.ts";
import { signingKeyRows } from "../../db/tenancy/signing-key.store.ts";
import { pendingMs, retiredMs } from "../../domain/tenancy/signing-key-plan.ts";
import { auditKeeper, auditSealer, identityKeeper, policyKeeper } from "../../temporal.config.ts";
import { testDatabase, type TestDatabase, type TestTenant } from "../support/database.ts";
import { namePlatformRun, type PlatformWorkflow } from "../support/record-history.ts";
import { type SkippingServer, startSkippingServer } from "../support/skipped-time.ts";
import { testTemporal, type TestTemporal } from "../support/temporal.ts";
import { until } from "../sync/watch.ts";

let db: TestDatabase;
let server: SkippingServer;
let engine: TestTemporal;
let ahead = 0;
const now = (): Date => new Date(Date.now() + ahead);

beforeAll(async () => {
	db = await testDatabase();
	server = await startSkippingServer();
	engine = await testTemporal(db, { queue: "core", address: server.address, namespace: server.namespace, deps: { clock: { now } } });
});
afterAll(async () => {
	await engine?.close();
	await server?.stop();
	await db?.close();
});

const start = (workflowType: string, workflowId: string) =>
	engine.temporal.client.workflow.start(workflowType, { workflowId, taskQueue: engine.taskQueue, args: [{}] });

test("a signing key's rotation waits until the new key is known before it signs, and until the last token of the old one has expired", async () => {
	const tokens = () => accessTokens({ orm: db.orm, keys: engine.deps.keys, issuer: "http://tieout.test.example", now });
	const issue = async ({ tenantId, users: { admin } }: TestTenant) => {
		const { token } = await tokens().issue({ sessionId: admin.userId, userId: admin.userId, tenantId });
		return { token, kid: decodeProtectedHeader(token).kid, tenantId };
	};
	const before = await Promise.all(db.tenants.map(issue));
	const [old] = before;
	const states = async () =>
		(await signingKeyRows(db.orm)).map(({ kid, state }) => (kid === old?.kid ? `old ${state}` : `new ${state}`)).sort();
	const rotation = await start("rotateSigningKey", "p/rotate-signing-key");
	namePlatformRun("rotate_signing_key", rotation);
	await until("the new key is published", async () => (await states()).includes("new pending"));
	await server.sleep(pendingMs - 60_000);
	expect(await states()).toEqual(["new pending", "old active"]);
	await server.sleep(120_000);
	await until("the new key signs", async () => (await states()).includes("new active"));
	for (const { token, tenantId } of before) expect(await tokens().verify(token)).toMatchObject({ tenantId });
	const after = await Promise.all(db.tenants.map(issue));
	await server.sleep(retiredMs - 300_000);
	expect(await states()).toEqual(["new active", "old retired"]);
	// The database's clock doesn't jump with the server's.
	ahead = retiredMs + 60_000;
	const { kid } = (await server.skipping(() => rotation.result())) as { kid: string };
	ahead = 0;
	expect(await states()).toEqual(["new active"]);
	for (const { token, tenantId, kid: signedBy } of after) {
		expect(signedBy).toBe(kid);
		expect(await tokens().verify(token)).toMatchObject({ tenantId });
	}
	for (const { token } of before) expect(await tokens().verify(token)).toBeNull();
});

const minuteMs = 60_000;
const loops: readonly [PlatformWorkflow, { readonly workflowType: string }, number][] = [
	["audit_sealer", auditSealer, 12_000],
	["identity_keeper", identityKeeper, 2.5 * minuteMs],
	["policy_keeper", policyKeeper, 150 * minuteMs],
	["audit_keeper", auditKeeper, 30 * 60 * minuteMs],
];

test.each(loops)("%s goes round again after its pause", async (kind, { workflowType }, afterMs) => {
	const loop = await start(workflowType, `p/${kind}`);
	const rounds = async (): Promise<number> =>
		((await loop.fetchHistory()).events ?? []).filter((event) => event.activityTaskCompletedEventAttributes != null).length;
	try {
		await expect.poll(rounds).toBeGreaterThan(0);
		await server.sleep(afterMs);
		await expect.poll(rounds).toBeGreaterThan(1);
	} finally {
		await loop.terminate("the test has seen enough");
	}
	namePlatformRun(kind, loop);
});

// The row of a try whose worker was frozen: what it was found to be stays, however late the worker wakes.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type AttemptEnd, type AttemptStart, beginAttempt, endAttempt } from "../../db/jobs/attempt.store.ts";
import { type TestDatabase, testDatabase, type TestTenant } from "../support/database.ts";

let db: TestDatabase;
let a: TestTenant;
let b: TestTenant;
let runId: string;

beforeAll(async () => {
	db = await testDatabase();
	[a, b] = db.tenants;
});
afterAll(() => db?.close());
beforeEach(() => {
	runId = randomUUID();
});

const tryOf = ({ tenantId }: TestTenant, attempt: number): AttemptStart => ({
	tenantId,
	workflowId: "w",
	runId,
	jobId: null,
	activityId: "1",
	activityType: "fetchPage",
	attempt,
	workerBuild: "test",
});
const begin = (tenant: TestTenant, attempt: number) => db.withTenant(tenant, (em) => beginAttempt(em, tryOf(tenant, attempt)));
const end = (tenant: TestTenant, attempt: number, outcome: AttemptEnd["outcome"] = "ok") =>
	db.withTenant(tenant, (em) => endAttempt(em, tryOf(tenant, attempt), { outcome, failure: null, pageId: null }));
const rows = (tenant: TestTenant) =>
	db.withTenant(tenant, (em) =>
		em.execute<{ line: string }[]>(
			`select attempt || ' ' || outcome || coalesce(' ' || failure_code, '') || case when ended_at is null then ' open' else '' end as line
			from attempts where tenant_id = ? and run_id = ? order by attempt`,
			[tenant.tenantId, runId],
		),
	);
const lines = async (tenant: TestTenant) => (await rows(tenant)).map(({ line }) => line);

test("a worker that wakes late doesn't make its lost try a good one, whether the later try still runs or has ended", async () => {
	await begin(a, 1);
	await begin(a, 2);
	await end(a, 1);
	expect(await lines(a)).toEqual(["1 failed WORKER_LOST", "2 running open"]);
	await end(a, 2);
	await end(a, 1);
	expect(await lines(a)).toEqual(["1 failed WORKER_LOST", "2 ok"]);
});

test("a try that failed by itself stays failed when its worker speaks again after the next one began", async () => {
	await begin(a, 1);
	await end(a, 1, "failed");
	await begin(a, 2);
	await end(a, 1);
	expect(await lines(a)).toEqual(["1 failed", "2 running open"]);
});

test("a worker frozen before its try's row was written leaves no try open for ever", async () => {
	await begin(a, 2);
	await begin(a, 1);
	await end(a, 1);
	await end(a, 2);
	expect(await lines(a)).toEqual(["1 failed WORKER_LOST", "2 ok"]);
});

test("another tenant's later try of the same name loses nobody's", async () => {
	await begin(a, 1);
	await begin(b, 2);
	await end(a, 1);
	expect(await lines(a)).toEqual(["1 ok"]);
	expect(await lines(b)).toEqual(["2 running open"]);
});

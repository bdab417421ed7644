// Syncs from end to end: real database, real Temporal server, the sandbox over HTTP, two tenants.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventsFor, syncLimits } from "../../domain/sync/history-budget.ts";
import type { SyncProgress } from "../../domain/sync/progress.ts";
import { filePageRows } from "../../connectors/files/file-reader.ts";
import { suiteQlPageSize } from "../../connectors/netsuite/ledger-lines.ts";
import { stripePageSize } from "../../connectors/stripe/list-page.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { connectionTestId, syncId } from "../../workflows/core/workflow-ids.ts";
import { statementOf } from "../contract/scenario.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testTemporal } from "../support/temporal.ts";
import {
	connect,
	jobFacts,
	keptRows,
	pageFaults,
	startSync,
	type SyncWorld,
	totalsOf,
	trueLedger,
	trueStripeRows,
	upload,
} from "./sync-world.ts";
import { until } from "./watch.ts";

let world: SyncWorld;
let a: TestTenant;
let b: TestTenant;

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([
		testDatabase(),
		startSandbox({ seed: "sync-flow", orders: 500, from: "2026-09-01", companies: [larkfield, other] }),
	]);
	const engine = await testTemporal(db, { queue: "sync" });
	world = { db, engine, sandbox };
	[a, b] = db.tenants;
});
afterEach(() => world.sandbox.clearFaults());
afterAll(async () => {
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

const larkfield = "larkfield";
const other = "harbour";
const closed = (tenant: TestTenant, jobId: string) => world.engine.closed(tenant.tenantId, jobId);
const synced = async (tenant: TestTenant, connectionId: string) => {
	const jobId = await startSync(world, tenant, connectionId);
	return { jobId, status: await closed(tenant, jobId) };
};
const count = async (tenant: TestTenant, sql: string, ...values: string[]): Promise<number> => {
	const [row] = await world.db.withTenant(tenant, (em) => em.execute<{ n: number }[]>(sql, [tenant.tenantId, ...values]));
	return row?.n ?? -1;
};

describe("a sync of Stripe", () => {
	test("brings every row once and ties to the balance and to every payout; a second one brings only what is late or changed", async () => {
		const connectionId = await connect(world, a, "stripe", larkfield);
		const first = await synced(a, connectionId);
		const facts = await jobFacts(world, a, first.jobId);
		expect(facts).toMatchObject({ status: "done", failureCode: null });
		expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, larkfield));
		expect(await pageFaults(world, a, connectionId)).toEqual([]);
		const totals = await totalsOf(world, a, first.jobId);
		expect(totals.map(({ name, currency, verdict }) => `${name} ${currency} ${verdict}`)).toEqual([
			"balance EUR ties",
			"balance USD ties",
			"items of payouts USD ties",
		]);
		expect(totals.every(({ pageId, name }) => name !== "balance" || pageId !== null)).toBe(true);
		expect(facts.result).toMatchObject({ outcome: "done", quarantined: 0, rowsRead: facts.rowsRead });
		expect(facts.progress?.phase).toBe("finished");
		expect(facts.progress?.streams.every(({ state }) => state === "done")).toBe(true);
		expect(facts.rowsWritten).toBe((await keptRows(world, a, connectionId)).length);

		// Time goes on: new rows, late rows with an earlier `created`, payouts that arrive.
		world.sandbox.advance(1);
		const second = await synced(a, connectionId);
		expect(second.status).toBe("done");
		expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, larkfield));
		const later = await jobFacts(world, a, second.jobId);
		expect(later.rowsRead).toBeLessThan(facts.rowsRead / 3);
		expect((await totalsOf(world, a, second.jobId)).every(({ verdict }) => verdict === "ties")).toBe(true);
		expect(
			await count(
				a,
				"select count(*)::int as n from canonical_rows where tenant_id = ? and connection_id = ? and version > 1",
				connectionId,
			),
		).toBeGreaterThan(0);
	});

	test("waits as long as the vendor says, keeps the refusal and goes on", async () => {
		const connectionId = await connect(world, a, "stripe", larkfield);
		world.sandbox.addFault({ kind: "rate_limit", vendor: "stripe", times: 1, skip: 4, path: "balance_transactions", retryAfterSeconds: 2 });
		const began = Date.now();
		const { jobId, status } = await synced(a, connectionId);
		expect(status).toBe("done");
		expect(Date.now() - began).toBeGreaterThanOrEqual(2_000);
		expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, larkfield));
		const refusals = await world.db.withTenant(a, (em) =>
			em.execute<{ status: number; headers: Record<string, string> }[]>(
				"select status, headers from pages where tenant_id = ? and job_id = ? and kind = 'refusal'",
				[a.tenantId, jobId],
			),
		);
		expect(refusals).toEqual([{ status: 429, headers: expect.objectContaining({ "retry-after": "2" }) }]);
		const codes = await world.db.withTenant(a, (em) =>
			em.execute<{ failure_code: string }[]>(
				"select failure_code from attempts where tenant_id = ? and job_id = ? and outcome = 'failed'",
				[a.tenantId, jobId],
			),
		);
		expect(codes).toEqual([{ failure_code: "VENDOR_RATE_LIMITED" }]);
	});

	test("keeps the one record it cannot read in quarantine, takes the others, and ends as something to check", async () => {
		const connectionId = await connect(world, a, "stripe", larkfield);
		const record =
			world.sandbox.company(larkfield).history.entries.find(({ type, currency }) => type === "charge" && currency === "eur")?.id ?? "";
		world.sandbox.addFault({ kind: "unparseable", vendor: "stripe", record, how: "text" });
		const { jobId, status } = await synced(a, connectionId);
		expect(status).toBe("check");
		const truth = trueStripeRows(world.sandbox, larkfield).filter((row) => !row.startsWith(`balance_entry ${record} `));
		expect(await keptRows(world, a, connectionId)).toEqual(truth);
		const quarantined = await world.db.withTenant(a, (em) =>
			em.execute<{ natural_key: string; code: string; open: boolean }[]>(
				"select natural_key, code, resolved_at is null as open from quarantine where tenant_id = ? and connection_id = ?",
				[a.tenantId, connectionId],
			),
		);
		expect(quarantined).toEqual([{ natural_key: record, code: "FIELD_NOT_WHOLE_NUMBER", open: true }]);
		const facts = await jobFacts(world, a, jobId);
		expect(facts.result).toMatchObject({ outcome: "check", quarantined: 1 });
		expect((await totalsOf(world, a, jobId)).find(({ name, currency }) => name === "balance" && currency === "EUR")?.verdict).toBe(
			"differs",
		);
	});

	test("stopped in the middle keeps its committed pages, and the next one goes on behind them", async () => {
		const connectionId = await connect(world, a, "stripe", larkfield);
		world.sandbox.addFault({
			kind: "rate_limit",
			vendor: "stripe",
			times: 1,
			skip: 5,
			path: "balance_transactions",
			retryAfterSeconds: 600,
		});
		const jobId = await startSync(world, a, connectionId);
		const handle = world.engine.temporal.client.workflow.getHandle(syncId(a.tenantId, connectionId));
		const pages = () =>
			count(a, "select count(*)::int as n from pages where tenant_id = ? and connection_id = ? and kind = 'page'", connectionId);
		await until("three pages", async () => (await pages()) >= 3);
		const progress = (await handle.query("progress")) as SyncProgress;
		expect(progress.phase).toBe("reading");
		await handle.cancel();
		expect(await closed(a, jobId)).toBe("stopped");
		const kept = await pages();
		expect(kept).toBeGreaterThanOrEqual(3);
		expect(await pageFaults(world, a, connectionId)).toEqual([]);

		world.sandbox.clearFaults();
		const { jobId: next, status } = await synced(a, connectionId);
		expect(status).toBe("done");
		expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, larkfield));
		expect((await totalsOf(world, a, next)).every(({ verdict }) => verdict === "ties")).toBe(true);
	});

	test("goes on as a new run when its history grows, under one job and one row", async () => {
		const connectionId = await connect(world, a, "stripe", larkfield);
		const jobId = await startSync(world, a, connectionId, { pagesPerActivity: 6, activitiesPerRun: 3 });
		expect(await closed(a, jobId)).toBe("done");
		expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, larkfield));
		expect(await count(a, "select count(distinct run_id)::int as n from pages where tenant_id = ? and job_id = ?", jobId)).toBeGreaterThan(
			2,
		);
		expect(await pageFaults(world, a, connectionId)).toEqual([]);
		expect((await jobFacts(world, a, jobId)).progress?.streams.every(({ state }) => state === "done")).toBe(true);
	});

	test("asked for twice at once is one sync: the second job joins the first", async () => {
		const connectionId = await connect(world, a, "stripe", larkfield);
		const [one, two] = await Promise.all([startSync(world, a, connectionId), startSync(world, a, connectionId)]);
		const statuses = await Promise.all([closed(a, one), closed(a, two)]);
		expect([...statuses].sort()).toEqual(["done", "joined"]);
		const joined = statuses[0] === "joined" ? one : two;
		expect((await jobFacts(world, a, joined)).joinedJobId).toBe(joined === one ? two : one);
		expect(
			await count(a, "select count(distinct job_id)::int as n from pages where tenant_id = ? and connection_id = ?", connectionId),
		).toBe(1);
		expect(await keptRows(world, a, connectionId)).toEqual(trueStripeRows(world.sandbox, larkfield));
	});

	test("with a key that is refused fails at once, in words, and the connection shows it", async () => {
		const connectionId = await connect(world, a, "stripe", larkfield);
		await world.db.withTenant(a, async (em) => {
			const { ciphertext, keyId } = world.engine.deps.secrets.seal(
				{ tenantId: a.tenantId, connectionId },
				{ apiKey: "sk_test_wrongwrongwrong" },
			);
			await em.execute("update connection_secrets set ciphertext = ?, key_id = ? where tenant_id = ? and connection_id = ?", [
				Buffer.from(ciphertext),
				keyId,
				a.tenantId,
				connectionId,
			]);
		});
		const { jobId, status } = await synced(a, connectionId);
		expect(status).toBe("failed");
		expect((await jobFacts(world, a, jobId)).failureCode).toBe("VENDOR_AUTH");
		expect(
			await count(a, "select count(*)::int as n from connections where tenant_id = ? and id = ? and status = 'failing'", connectionId),
		).toBe(1);
	});
});

describe("a test of a connection", () => {
	const tested = async (connectionId: string) => {
		const { jobId } = await world.engine.start({
			tenantId: a.tenantId,
			kind: "test",
			title: "Test",
			businessKey: connectionId,
			workflowId: connectionTestId(a.tenantId, connectionId),
			requestedBy: a.users.controller.userId,
			correlationId: "c",
			input: { connectionId },
		});
		await closed(a, jobId);
		return jobFacts(world, a, jobId);
	};
	const connectionStatus = (connectionId: string, status: string) =>
		count(a, "select count(*)::int as n from connections where tenant_id = ? and id = ? and status = ?", connectionId, status);

	test("says what it is connected to, and marks the connection", async () => {
		const connectionId = await connect(world, a, "netsuite", larkfield);
		expect(await tested(connectionId)).toMatchObject({ status: "done", result: { account: expect.stringMatching(/^TSTDRV/) } });
		expect(await connectionStatus(connectionId, "connected")).toBe(1);
	});

	test("without credentials says so at once and is not tried again", async () => {
		const connectionId = await connect(world, a, "stripe", larkfield);
		await world.db.withTenant(a, (em) =>
			em.execute("delete from connection_secrets where tenant_id = ? and connection_id = ?", [a.tenantId, connectionId]),
		);
		expect(await tested(connectionId)).toMatchObject({ status: "failed", failureCode: "CREDENTIALS_MISSING" });
		expect(await connectionStatus(connectionId, "failing")).toBe(1);
	});
});

describe("two tenants", () => {
	test("each has its own company's rows and sees nothing of the other's", async () => {
		const [mine, theirs] = await Promise.all([connect(world, a, "stripe", larkfield), connect(world, b, "stripe", other)]);
		const [jobA, jobB] = await Promise.all([synced(a, mine), synced(b, theirs)]);
		expect([jobA.status, jobB.status]).toEqual(["done", "done"]);
		expect(await keptRows(world, b, theirs)).toEqual(trueStripeRows(world.sandbox, other));
		expect(await keptRows(world, b, mine)).toEqual([]);
		expect(await keptRows(world, a, theirs)).toEqual([]);
		for (const table of ["pages", "records", "canonical_rows", "control_totals", "streams"])
			expect(await count(b, `select count(*)::int as n from ${table} where tenant_id <> ? and connection_id <> ?`, theirs), table).toBe(0);
	});
});

describe("a sync of NetSuite", () => {
	test("brings every posting line and ties to NetSuite's own COUNT and SUM; an edited document comes as a new version", async () => {
		const connectionId = await connect(world, a, "netsuite", larkfield);
		const first = await synced(a, connectionId);
		expect(first.status).toBe("done");
		const totals = await totalsOf(world, a, first.jobId);
		expect(totals.length).toBeGreaterThanOrEqual(2);
		expect(totals.every(({ verdict, oursCount, theirsCount }) => verdict === "ties" && oursCount === theirsCount)).toBe(true);
		expect(await keptRows(world, a, connectionId)).toHaveLength(trueLedger(world.sandbox, larkfield).lines);

		world.sandbox.advance(2);
		const second = await synced(a, connectionId);
		expect(second.status).toBe("done");
		expect(await keptRows(world, a, connectionId)).toHaveLength(trueLedger(world.sandbox, larkfield).lines);
		expect((await totalsOf(world, a, second.jobId)).every(({ verdict }) => verdict === "ties")).toBe(true);
	});
});

describe("an import of a statement", () => {
	const rowsOf = (bytes: Uint8Array): number =>
		new TextDecoder()
			.decode(bytes)
			.split("\r\n")
			.filter((line) => line !== "" && !/^Date,|Opening balance|Closing balance/.test(line)).length;

	test("takes each line once, also when an overlapping statement follows, and ties opening + movements to closing", async () => {
		const connectionId = await connect(world, a, "files", larkfield);
		const october = await statementOf(world.sandbox, "company=larkfield&from=2026-10-01&to=2026-10-31");
		await upload(world, a, connectionId, "october.csv", october);
		const first = await synced(a, connectionId);
		expect(first.status).toBe("done");
		expect(await keptRows(world, a, connectionId)).toHaveLength(rowsOf(october));
		expect((await totalsOf(world, a, first.jobId)).map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
			"october.csv · EUR-9020 ties",
			"october.csv · USD-4471 ties",
		]);

		const overlap = await statementOf(world.sandbox, "company=larkfield&from=2026-10-15&to=2026-11-05");
		const whole = await statementOf(world.sandbox, "company=larkfield&from=2026-10-01&to=2026-11-05");
		await upload(world, a, connectionId, "overlap.csv", overlap);
		await upload(world, a, connectionId, "whole.csv", whole);
		const second = await synced(a, connectionId);
		expect(second.status).toBe("done");
		expect(await keptRows(world, a, connectionId)).toHaveLength(rowsOf(whole));
		expect(
			await count(
				a,
				"select count(*)::int as n from files where tenant_id = ? and connection_id = ? and status = 'imported'",
				connectionId,
			),
		).toBe(3);
	});

	test("with a line that cannot be read says which row and why, and that the balance differs by it", async () => {
		const connectionId = await connect(world, a, "files", larkfield);
		const text =
			"Date,Description,Reference,Amount,Currency,Balance,Account\n2026-10-01,Opening balance,,,USD,0.00,A\n2026-10-02,x,r1,1.00,USD,1.00,A\n2026-10-03,y,r2,12.345,USD,13.35,A\n2026-10-04,Closing balance,,,USD,13.35,A\n";
		await upload(world, a, connectionId, "bad.csv", new TextEncoder().encode(text));
		const { jobId, status } = await synced(a, connectionId);
		expect(status).toBe("check");
		const [row] = await world.db.withTenant(a, (em) =>
			em.execute<{ page_index: number; code: string; reason: string }[]>(
				"select page_index, code, reason from quarantine where tenant_id = ? and job_id = ?",
				[a.tenantId, jobId],
			),
		);
		expect(row).toEqual({ page_index: 1, code: "TOO_MANY_DECIMALS", reason: "12.345 has more decimals than USD has." });
		expect((await totalsOf(world, a, jobId))[0]?.verdict).toBe("differs");
	});

	test("without balances is not proven, and with nothing to import is done", async () => {
		const connectionId = await connect(world, a, "files", larkfield);
		await upload(
			world,
			a,
			connectionId,
			"plain.csv",
			new TextEncoder().encode("Date,Description,Amount,Currency,Account\n2026-10-02,x,1.00,USD,A\n"),
		);
		const { jobId, status } = await synced(a, connectionId);
		expect(status).toBe("done");
		expect((await totalsOf(world, a, jobId))[0]).toMatchObject({
			verdict: "not_proven",
			note: "Not proven: the statement gives no opening and closing balance for A.",
		});
		expect((await synced(a, connectionId)).status).toBe("done");
	});
});

describe("a million rows", () => {
	test("cost fewer than 5,000 history events, continued runs included, also from a slow vendor", async () => {
		for (const pageSize of [stripePageSize, suiteQlPageSize, filePageRows]) {
			expect(eventsFor(1_000_000, pageSize, syncLimits)).toBeLessThan(5_000);
			expect(eventsFor(1_000_000, pageSize, syncLimits, syncLimits.leastPages)).toBeLessThan(5_000);
		}
	});

	test("the count of events per activity is what a real history has", async () => {
		const connectionId = await connect(world, a, "stripe", larkfield);
		const jobId = await startSync(world, a, connectionId, { pagesPerActivity: 6, activitiesPerRun: 10_000 });
		expect(await closed(a, jobId)).toBe("done");
		const history = await world.engine.temporal.client.workflow.getHandle(syncId(a.tenantId, connectionId)).fetchHistory();
		const events = history.events?.length ?? 0;
		const pages = await count(a, "select count(*)::int as n from pages where tenant_id = ? and job_id = ? and kind = 'page'", jobId);
		expect(events).toBeLessThanOrEqual(eventsFor(pages, 1, { ...syncLimits, activitiesPerRun: 10_000 }, 6) + 18);
	});
});

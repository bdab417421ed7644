// Every way in which a vendor fails, from end to end: the sync gets over it or says what a person can do, and no row is lost or doubled.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { SyncLimits } from "../../domain/sync/history-budget.ts";
import type { Fault } from "../../sandbox/core/faults.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testTemporal } from "../support/temporal.ts";
import { connect, jobFacts, keptRows, pageFaults, startSync, type SyncWorld, totalsOf, trueLedger, trueStripeRows } from "./sync-world.ts";
import { ask, startPart, until } from "./watch.ts";

let world: SyncWorld;
let a: TestTenant;
let b: TestTenant;
const slug = "larkfield";

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "faults", orders: 600, companies: [slug, "harbour"] })]);
	world = { db, sandbox, engine: await testTemporal(db, { queue: "sync" }) };
	[a, b] = db.tenants;
});
afterEach(() => world.sandbox.clearFaults());
afterAll(async () => {
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

type Vendor = "stripe" | "netsuite";
const at: Readonly<Record<Vendor, { readonly skip: number; readonly path: string }>> = {
	stripe: { skip: 2, path: "balance_transactions" },
	netsuite: { skip: 2, path: "suiteql" },
};

/** One stream is enough to see a page's fault through. */
const oneStream: Readonly<Record<Vendor, string>> = { stripe: "balance_transactions", netsuite: "ledger_lines" };

const trueRowsOf = (company: string, kinds: readonly string[]): string[] =>
	trueStripeRows(world.sandbox, company).filter((row) => kinds.includes(row.split(" ")[0] ?? ""));
const trueEntries = (company: string): string[] => trueRowsOf(company, ["balance_entry"]);

async function expectTrueRows(vendor: Vendor, connectionId: string, kinds: readonly string[]): Promise<void> {
	const kept = await keptRows(world, a, connectionId);
	const truth = trueRowsOf(slug, kinds);
	if (vendor === "stripe") expect(kept).toEqual(truth);
	else expect(kept).toHaveLength(trueLedger(world.sandbox, slug).lines);
	expect(await pageFaults(world, a, connectionId)).toEqual([]);
}

interface Try {
	readonly code: string;
	readonly message: string;
}
const failedTries = (jobId: string) =>
	ask<Try>(
		world,
		a,
		`select failure_code as code, failure_message as message from attempts where tenant_id = ? and job_id = ? and outcome = 'failed' order by started_at`,
		jobId,
	);

const counted = (vendor: Vendor) => ({ vendor, times: 1, ...at[vendor] });
type Passing = readonly [name: string, fault: (vendor: Vendor) => Fault, code: string, limits: Partial<SyncLimits>];
const impatient = { secondsPerRequest: 1 };
const passing: readonly Passing[] = [
	["a rate limit", (v) => ({ kind: "rate_limit", retryAfterSeconds: 1, ...counted(v) }), "VENDOR_RATE_LIMITED", {}],
	["no answer", (v) => ({ kind: "timeout", seconds: 20, ...counted(v) }), "VENDOR_TIMEOUT", impatient],
	["a body that trickles in", (v) => ({ kind: "slow_body", seconds: 20, ...counted(v) }), "VENDOR_TIMEOUT", impatient],
	["a failure of its own", (v) => ({ kind: "server_error", status: 503, ...counted(v) }), "VENDOR_UNAVAILABLE", {}],
	["a connection that is cut", (v) => ({ kind: "cut", ...counted(v) }), "VENDOR_CUT", {}],
	["a page of HTML", (v) => ({ kind: "malformed_page", how: "html", ...counted(v) }), "VENDOR_UNREADABLE", {}],
	["half a page of JSON", (v) => ({ kind: "malformed_page", how: "truncated", ...counted(v) }), "VENDOR_UNREADABLE", {}],
	["JSON that is no page", (v) => ({ kind: "malformed_page", how: "wrong_shape", ...counted(v) }), "VENDOR_UNREADABLE", {}],
	["a page given twice", (v) => ({ kind: "duplicate_page", ...counted(v), skip: 0 }), "VENDOR_OUT_OF_ORDER", {}],
	["a page out of order", (v) => ({ kind: "reordered_page", ...counted(v) }), "VENDOR_OUT_OF_ORDER", {}],
];

/** What waits for nothing but a vendor waits for both at once: no fault of one is met by the other. */
const ofBoth = <T>(work: (vendor: Vendor) => Promise<T>): Promise<T[]> => Promise.all((["stripe", "netsuite"] as const).map(work));
const part = (vendor: Vendor) => ({ only: { streams: [oneStream[vendor]] } });
const partRows = ["balance_entry", "ledger_line"];
const everyKind = ["balance_entry", "payout", "payout_item"];

describe("stripe and netsuite", () => {
	test.each(passing)("get over %s: every row once, the try says why in words", async (_name, fault, code, limits) => {
		await ofBoth(async (vendor) => {
			const connectionId = await connect(world, a, vendor, slug);
			world.sandbox.addFault(fault(vendor));
			const jobId = await startPart(world, a, connectionId, { limits, ...part(vendor) });
			expect(await world.engine.closed(a.tenantId, jobId), vendor).toBe("done");
			await expectTrueRows(vendor, connectionId, partRows);
			const tries = await failedTries(jobId);
			// A second for an answer is so little that a busy machine may miss it by itself, too.
			const codes = tries.map((each) => each.code);
			expect(limits === impatient ? [...new Set(codes)] : codes).toEqual([code]);
			expect(tries[0]?.message).toMatch(
				vendor === "stripe"
					? /^.*Stripe.*(by itself|same page|up to 5 times).*\.$/
					: /^.*NetSuite.*(by itself|same page|up to 5 times).*\.$/,
			);
			expect((await totalsOf(world, a, jobId)).every(({ verdict }) => verdict === "ties")).toBe(true);
		});
	});

	test.each([3 * 3600, -3 * 3600])("sync although their clock is off by %d seconds", async (seconds) => {
		world.sandbox.revokeNetSuiteTokens();
		await ofBoth(async (vendor) => {
			const connectionId = await connect(world, a, vendor, slug);
			world.sandbox.addFault({ kind: "clock_skew", vendor, seconds });
			const jobId = await startPart(world, a, connectionId, part(vendor));
			expect(await world.engine.closed(a.tenantId, jobId), vendor).toBe("done");
			await expectTrueRows(vendor, connectionId, partRows);
			expect((await jobFacts(world, a, jobId)).result?.notes?.join()).toMatch(/clock is 3 hours (ahead of|behind) ours/);
		});
	});

	test("whose credentials are revoked stop at once with what to do, keep what was read, and go on with new ones", async () => {
		const connections = await ofBoth(async (vendor) => {
			const connectionId = await connect(world, a, vendor, slug);
			expect(await world.engine.closed(a.tenantId, await startPart(world, a, connectionId, part(vendor))), vendor).toBe("done");
			world.sandbox.addFault({ kind: "revoked_token", vendor });
			const jobId = await startPart(world, a, connectionId, part(vendor));
			expect(await world.engine.closed(a.tenantId, jobId), vendor).toBe("failed");
			expect((await jobFacts(world, a, jobId)).failureCode).toBe("VENDOR_AUTH");
			await expectTrueRows(vendor, connectionId, partRows);
			return { vendor, connectionId };
		});
		world.sandbox.clearFaults();
		for (const { vendor, connectionId } of connections)
			expect(await world.engine.closed(a.tenantId, await startPart(world, a, connectionId, part(vendor))), vendor).toBe("done");
	});
});

test("a Retry-After of hours is honoured to the second and said in words; the job can still be stopped", async () => {
	const connectionId = await connect(world, a, "stripe", slug);
	world.sandbox.addFault({ kind: "rate_limit", retryAfterSeconds: 66_975, ...counted("stripe") });
	const jobId = await startSync(world, a, connectionId);
	await until("the refusal is there", async () => (await failedTries(jobId)).length > 0);
	expect((await failedTries(jobId))[0]?.message).toContain("18 hours 37 minutes");
	const handle = world.engine.temporal.client.workflow.getHandle(syncId(a.tenantId, connectionId));
	let waitsMs = 0;
	await until("the wait is known", async () => {
		const { raw } = await handle.describe();
		const next = raw.pendingActivities?.find((each) => (each.attempt ?? 1) > 1)?.nextAttemptScheduleTime?.seconds;
		waitsMs = next === undefined || next === null ? 0 : Number(next) * 1000 - Date.now();
		return waitsMs > 0;
	});
	expect(waitsMs / 1000).toBeGreaterThan(66_975 - 60);
	expect(waitsMs / 1000).toBeLessThan(66_975 + 60);
	await handle.cancel();
	expect(await world.engine.closed(a.tenantId, jobId)).toBe("stopped");
});

test("a fault of one tenant's vendor does not touch the other's rows", async () => {
	const [mine, theirs] = await Promise.all([connect(world, a, "stripe", slug), connect(world, b, "stripe", "harbour")]);
	world.sandbox.addFault({ kind: "reordered_page", ...counted("stripe"), times: 2 });
	const jobs = await Promise.all([startPart(world, a, mine, part("stripe")), startPart(world, b, theirs, part("stripe"))]);
	expect(await world.engine.closed(a.tenantId, jobs[0])).toBe("done");
	expect(await world.engine.closed(b.tenantId, jobs[1])).toBe("done");
	expect(await keptRows(world, a, mine)).toEqual(trueEntries(slug));
	expect(await keptRows(world, b, theirs)).toEqual(trueEntries("harbour"));
	expect(await keptRows(world, a, theirs)).toEqual([]);
});

test("a key that Stripe's list no longer knows starts the pass over: no row is lost, none doubled, and the cursor's history says why", async () => {
	const connectionId = await connect(world, a, "stripe", slug);
	const jobId = await startPart(world, a, connectionId, part("stripe"));
	expect(await world.engine.closed(a.tenantId, jobId)).toBe("done");
	await world.db.withTenant(a, (em) =>
		em.execute(`update streams set cursor = ? where tenant_id = ? and connection_id = ? and stream = 'balance_transactions'`, [
			JSON.stringify({
				high: null,
				oldestOpen: null,
				pass: { from: null, after: "txn_0gone", newHigh: null, oldestOpen: null, startedAt: new Date(Date.now() + 60_000).toISOString() },
			}),
			a.tenantId,
			connectionId,
		]),
	);
	const second = await startPart(world, a, connectionId, part("stripe"));
	expect(await world.engine.closed(a.tenantId, second)).toBe("done");
	await expectTrueRows("stripe", connectionId, partRows);
	const skips = await ask<{ reason: string }>(
		world,
		a,
		"select reason from cursor_moves where tenant_id = ? and job_id = ? and cause = 'skip' and stream = 'balance_transactions'",
		second,
	);
	expect(skips.map(({ reason }) => reason)).toEqual([expect.stringContaining("no longer knows the row")]);
});

describe("a schema that changes", () => {
	const changes = (connectionId: string) =>
		ask<{ line: string }>(
			world,
			a,
			`select stream || ' ' || path || ' ' || change || ' ' || status as line from schema_changes where tenant_id = ? and connection_id = ? order by 1`,
			connectionId,
		).then((rows) => rows.map(({ line }) => line));
	const again = async (connectionId: string): Promise<string> => {
		world.sandbox.advance(1);
		return startSync(world, a, connectionId);
	};

	test("by a new field is listed and stops nothing", async () => {
		const connectionId = await connect(world, a, "stripe", slug);
		expect(await world.engine.closed(a.tenantId, await startSync(world, a, connectionId))).toBe("done");
		expect(await changes(connectionId)).toEqual([]);
		world.sandbox.addFault({
			kind: "schema_change",
			vendor: "stripe",
			change: "added",
			stream: "payouts",
			field: "statement_note",
			to: "hello",
		});
		expect(await world.engine.closed(a.tenantId, await again(connectionId))).toBe("done");
		expect(await changes(connectionId)).toEqual(["payouts statement_note added open"]);
		await expectTrueRows("stripe", connectionId, everyKind);
	});

	test("by a field that rows need puts the records into quarantine with the reason; back again, they are read and resolved", async () => {
		const connectionId = await connect(world, a, "stripe", slug);
		expect(await world.engine.closed(a.tenantId, await startSync(world, a, connectionId))).toBe("done");
		world.sandbox.addFault({
			kind: "schema_change",
			vendor: "stripe",
			change: "renamed",
			stream: "payouts",
			field: "arrival_date",
			to: "arrives_at",
		});
		const jobId = await again(connectionId);
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("check");
		expect(await changes(connectionId)).toEqual(["payouts arrival_date gone open", "payouts arrives_at added open"]);
		const quarantined = await ask<{ code: string; reason: string }>(
			world,
			a,
			"select distinct code, reason from quarantine where tenant_id = ? and connection_id = ? and resolved_at is null",
			connectionId,
		);
		expect(quarantined).toEqual([{ code: "FIELD_MISSING", reason: 'The field "arrival_date" is missing.' }]);
		world.sandbox.clearFaults();
		expect(await world.engine.closed(a.tenantId, await startSync(world, a, connectionId))).toBe("done");
		await expectTrueRows("stripe", connectionId, everyKind);
		expect(
			await ask(world, a, "select 1 from quarantine where tenant_id = ? and connection_id = ? and resolved_at is null", connectionId),
		).toEqual([]);
	});

	test("so that NetSuite no longer has a column ends the sync with its name", async () => {
		const connectionId = await connect(world, a, "netsuite", slug);
		expect(await world.engine.closed(a.tenantId, await startSync(world, a, connectionId))).toBe("done");
		world.sandbox.addFault({
			kind: "schema_change",
			vendor: "netsuite",
			change: "renamed",
			stream: "transaction",
			field: "custbody_stripe_payout",
			to: "custbody_payout",
		});
		const jobId = await startSync(world, a, connectionId);
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("failed");
		const [job] = await ask<{ failure_code: string; failure_message: string }>(
			world,
			a,
			"select failure_code, failure_message from jobs where tenant_id = ? and id = ?",
			jobId,
		);
		expect(job).toMatchObject({ failure_code: "VENDOR_FIELD_GONE", failure_message: expect.stringContaining("custbody_stripe_payout") });
	});
});

// A month reconciled from end to end: synced from the sandbox, frozen, matched, written, and read through the API by two tenants.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freezeInputs, runIdOf } from "../../db/reconciliation/freeze-inputs.store.ts";
import { saveOutcome } from "../../db/reconciliation/save-outcome.store.ts";
import { runDetail } from "../../db/reconciliation/run.store.ts";
import { monthPeriod } from "../../domain/core/dates.ts";
import type { JobProgress } from "../../domain/jobs/progress.ts";
import { engineVersion } from "../../domain/reconciliation/result-hash.ts";
import { stripeNetsuiteRules } from "../../domain/reconciliation/rules.ts";
import type { Outcome } from "../../domain/reconciliation/outcome.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { reconcileId } from "../../workflows/core/workflow-ids.ts";
import { statementOf } from "../contract/scenario.ts";
import { connect, jobFacts, startSync, type SyncWorld, upload } from "../sync/sync-world.ts";
import { type TestApi, type TestBrowser, testApi } from "../support/api.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testTemporal } from "../support/temporal.ts";
import { october } from "./books-builder.ts";

const slug = "larkfield";
const month = "2026-10";

let world: SyncWorld;
let api: TestApi;
let a: TestTenant;
let b: TestTenant;
let person: TestBrowser;
let stranger: TestBrowser;
const connections: Record<string, string> = {};

const sync = async (connectionId: string): Promise<string> => world.engine.closed(a.tenantId, await startSync(world, a, connectionId));

beforeAll(async () => {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed: "reconcile-flow", orders: 600, companies: [slug] })]);
	const engine = await testTemporal(db, { queue: "recon" });
	world = { db, engine, sandbox };
	[a, b] = db.tenants;
	api = await testApi(db, { deps: { temporal: engine.temporal } });
	for (const vendor of ["stripe", "netsuite", "files"] as const) connections[vendor] = await connect(world, a, vendor, slug);
	await upload(world, a, connections["files"] ?? "", "statement.csv", await statementOf(sandbox));
	const statuses = await Promise.all(Object.values(connections).map(sync));
	if (statuses.some((status) => status !== "done" && status !== "check")) throw new Error(`the syncs ended ${statuses.join(", ")}`);
	person = await api.as(a.users.preparer.email);
	stranger = await api.as(b.users.controller.email);
});

afterAll(async () => {
	await api?.close();
	await world?.engine.close();
	await Promise.all([world?.db.close(), world?.sandbox.stop()]);
});

async function reconcileNow(): Promise<{ runId: string; jobId: string }> {
	const started = await person.trpc.reconciliations.start.mutate({ entityId: a.entityId, month });
	expect(await world.engine.closed(a.tenantId, started.jobId)).toBe("check");
	return started;
}

const codeOf = async (call: Promise<unknown>): Promise<unknown> =>
	call.then(
		() => "it was answered",
		(error: { data?: { code?: string } }) => error.data?.code,
	);

describe("a reconciliation", () => {
	test("tells the sandbox's truth through the API, ties, and gives the same hash when it is run again", async () => {
		const { runId, jobId } = await reconcileNow();
		const { trpc } = person;
		const run = await trpc.reconciliations.get.query({ runId });
		const truth = world.sandbox.truth(october);
		const { rows: exceptions } = await trpc.reconciliations.exceptions.query({ runId });
		expect(exceptions.map(({ type, leaf, amount }) => `${type} ${leaf} ${amount.minor}`).sort()).toEqual(
			truth.exceptions.map(({ type, leaf, amountMinor }) => `${type} ${leaf} ${amountMinor}`).sort(),
		);
		expect(run).toMatchObject({ status: "done", month, counts: { exceptions: exceptions.length, unexplained: 0 } });
		expect(run.unexplained.every(({ difference }) => difference.minor === "0")).toBe(true);
		expect(run.rollForwards.filter(({ line }) => line === "closing").map(({ tie }) => tie?.minor)).toEqual(["0", "0"]);
		expect(run.inputs.map(({ stream }) => stream).sort()).toEqual([
			"balance_transactions",
			"bank_lines",
			"deleted_records",
			"ledger_lines",
			"payout_items",
			"payouts",
		]);
		expect(run.inputs.every(({ seq, pages, readAt }) => seq > 0 && pages === seq && readAt !== null)).toBe(true);

		const facts = await jobFacts(world, a, jobId);
		expect(facts.result).toMatchObject({ runId, resultHash: run.resultHash, exceptions: exceptions.length });
		const handle = world.engine.temporal.client.workflow.getHandle(reconcileId(a.tenantId, a.entityId, month));
		expect(await handle.query<JobProgress>("progress")).toEqual({ phase: "done", streams: [] });

		const again = await reconcileNow();
		expect(again.runId).not.toBe(runId);
		const second = await trpc.reconciliations.get.query({ runId: again.runId });
		expect([second.resultHash, second.inputHash]).toEqual([run.resultHash, run.inputHash]);
		const list = await trpc.reconciliations.list.query({ limit: 1 });
		expect(list).toMatchObject({ total: 2, rows: [{ id: again.runId }] });
		const older = await trpc.reconciliations.list.query({ limit: 1, after: list.next });
		expect(older).toMatchObject({ rows: [{ id: runId }], next: null });
	});

	test("pages its payouts by key in every order, and a proof opens down to its leaves", async () => {
		const { runId } = await reconcileNow();
		const { trpc } = person;
		for (const sort of ["-ledgerDate", "payout", "-difference"] as const) {
			const whole = await trpc.reconciliations.payouts.query({ runId, sort, limit: 200 });
			const keys: string[] = [];
			for (let after: string | null = null; ; ) {
				const page = await trpc.reconciliations.payouts.query({ runId, sort, limit: 7, after });
				keys.push(...page.rows.map(({ rowKey }) => rowKey));
				after = page.next;
				if (after === null) break;
			}
			expect(keys).toEqual(whole.rows.map(({ rowKey }) => rowKey));
			expect(keys.length).toBe(whole.total);
		}
		const missing = world.sandbox
			.truth(october)
			.exceptions.find(({ type, leaf, currency }) => type === "missing_in_ledger" && leaf.endsWith(":gross") && currency === "USD");
		const payoutKey = missing?.payout ?? "";
		const proof = await trpc.reconciliations.proof.query({ runId, payoutKey });
		expect(proof.status).toBe("break");
		expect(proof.bankRow?.label).toContain("STRIPE");
		expect(proof.depositRow?.label).toMatch(/^DEP-/);
		expect(proof.lines.at(-1)).toMatchObject({ category: "bank", difference: { minor: "0" } });
		const charges = proof.lines.find(({ category }) => category === "charge");
		const leaves = await trpc.reconciliations.proofLine.query({ runId, payoutKey, category: "charge", limit: 200 });
		const sum = leaves.leaves.reduce((total, leaf) => total + BigInt(leaf.difference.minor), 0n);
		expect(sum.toString()).toBe(charges?.difference.minor);
		for (const { category, a: stripe, b: booked, difference } of proof.lines) {
			const line = await trpc.reconciliations.proofLine.query({ runId, payoutKey, category, limit: 200 });
			const add = (side: "a" | "b" | "difference"): string =>
				line.leaves.reduce((all, leaf) => all + BigInt(leaf[side]?.minor ?? "0"), 0n).toString();
			expect([category, add("a"), add("b"), add("difference")]).toEqual([category, stripe.minor, booked.minor, difference.minor]);
		}
		expect(leaves.leaves[0]).toMatchObject({ matched: false, exceptionType: expect.any(String) });
		expect(leaves.leaves.find(({ leaf }) => leaf === missing?.leaf)).toMatchObject({
			b: null,
			sentence: expect.stringContaining("has no line in DEP-"),
		});
		// Two payouts in one bank line: the line is found from either.
		const joined = world.sandbox.truth(october).decoys.filter(({ kind }) => kind === "one_bank_line_for_two_payouts");
		for (const { about } of joined) {
			const bank = await trpc.reconciliations.proofLine.query({ runId, payoutKey: about, category: "bank" });
			expect(bank.leaves).toMatchObject([{ matched: true, members: 2, difference: { minor: "0" } }]);
		}
		const matches = await trpc.reconciliations.matches.query({ runId, payoutKey, level: "item", limit: 5 });
		expect(matches.rows[0]).toMatchObject({ level: "item", reasons: expect.arrayContaining([expect.any(String)]) });
		expect(matches.rows[0]?.members.map(({ side }) => side)).toEqual(["a", "b"]);
	});

	test("lists what its control totals count, to the cent, and every exception under a row", async () => {
		const { runId } = await reconcileNow();
		const { trpc } = person;
		const run = await trpc.reconciliations.get.query({ runId });
		for (const view of ["payouts", "activity", "books", "bank"] as const) {
			const { sums } = await trpc.reconciliations.payouts.query({ runId, view, limit: 1 });
			const stated = run.totals.filter(({ line }) => line === `${view}.total`);
			expect(sums.map(({ count: _rows, ...sum }) => sum)).toEqual(
				stated.map(({ currency, aCount, a, bCount, b, difference }) => ({ currency, aCount, a, bCount, b, difference })),
			);
		}
		const { rows } = await trpc.reconciliations.payouts.query({ runId, view: "books", limit: 200 });
		const returned = rows.find(({ rowKind }) => rowKind === "returned");
		expect(returned).toMatchObject({ status: "returned", difference: { minor: "0" }, sentence: expect.stringContaining("returned it on") });
		expect(returned?.records.map(({ side }) => side)).toEqual(["a", "b", "b"]);
		const { rows: banked } = await trpc.reconciliations.payouts.query({ runId, view: "bank", limit: 200 });
		// What only the books have wrong is no break beside the bank, neither as it is shown nor as it is filtered.
		const beside = await trpc.reconciliations.payouts.query({ runId, view: "bank", status: "break", limit: 200 });
		expect(beside.rows.map(({ rowKey }) => rowKey)).toEqual(banked.filter(({ status }) => status === "break").map(({ rowKey }) => rowKey));
		expect(beside.rows.filter(({ difference }) => difference.minor === "0")).toEqual([]);
		expect(beside.rows.length).toBeGreaterThan(0);
		const untied = await trpc.reconciliations.payouts.query({ runId, status: "untied" });
		expect(untied.rows.length).toBeGreaterThan(0);
		const reached = await Promise.all(
			[...new Set([...rows, ...banked].map(({ rowKey }) => rowKey))].map(
				async (rowKey) => (await trpc.reconciliations.exceptions.query({ runId, rowKey, limit: 1 })).total,
			),
		);
		expect(reached.reduce((sum, count) => sum + count, 0)).toBe(run.counts.exceptions);
	});

	test("says of every input as of when it speaks, and that it ties to the sources' own totals", async () => {
		const { runId } = await reconcileNow();
		const run = await person.trpc.reconciliations.get.query({ runId });
		expect(run.sources.map(({ side, currency, verdict }) => `${side} ${currency} ${verdict}`).sort()).toEqual([
			"bank EUR ties",
			"bank USD ties",
			"netsuite EUR ties",
			"netsuite USD ties",
			"stripe EUR ties",
			"stripe USD ties",
		]);
		for (const { connectionId, theirs, ours, asOf, sentence } of run.sources) {
			expect([theirs?.minor, sentence.endsWith(".")]).toEqual([ours?.minor, true]);
			const own = run.inputs.filter((input) => input.connectionId === connectionId);
			expect(own.every((input) => Date.parse(input.asOf ?? "") <= Date.parse(asOf ?? ""))).toBe(true);
		}
	});

	test("doesn't see what a sync commits after the freeze", async () => {
		const before = await person.trpc.reconciliations.get.query({ runId: (await reconcileNow()).runId });
		const requested = await world.engine.request({
			tenantId: a.tenantId,
			kind: "reconcile",
			title: "Reconcile payouts",
			businessKey: `${a.entityId}/${month}`,
			workflowId: reconcileId(a.tenantId, a.entityId, month),
			requestedBy: null,
			correlationId: randomUUID(),
			input: { entityId: a.entityId, month },
		});
		// The run's own first step, made now: the workflow will find its row and keep it.
		await world.db.withTenant(a, (em) =>
			freezeInputs(em, {
				tenantId: a.tenantId,
				entityId: a.entityId,
				jobId: requested.jobId,
				period: monthPeriod(month),
				rules: stripeNetsuiteRules,
				engineVersion,
				now: new Date().toISOString(),
			}),
		);
		world.sandbox.advance(2);
		await upload(world, a, connections["files"] ?? "", "later.csv", await statementOf(world.sandbox));
		await Promise.all(Object.values(connections).map(sync));

		await requested.afterCommit();
		expect(await world.engine.closed(a.tenantId, requested.jobId)).toBe("check");
		const frozen = await person.trpc.reconciliations.get.query({ runId: runIdOf(requested.jobId) });
		expect([frozen.resultHash, frozen.inputHash, frozen.asOf]).toEqual([before.resultHash, before.inputHash, before.asOf]);
		expect(frozen.rollForwards).toEqual(before.rollForwards);

		const after = await person.trpc.reconciliations.get.query({ runId: (await reconcileNow()).runId });
		expect(after.inputHash).not.toBe(before.inputHash);
		expect(after.counts.unexplained).toBe(0);
		expect(after.rollForwards.filter(({ line }) => line === "closing").map(({ tie }) => tie?.minor)).toEqual(["0", "0"]);
	});

	test("is written once, whatever is tried again", async () => {
		const { runId } = await reconcileNow();
		const before = await person.trpc.reconciliations.get.query({ runId });
		const nothing: Outcome = {
			proofs: [],
			rows: [],
			matches: [],
			exceptions: [],
			totals: [],
			rollForwards: [],
			inputHash: "other",
			resultHash: "other",
		};
		expect(await world.db.withTenant(a, (em) => saveOutcome(em, { tenantId: a.tenantId, runId, outcome: nothing }))).toBe(false);
		expect(await person.trpc.reconciliations.get.query({ runId })).toEqual(before);
	});

	test("stops when it is cancelled, and writes no result", async () => {
		const workflowId = reconcileId(a.tenantId, a.entityId, "2026-09");
		const { jobId } = await world.engine.start({
			tenantId: a.tenantId,
			kind: "reconcile",
			title: "Reconcile payouts",
			businessKey: `${a.entityId}/2026-09`,
			workflowId,
			requestedBy: null,
			correlationId: randomUUID(),
			input: { entityId: a.entityId, month: "2026-09" },
		});
		await world.engine.temporal.client.workflow.getHandle(workflowId).cancel();
		expect(await world.engine.closed(a.tenantId, jobId)).toBe("stopped");
		const run = await world.db.withTenant(a, (em) => runDetail(em, { tenantId: a.tenantId, runId: runIdOf(jobId) }));
		expect([null, undefined]).toContain(run?.resultHash);
	});

	test("is not there for another tenant, nor startable without the permission", async () => {
		const { runId } = await reconcileNow();
		const [payout] = (await person.trpc.reconciliations.payouts.query({ runId, limit: 1 })).rows;
		const payoutKey = payout?.payoutKey ?? "";
		const { reconciliations } = stranger.trpc;
		expect(await codeOf(reconciliations.get.query({ runId }))).toBe("NOT_FOUND");
		expect(await codeOf(reconciliations.proof.query({ runId, payoutKey }))).toBe("NOT_FOUND");
		expect(await codeOf(reconciliations.proofLine.query({ runId, payoutKey, category: "charge" }))).toBe("NOT_FOUND");
		expect(await reconciliations.payouts.query({ runId })).toMatchObject({ rows: [], total: 0 });
		expect(await reconciliations.exceptions.query({ runId })).toMatchObject({ rows: [], total: 0 });
		expect(await reconciliations.matches.query({ runId })).toMatchObject({ rows: [], total: 0 });
		expect(await reconciliations.list.query({})).toMatchObject({ rows: [], total: 0 });
		expect(await codeOf(reconciliations.start.mutate({ entityId: a.entityId, month }))).toBe("NOT_FOUND");
		const analyst = await api.as(a.users.analyst.email);
		expect(await codeOf(analyst.trpc.reconciliations.start.mutate({ entityId: a.entityId, month }))).toBe("FORBIDDEN");
		expect(await codeOf(analyst.trpc.reconciliations.payouts.query({ runId, after: "nonsense" }))).toBe("INPUT");
	});
});

// Replays around reconciliations: the same frozen inputs give the same hash, rules can be chosen, and a repaired connection brings its
// reconciliations with it, told as matches, exceptions and a difference that ties.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { statementOf } from "../contract/scenario.ts";
import { connect, keptRows, startSync, upload } from "../sync/sync-world.ts";
import { replayed, type ReplayWorld, replayWorld, slug } from "./replay-world.ts";

const month = "2026-10";

let world: ReplayWorld;
const connections: Record<string, string> = {};

beforeAll(async () => {
	world = await replayWorld("replay-reconcile", 600);
	const { a, engine, sandbox } = world;
	for (const vendor of ["stripe", "netsuite", "files"] as const) connections[vendor] = await connect(world, a, vendor, slug);
	await upload(world, a, connections["files"] ?? "", "statement.csv", await statementOf(sandbox));
	for (const id of Object.values(connections)) await engine.closed(a.tenantId, await startSync(world, a, id));
});
afterAll(() => world?.close());

async function reconciled(): Promise<{ readonly jobId: string; readonly runId: string }> {
	const started = await world.person.trpc.reconciliations.start.mutate({ entityId: world.a.entityId, month });
	await world.engine.closed(world.a.tenantId, started.jobId);
	return started;
}

const jobOf = async (connectionId: string): Promise<string> => {
	const [row] = await world.db.withTenant(world.a, (em) =>
		em.execute<{ id: string }[]>("select last_job_id::text as id from connections where tenant_id = ? and id = ?", [
			world.a.tenantId,
			connectionId,
		]),
	);
	return row?.id ?? "";
};

const runOf = async (replayJobId: string) => {
	const { trpc } = world.person;
	const { outcome } = await trpc.replays.get.query({ jobId: replayJobId });
	const runId = outcome?.runs[0]?.after ?? "";
	return { outcome, run: await trpc.reconciliations.get.query({ runId }) };
};

/** Takes the ledger lines of some matched deposits away, as if a page had never been readable. */
async function loseLedger(count: number): Promise<void> {
	const { a, db } = world;
	const connectionId = connections["netsuite"] ?? "";
	await db.withTenant(a, async (em) => {
		const jobId = await jobOf(connectionId);
		const lines = await em.execute<{ id: string; key: string; page: string; at: number; sha: string }[]>(
			`select r.id::text as id, r.natural_key as key, r.page_id::text as page, r.page_index as at, r.payload_sha256 as sha from records r
			join canonical_rows c on c.tenant_id = r.tenant_id and c.record_id = r.id and c.to_seq is null
			where r.tenant_id = ? and r.connection_id = ? and r.to_seq is null and c.group_key in (
				select g.group_key from canonical_rows g where g.tenant_id = ? and g.connection_id = ? and g.to_seq is null and g.document_kind = 'deposit'
					and g.ledger_date between '2026-10-10' and '2026-10-20' and g.group_reference <> '' group by g.group_key order by g.group_key limit ?)`,
			[a.tenantId, connectionId, a.tenantId, connectionId, count],
		);
		expect(lines.length).toBeGreaterThan(count);
		for (const line of lines) {
			await em.execute("delete from canonical_rows where tenant_id = ? and record_id = ?", [a.tenantId, line.id]);
			await em.execute("delete from records where tenant_id = ? and id = ?", [a.tenantId, line.id]);
			await em.execute(
				`insert into quarantine (tenant_id, id, connection_id, stream, page_id, page_index, natural_key, code, reason, payload_sha256, job_id)
				values (?, ?, ?, 'ledger_lines', ?, ?, ?, 'FIELD_UNKNOWN', 'An earlier release could not read this.', ?, ?)`,
				[a.tenantId, line.id, connectionId, line.page, line.at, line.key, line.sha, jobId],
			);
		}
	});
}

test("repairing a connection from its stored pages runs its reconciliation again: matches gained, exceptions closed, before and after tie", async () => {
	const connectionId = connections["netsuite"] ?? "";
	const whole = await keptRows(world, world.a, connectionId);
	await loseLedger(2);
	const short = await reconciled();
	const jobId = await jobOf(connectionId);
	const { trpc } = world.person;
	const plan = await trpc.replays.plan.query({ jobId });
	expect(plan.disturbs.map(({ what }) => what)).toEqual([`Reconciliation ${month}`]);
	expect(plan.cost.after).toEqual([{ title: `Reconcile payouts, ${month}, if its rows change`, runId: short.runId }]);
	const replay = await replayed(world, { jobId });
	expect(await keptRows(world, world.a, connectionId)).toEqual(whole);
	const { outcome, run } = await runOf(replay.jobId);
	expect(outcome?.runs).toEqual([{ entityId: world.a.entityId, month, before: short.runId, after: run.id }]);
	expect(outcome?.matches.gained).toBeGreaterThan(1);
	expect(outcome?.matches).toMatchObject({ lost: 0 });
	expect(outcome?.exceptions.closed).toBeGreaterThan(0);
	expect(outcome?.exceptions.opened).toBe(0);
	expect(replay.status).toBe("done");
	for (const { before, steps, after, ties } of outcome?.difference ?? []) {
		const sum = steps.reduce((total, { change }) => total + BigInt(change.minor), BigInt(before.minor));
		expect([sum, ties]).toEqual([BigInt(after.minor), true]);
	}
	expect(outcome?.difference.some(({ side, steps }) => side === "books" && steps.some(({ label }) => label.endsWith("closed")))).toBe(true);
	const { rows: matches } = await trpc.replays.diff.query({ jobId: replay.jobId, group: "matches", limit: 200 });
	expect(matches.every(({ change, label }) => change === "gained" && label.includes("↔"))).toBe(true);
	const { children } = await trpc.replays.get.query({ jobId: replay.jobId });
	expect(children.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
		"reprocess: Process stored pages, NetSuite",
		`reconcile: Reconcile payouts, ${month}`,
	]);
	// The month's balances are what they were: what was made readable was received before.
	expect(run.rollForwards.filter(({ line }) => line === "closing").map(({ tie }) => tie?.minor)).toEqual(["0", "0"]);
});

describe("a reconciliation's replay", () => {
	test("computes the same frozen inputs to the same result hash, whatever has been synced since; frozen anew it sees that", async () => {
		const first = await reconciled();
		const { trpc } = world.person;
		const before = await trpc.reconciliations.get.query({ runId: first.runId });
		world.sandbox.strikeData({ kind: "edited_record", vendor: "netsuite", how: "amount" });
		await world.engine.closed(world.a.tenantId, await startSync(world, world.a, connections["netsuite"] ?? ""));
		const plan = await trpc.replays.plan.query({ jobId: first.jobId });
		expect(plan).toMatchObject({ refusal: null, choices: { rules: true }, outside: [] });
		const same = await replayed(world, { jobId: first.jobId });
		const again = await runOf(same.jobId);
		expect([again.run.resultHash, again.run.inputHash, again.run.asOf]).toEqual([before.resultHash, before.inputHash, before.asOf]);
		expect(again.outcome).toMatchObject({
			matches: { gained: 0, lost: 0, changed: 0 },
			exceptions: { closed: 0, opened: 0 },
			sentence: "Nothing has changed",
		});
		expect(again.outcome?.difference.every(({ ties, steps }) => ties && steps.length === 0)).toBe(true);

		const anew = await replayed(world, { jobId: first.jobId, mode: "refetch" });
		const now = await runOf(anew.jobId);
		expect(now.run.inputHash).not.toBe(before.inputHash);
		expect(now.outcome?.exceptions.opened).toBeGreaterThan(0);
		expect(now.outcome?.difference.every(({ ties }) => ties)).toBe(true);
		expect(now.outcome?.difference.some(({ steps }) => steps.length > 0)).toBe(true);
		expect(anew.status).toBe("check");
		const { rows } = await trpc.replays.diff.query({ jobId: anew.jobId, group: "exceptions" });
		expect(rows.length).toBe(
			(now.outcome?.exceptions.opened ?? 0) + (now.outcome?.exceptions.closed ?? 0) + (now.outcome?.exceptions.changed ?? 0),
		);
		expect(rows[0]?.change).toBe("opened");
	});

	test("takes the rules of today over the same frozen inputs when it is asked to, and says which it took", async () => {
		const first = await reconciled();
		await world.db.withTenant(world.a, (em) =>
			em.execute(`update entities set rules = '{"version":"tight/1","toleranceMinor":0}'::jsonb where tenant_id = ? and id = ?`, [
				world.a.tenantId,
				world.a.entityId,
			]),
		);
		const plan = await world.person.trpc.replays.plan.query({ jobId: first.jobId, options: { rules: "present", reconcileAfter: false } });
		expect([plan.cost.versionBefore, plan.cost.version].map((text) => text?.split(",")[0])).toEqual([
			"rules stripe-netsuite/1",
			"rules tight/1",
		]);
		const original = await runOf(
			(await replayed(world, { jobId: first.jobId, options: { rules: "original", reconcileAfter: false } })).jobId,
		);
		const present = await runOf(
			(await replayed(world, { jobId: first.jobId, options: { rules: "present", reconcileAfter: false } })).jobId,
		);
		expect([original.run.rulesVersion, present.run.rulesVersion]).toEqual(["stripe-netsuite/1", "tight/1"]);
		expect(present.run.inputHash).toBe(original.run.inputHash);
		expect(present.run.resultHash).not.toBe(original.run.resultHash);
		await world.db.withTenant(world.a, (em) =>
			em.execute("update entities set rules = '{}'::jsonb where tenant_id = ? and id = ?", [world.a.tenantId, world.a.entityId]),
		);
	});
});

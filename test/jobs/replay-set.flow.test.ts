// A set of replays meets what it didn't plan for: a replay that fails while the set is being stopped, and one that somebody has started
// singly before its turn came. Held where they are by locks on their rows, so that each moment is there to be looked at.
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { childJobId } from "../../domain/jobs/replay/steps.ts";
import { replayId } from "../../workflows/core/workflow-ids.ts";
import { jobFacts } from "../sync/sync-world.ts";
import { ask, until } from "../sync/watch.ts";
import { codeOf, type ReplayWorld, replayWorld, syncedConnection } from "./replay-world.ts";

let world: ReplayWorld;
const locks: pg.Client[] = [];

beforeAll(async () => {
	world = await replayWorld("replay-set");
});
afterEach(async () => {
	world.sandbox.clearFaults();
	await Promise.all(locks.splice(0).map((client) => client.end()));
});
afterAll(() => world?.close());

/** Whoever wants to change these rows waits until it is let go. */
async function hold(table: "streams" | "replays", column: string, id: string): Promise<() => Promise<void>> {
	const client = new pg.Client({ connectionString: world.db.adminUrl });
	await client.connect();
	locks.push(client);
	await client.query("begin");
	await client.query(`select 1 from ${table} where ${column} = $1 for update`, [id]);
	return async () => {
		await client.query("rollback");
	};
}

const exists = async (sql: string, ...values: readonly unknown[]): Promise<boolean> =>
	(await ask(world, world.a, `select 1 ${sql}`, ...values)).length > 0;

test("a replay that fails while its set is being stopped doesn't make the set fail: it closes as stopped", async () => {
	const { jobId: of } = await syncedConnection(world, "netsuite");
	world.sandbox.addFault({ kind: "rate_limit", vendor: "netsuite", times: 50, skip: 0, path: "", retryAfterSeconds: 3_600 });
	const { trpc } = world.person;
	const { jobId } = await trpc.replays.bulkStart.mutate({ jobIds: [of], mode: "refetch" });
	const child = childJobId(jobId, `replay ${of}`);
	await until("the replay fetches", () =>
		exists(
			"from attempts x join jobs j on j.tenant_id = x.tenant_id and j.id = x.job_id where j.tenant_id = ? and j.parent_job_id = ?",
			child,
		),
	);
	await hold("replays", "job_id", child);
	await trpc.jobs.cancel.mutate({ jobId });
	await until("the replay is ending", () =>
		exists("from attempts where tenant_id = ? and job_id = ? and activity_type = 'finishReplay' and outcome = 'running'", child),
	);
	expect((await jobFacts(world, world.a, jobId)).status).toBe("running");
	await world.engine.temporal.client.workflow
		.getHandle(replayId(world.a.tenantId, of))
		.terminate("by an engineer, in the middle of a stop");
	expect(await world.engine.closed(world.a.tenantId, jobId)).toBe("stopped");
	await world.engine.reconcile();
	expect((await jobFacts(world, world.a, child)).status).not.toBe("running");
	expect(await codeOf(world.stranger.trpc.replays.bulkGet.query({ jobId }))).toBe("NOT_FOUND");
});

test("a replay that somebody has started singly after the set began is left to them and is no failure of the set", async () => {
	const connections = [
		await syncedConnection(world, "netsuite"),
		await syncedConnection(world, "netsuite"),
		await syncedConnection(world, "netsuite"),
	];
	const [last] = connections;
	const letGo: (() => Promise<void>)[] = [];
	for (const { connectionId } of connections) letGo.push(await hold("streams", "connection_id", connectionId));
	const { trpc } = world.person;
	const { jobId } = await trpc.replays.bulkStart.mutate({ jobIds: connections.map((each) => each.jobId), mode: "refetch" });
	await expect.poll(async () => (await trpc.replays.bulkGet.query({ jobId })).running).toBe(2);
	const before = (await trpc.replays.bulkGet.query({ jobId })).rows.find(({ status }) => status === null);
	expect(before?.jobId).toBe(last?.jobId);
	const single = await trpc.replays.start.mutate({ jobId: last?.jobId ?? "", mode: "refetch" });
	await until("it goes on", () => exists("from jobs where tenant_id = ? and id = ? and status = 'running'", single.jobId));
	const [keep, ...others] = letGo;
	for (const go of others) await go();

	expect(await world.engine.closed(world.a.tenantId, jobId)).toBe("done");
	expect((await jobFacts(world, world.a, jobId)).result).toMatchObject({
		summary: "2 runs replayed, 1 elsewhere",
		replayed: 2,
		elsewhere: 1,
		failed: 0,
	});
	const state = await trpc.replays.bulkGet.query({ jobId });
	expect(state).toMatchObject({ total: 3, done: 2, failed: 0, running: 0, elsewhere: 1 });
	expect(state.rows.find((row) => row.elsewhere)).toMatchObject({ jobId: last?.jobId, replayJobId: single.jobId, status: "running" });
	await keep?.();
	expect(await world.engine.closed(world.a.tenantId, single.jobId)).toBe("done");
	const list = await trpc.jobs.list.query({ replaced: "shown" });
	expect(list.rows.find(({ id }) => id === last?.jobId)?.supersededByJobId).toBe(single.jobId);
});

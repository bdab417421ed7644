// A month of a company that is synced and reconciled, with a browser of it and one of a stranger: what replay tests begin from.
import { startSandbox } from "../../sandbox/server.ts";
import { type TestApi, type TestBrowser, testApi } from "../support/api.ts";
import { testDatabase, type TestTenant } from "../support/database.ts";
import { testTemporal } from "../support/temporal.ts";
import { connect, startSync, type SyncWorld } from "../sync/sync-world.ts";

export const slug = "larkfield";

export interface ReplayWorld extends SyncWorld {
	readonly api: TestApi;
	readonly a: TestTenant;
	readonly b: TestTenant;
	/** A preparer of the first tenant, who may replay. */
	readonly person: TestBrowser;
	/** The controller of the other tenant. */
	readonly stranger: TestBrowser;
	readonly close: () => Promise<void>;
}

export async function replayWorld(seed: string, orders = 400): Promise<ReplayWorld> {
	const [db, sandbox] = await Promise.all([testDatabase(), startSandbox({ seed, orders, companies: [slug] })]);
	const engine = await testTemporal(db, { queue: "sync" });
	const api = await testApi(db, { deps: { temporal: engine.temporal, storage: engine.deps.storage } });
	const [a, b] = db.tenants;
	return {
		db,
		engine,
		sandbox,
		api,
		a,
		b,
		person: await api.as(a.users.preparer.email),
		stranger: await api.as(b.users.controller.email),
		close: async () => {
			await api.close();
			await engine.close();
			await Promise.all([db.close(), sandbox.stop()]);
		},
	};
}

/** A connection of the first tenant after one sync. */
export async function syncedConnection(
	world: ReplayWorld,
	vendor: "stripe" | "netsuite" = "stripe",
): Promise<{ connectionId: string; jobId: string }> {
	const connectionId = await connect(world, world.a, vendor, slug);
	const jobId = await startSync(world, world.a, connectionId);
	await world.engine.closed(world.a.tenantId, jobId);
	return { connectionId, jobId };
}

/** Some balance transactions whose current record came with the first page, oldest key first. */
export async function someRecords(
	{ db, a }: ReplayWorld,
	connectionId: string,
	count: number,
): Promise<
	{ readonly id: string; readonly naturalKey: string; readonly pageId: string; readonly pageIndex: number; readonly sha: string }[]
> {
	return db.withTenant(a, (em) =>
		em.execute(
			`select id::text as "id", natural_key as "naturalKey", page_id::text as "pageId", page_index as "pageIndex", payload_sha256 as "sha"
			from records where tenant_id = ? and connection_id = ? and stream = 'balance_transactions' and to_seq is null order by natural_key limit ?`,
			[a.tenantId, connectionId, count],
		),
	);
}

/** Leaves a record as a release leaves it that can't read it: in quarantine, without rows. */
export async function unread({ db, a }: ReplayWorld, connectionId: string, jobId: string, count: number): Promise<string[]> {
	const records = await someRecords({ db, a } as ReplayWorld, connectionId, count);
	await db.withTenant(a, async (em) => {
		for (const { id, naturalKey, pageId, pageIndex, sha } of records) {
			await em.execute("delete from canonical_rows where tenant_id = ? and record_id = ?", [a.tenantId, id]);
			await em.execute("delete from records where tenant_id = ? and id = ?", [a.tenantId, id]);
			await em.execute(
				`insert into quarantine (tenant_id, id, connection_id, stream, page_id, page_index, natural_key, code, reason, payload_sha256, job_id)
				values (?, ?, ?, 'balance_transactions', ?, ?, ?, 'FIELD_UNKNOWN', 'An earlier release could not read this.', ?, ?)`,
				[a.tenantId, id, connectionId, pageId, pageIndex, naturalKey, sha, jobId],
			);
		}
	});
	return records.map(({ naturalKey }) => naturalKey);
}

/** Leaves rows as an older transform made them: another word for what they are. */
export async function readOtherwise({ db, a }: ReplayWorld, connectionId: string, count: number): Promise<string[]> {
	const records = await someRecords({ db, a } as ReplayWorld, connectionId, count);
	await db.withTenant(a, async (em) => {
		for (const { id } of records)
			await em.execute(
				"update canonical_rows set category = 'an older word', transform_version = 0 where tenant_id = ? and record_id = ? and to_seq is null",
				[a.tenantId, id],
			);
	});
	return records.map(({ naturalKey }) => naturalKey);
}

/** Starts a replay as a person does and waits for its end. */
export async function replayed(
	{ person, engine, a }: ReplayWorld,
	ask: Parameters<TestBrowser["trpc"]["replays"]["start"]["mutate"]>[0],
): Promise<{ readonly jobId: string; readonly status: string }> {
	const { jobId } = await person.trpc.replays.start.mutate(ask);
	return { jobId, status: await engine.closed(a.tenantId, jobId) };
}

export const codeOf = async (call: Promise<unknown>): Promise<unknown> =>
	call.then(
		() => "it was answered",
		(error: { data?: { code?: string } }) => error.data?.code,
	);

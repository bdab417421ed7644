// Domain events: in or out with their transaction, in order per key although commits come late, at least once to every subscriber.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dispatchOnce } from "../../activities/tenancy/dispatch-events.ts";
import type { Subscriber } from "../../activities/tenancy/subscribers.ts";
import { emitEvent } from "../../db/tenancy/outbox.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { namePlatformRun } from "../support/record-history.ts";
import { type TestTemporal, testTemporal } from "../support/temporal.ts";

let db: TestDatabase;
let temporal: TestTemporal;
/** A process that stops is soon done with a round of the loop, so that many fit into a test. */
const stopping = new AbortController();

beforeAll(async () => {
	db = await testDatabase();
	temporal = await testTemporal(db, { worker: false, deps: { stopping: stopping.signal } });
});
afterAll(async () => {
	await temporal.close();
	await db.close();
});

interface Seen {
	readonly tenantId: string;
	readonly key: string;
	readonly n: unknown;
	readonly seq: string;
}

/** A subscriber that remembers what it was told; `fail` throws in its place. */
function listener(fail: () => boolean = () => false) {
	const seen: Seen[] = [];
	const subscriber: Subscriber = async ({ tenantId, events }) => {
		if (fail()) throw new Error("the subscriber fails");
		seen.push(...events.map(({ key, payload, seq }) => ({ tenantId, key, n: payload["n"], seq })));
		return { afterCommit: async () => undefined };
	};
	return { seen, subscriber, of: (key: string) => seen.filter((each) => each.key === key).map(({ n }) => n) };
}

const dispatch = (subscribers: Readonly<Record<string, Subscriber>>) => dispatchOnce(temporal.deps, { subscribers });

/** Other work on the same server may hold events back for a moment. */
async function dispatchUntil(subscribers: Readonly<Record<string, Subscriber>>, done: () => boolean): Promise<void> {
	for (const end = Date.now() + 60_000; !done(); await sleep(20)) {
		if (Date.now() > end) throw new Error("the events were not handed on");
		await dispatch(subscribers);
	}
}

const emit = (em: ScopedEm, tenantId: string, key: string, n: number): Promise<void> =>
	emitEvent(em, { tenantId, topic: "sync.completed", key, payload: { n } });

/** A unit of work that stays open until it is told to end. */
async function openWork(tenantId: string, work: (em: ScopedEm) => Promise<void>) {
	const { promise: held, resolve: commit } = Promise.withResolvers<void>();
	const { promise: written, resolve: wrote } = Promise.withResolvers<void>();
	const done = db.withTenant(tenantId, async (em) => {
		await work(em);
		wrote();
		await held;
	});
	await written;
	return {
		commit: async () => {
			commit();
			await done;
		},
	};
}

describe("an event", () => {
	it("that commits late is handed on before the later ones that committed first (E2, E3)", async () => {
		const { tenantId } = db.tenants[0];
		const ear = listener();
		const late = await openWork(tenantId, (em) => emit(em, tenantId, "late", 1));
		await db.withTenant(tenantId, (em) => emit(em, tenantId, "late", 2));
		await dispatch({ late: ear.subscriber });
		expect(ear.of("late")).toEqual([]);
		await late.commit();
		await db.withTenant(tenantId, (em) => emit(em, tenantId, "late", 3));
		await dispatchUntil({ late: ear.subscriber }, () => ear.of("late").length === 3);
		await dispatch({ late: ear.subscriber });
		expect(ear.of("late")).toEqual([1, 2, 3]);
	});

	it("of a transaction that is rolled back never was (E1)", async () => {
		const { tenantId } = db.tenants[0];
		const ear = listener();
		const failing = db.withTenant(tenantId, async (em) => {
			await emit(em, tenantId, "undone", 1);
			throw new Error("undone");
		});
		await expect(failing).rejects.toThrow("undone");
		await db.withTenant(tenantId, (em) => emit(em, tenantId, "undone", 2));
		await dispatchUntil({ undone: ear.subscriber }, () => ear.of("undone").length > 0);
		expect(ear.of("undone")).toEqual([2]);
	});

	it("of one company is handed on in that company's scope, with numbers of its own", async () => {
		const [a, b] = db.tenants;
		const ear = listener();
		for (const of of [a, b, a]) await db.withTenant(of, (em) => emit(em, of.tenantId, "both", 1));
		await dispatchUntil({ both: ear.subscriber }, () => ear.of("both").length === 3);
		const both = ear.seen.filter(({ key }) => key === "both");
		expect(both.map(({ tenantId }) => tenantId).toSorted()).toEqual([a.tenantId, a.tenantId, b.tenantId].toSorted());
		const foreign = await db.withTenant(b, (em) => em.execute("select 1 from outbox where tenant_id = ?::uuid", [a.tenantId]));
		expect(foreign).toEqual([]);
	});

	it("gets the next number, without gaps, however many dispatchers look at once (E3)", async () => {
		const { tenantId } = db.tenants[1];
		const ear = listener();
		for (let n = 0; n < 20; n++) await db.withTenant(tenantId, (em) => emit(em, tenantId, `key ${n % 3}`, n));
		await Promise.all([1, 2, 3].map(() => dispatch({ many: ear.subscriber })));
		await dispatchUntil(
			{ many: ear.subscriber },
			() => ear.seen.filter((each) => each.tenantId === tenantId && each.key.startsWith("key ")).length >= 20,
		);
		const rows = await db.withTenant(tenantId, (em) =>
			em.execute<{ seq: string }[]>("select o.seq::text as seq from outbox o where tenant_id = ?::uuid order by o.seq", [tenantId]),
		);
		expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, i) => i + 1));
		for (const key of ["key 0", "key 1", "key 2"]) expect(ear.of(key)).toEqual(ear.of(key).toSorted((x, y) => Number(x) - Number(y)));
		expect(new Set(ear.seen.map(({ seq }) => seq)).size).toBe(ear.seen.length);
	});
});

describe("the platform's loop", () => {
	it("hands on by itself, as one run that goes on until it is ended", async () => {
		const { tenantId } = db.tenants[0];
		const worker = await temporal.startWorker("core");
		const { client } = temporal.temporal;
		const handle = await client.workflow.start("eventDispatcher", {
			taskQueue: temporal.taskQueue,
			workflowId: "p/event-dispatcher",
			args: [],
		});
		namePlatformRun("event_dispatcher", handle);
		await db.withTenant(tenantId, (em) => emit(em, tenantId, "looped", 1));
		const handedOn = () =>
			db.withTenant(tenantId, (em) =>
				em.execute<{ done: boolean }[]>(
					`select c.seq = (select max(o.seq) from outbox o where o.tenant_id = c.tenant_id)
						and not exists (select 1 from outbox o where o.tenant_id = c.tenant_id and o.seq is null) as done
					from event_cursors c where c.tenant_id = ?::uuid and c.subscriber = 'webhooks'`,
					[tenantId],
				),
			);
		for (const end = Date.now() + 90_000; (await handedOn())[0]?.done !== true; await sleep(50))
			if (Date.now() > end) throw new Error("the loop handed nothing on");
		stopping.abort();
		const rounds = async (): Promise<number> =>
			((await handle.fetchHistory()).events ?? []).filter((event) => event.activityTaskCompletedEventAttributes != null).length;
		for (const end = Date.now() + 90_000; (await rounds()) < 5; await sleep(50))
			if (Date.now() > end) throw new Error("the loop doesn't go round");
		expect((await handle.describe()).status.name).toBe("RUNNING");
		await handle.terminate("the test is over");
		await worker.stop();
	});
});

describe("a subscriber", () => {
	const due = (tenantId: string) =>
		db.withTenant(tenantId, (em) =>
			em.execute("update event_cursors set next_at = now() where tenant_id = ?::uuid and next_at is not null", [tenantId]),
		);

	it("that fails gets the same events again, and holds up nobody else (E4, E5)", async () => {
		const { tenantId } = db.tenants[0];
		let broken = true;
		const failing = listener(() => broken);
		const healthy = listener();
		const both = { failing: failing.subscriber, healthy: healthy.subscriber };
		await db.withTenant(tenantId, (em) => emit(em, tenantId, "again", 1));
		await dispatchUntil(both, () => healthy.of("again").length > 0);
		expect([failing.of("again"), healthy.of("again")]).toEqual([[], [1]]);
		const [cursor] = await db.withTenant(tenantId, (em) =>
			em.execute(
				"select failures > 0 as waits, failure_code as code from event_cursors where tenant_id = ?::uuid and subscriber = 'failing'",
				[tenantId],
			),
		);
		expect(cursor).toEqual({ waits: true, code: "UNEXPECTED" });
		broken = false;
		await due(tenantId);
		await dispatch(both);
		expect([failing.of("again"), healthy.of("again")]).toEqual([[1], [1]]);
	});

	it("that begins later is told of everything, from the first event on", async () => {
		const { tenantId } = db.tenants[1];
		const ear = listener();
		await db.withTenant(tenantId, (em) => emit(em, tenantId, "new", 1));
		await dispatchUntil({ "from the start": ear.subscriber }, () => ear.of("new").length > 0);
		const seqs = ear.seen.filter((each) => each.tenantId === tenantId).map(({ seq }) => Number(seq));
		expect(seqs).toEqual(seqs.map((_, i) => i + 1));
	});
});

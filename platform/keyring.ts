// Fills a process's keys before anyone needs one: all of them at start, a tenant's again when it is told that they have changed.
// Encoding and decoding only ever look into memory.
//
// How a rotation knows that every process has a key: each holds advisory locks on its listening connection, one that says "I run"
// and one for every pending key that it has. They end with the connection, so a process that died counts no more, and one that
// comes back reads everything before it counts again.
//
//   LISTEN ─▶ lock "I run" ─▶ read all keys ─▶ lock each pending key ─▶ ready        NOTIFY tenant ─▶ read its keys ─▶ lock, unlock
import type pg from "pg";
import type { Orm } from "../db/orm.ts";
import { allTenantIds, isTenant, keyLock, keysChannel, processLock, wrappedKeysOf } from "../db/tenancy/tenant-key.store.ts";
import { withoutScope, withTenant } from "../db/tenant-scope.ts";
import { isUuid } from "../domain/core/ids.ts";
import { createKeys, type Keyring } from "./keys.ts";
import type { Log } from "./log.ts";
import { listenTo } from "./pg-listener.ts";

export interface KeyringOptions {
	readonly orm: Orm;
	/** The login role's URL, for the listening connection. */
	readonly url: string;
	/** 32 bytes. */
	readonly master: Uint8Array;
	readonly log: Log;
}

export interface LiveKeyring {
	readonly keys: Keyring;
	readonly stop: () => Promise<void>;
}

/** Resolves when every tenant's keys are in memory; a database that is away is waited for. */
export async function openKeyring({ orm, url, master, log }: KeyringOptions): Promise<LiveKeyring> {
	const keys = createKeys(master, (tenantId) => learn(tenantId));
	const held = new Set<string>();
	let first: () => void = () => {};
	const loaded = new Promise<void>((resolve) => {
		first = resolve;
	});

	const read = async (client: pg.Client, tenantId: string): Promise<void> => {
		const rows = await withTenant(orm, { tenantId }, (em) => wrappedKeysOf(em, tenantId));
		const lost = keys.accept(tenantId, rows);
		for (const keyNo of lost) log.error({ tenantId, keyNo }, "a data key can't be unwrapped with the present master key");
		for (const { no, state } of rows) {
			const name = `${tenantId}/${no}`;
			// A key that this process can't use is not one that it has.
			const wanted = state === "pending" && !lost.includes(no);
			if (wanted === held.has(name)) continue;
			await client.query(wanted ? keyLock.take : keyLock.release, [tenantId, no]);
			if (wanted) held.add(name);
			else held.delete(name);
		}
	};
	// One after the other: a client answers in order, and an older reading must not overwrite a newer one.
	let queue: Promise<void> = Promise.resolve();
	const inOrder = (work: () => Promise<void>): Promise<void> => {
		queue = queue.catch(() => {}).then(work);
		return queue;
	};

	// The news of a tenant comes with its transaction; whoever is faster than the news asks.
	let learn: (tenantId: string) => void = () => {};
	const listener = listenTo({
		url,
		channel: keysChannel,
		name: "tieout keyring",
		log,
		heard: (payload, client) => (payload !== undefined && isUuid(payload) ? inOrder(() => read(client, payload)) : undefined),
		connected: (client) =>
			inOrder(async () => {
				held.clear();
				learn = (tenantId) =>
					void inOrder(async () => {
						if (await withTenant(orm, { tenantId }, (em) => isTenant(em, tenantId))) await read(client, tenantId);
					}).catch((error: unknown) => log.warn({ err: error, tenantId }, "a company's keys could not be read"));
				await client.query(processLock);
				// A tenant's rows are seen by that tenant alone, so this is a unit of work for each.
				for (const tenantId of await withoutScope(orm, allTenantIds)) await read(client, tenantId);
				first();
			}),
	});
	await loaded;
	return { keys, stop: listener.stop };
}

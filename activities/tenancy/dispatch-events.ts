// One look at what waits, over all tenants: numbers the events that may be handed on, has every subscriber work through them, and
// wakes the endpoints whose deliveries are due. One that can't be handled doesn't stop the others; it comes again with the next look.
import { setTimeout as sleep } from "node:timers/promises";
import { Context } from "@temporalio/activity";
import { moveCursor, postponeCursor, takeCursor, wakeSubscribers } from "../../db/tenancy/event-cursor.store.ts";
import { eventsAfter, numberEvents, tenantsWithEvents } from "../../db/tenancy/outbox.store.ts";
import { endpointsDue } from "../../db/tenancy/webhook-delivery.store.ts";
import type { Orm } from "../../db/orm.ts";
import { withoutScope, withTenant } from "../../db/tenant-scope.ts";
import type { Log } from "../../platform/log.ts";
import type { TemporalClient } from "../../platform/temporal-client.ts";
import { wakeWebhooks } from "../../platform/wake-webhooks.ts";
import { dispatcher } from "../../temporal.config.ts";
import { definePlatformActivity } from "../core/define-activity.ts";
import { describeFailure } from "../core/failures.ts";
import { type Subscriber, subscribers as allSubscribers } from "./subscribers.ts";

export interface DispatchDeps {
	readonly orm: Orm;
	readonly temporal: TemporalClient;
	readonly log: Log;
	/** Aborted when this process begins to stop. */
	readonly stopping: AbortSignal;
}

export interface DispatchOptions {
	readonly subscribers: Readonly<Record<string, Subscriber>>;
	/** When an endpoint was last woken (ms): one that is at work needn't be told again and again. */
	readonly woken: Map<string, number>;
}

const tenantsAtOnce = 200;
const eventsAtOnce = 500;
const endpointsAtOnce = 200;

/** @returns whether there may be more to do at once */
export async function dispatchOnce(
	deps: Omit<DispatchDeps, "stopping">,
	{ subscribers = allSubscribers, woken = new Map() }: Partial<DispatchOptions> = {},
): Promise<{ readonly more: boolean }> {
	const tenants = await withoutScope(deps.orm, (em) => tenantsWithEvents(em, tenantsAtOnce));
	let more = false;
	for (const tenantId of tenants) {
		more = (await attempt(deps, { tenantId }, () => number(deps, tenantId, Object.keys(subscribers)))) === eventsAtOnce || more;
		for (const [name, subscriber] of Object.entries(subscribers))
			more = (await attempt(deps, { tenantId, subscriber: name }, () => handOn(deps, tenantId, name, subscriber))) === true || more;
	}
	const now = performance.now();
	for (const [key, at] of woken) if (now - at > dispatcher.wakeAgainAfterMs) woken.delete(key);
	for (const { tenantId, endpointId } of await withoutScope(deps.orm, (em) => endpointsDue(em, endpointsAtOnce))) {
		if (woken.has(endpointId)) continue;
		woken.set(endpointId, now);
		await attempt(deps, { tenantId, endpointId }, () => wakeWebhooks(deps.temporal, { tenantId, endpointId, correlationId: endpointId }));
	}
	return { more };
}

async function attempt<T>(
	{ log }: Pick<DispatchDeps, "log">,
	about: Readonly<Record<string, string>>,
	work: () => Promise<T>,
): Promise<T | null> {
	try {
		return await work();
	} catch (error) {
		log.warn({ err: error, ...about }, "this comes again with the next look");
		return null;
	}
}

/** @returns how many events were numbered */
const number = ({ orm }: Pick<DispatchDeps, "orm">, tenantId: string, names: readonly string[]): Promise<number> =>
	withTenant(orm, { tenantId }, async (em) => {
		const numbered = await numberEvents(em, tenantId, eventsAtOnce);
		if (numbered > 0) await wakeSubscribers(em, tenantId, names);
		return numbered;
	});

/** @returns whether the subscriber may have more to do */
async function handOn(deps: Omit<DispatchDeps, "stopping">, tenantId: string, subscriber: string, handle: Subscriber): Promise<boolean> {
	const key = { tenantId, subscriber };
	try {
		const done = await withTenant(deps.orm, { tenantId }, async (em) => {
			const cursor = await takeCursor(em, key);
			if (cursor === null) return null;
			const events = await eventsAfter(em, { tenantId, seq: cursor.seq, limit: eventsAtOnce });
			const more = events.length === eventsAtOnce;
			await moveCursor(em, key, events.at(-1)?.seq ?? cursor.seq, more);
			if (events.length === 0) return null;
			return { more, ...(await handle({ em, tenantId, after: cursor.seq, events, temporal: deps.temporal })) };
		});
		await done?.afterCommit();
		return done?.more ?? false;
	} catch (error) {
		await withTenant(deps.orm, { tenantId }, (em) => postponeCursor(em, key, describeFailure(error).code));
		throw error;
	}
}

// Of this process: which endpoints it has woken lately.
const woken = new Map<string, number>();

/** Looks for some seconds, so that an event is handed on within half a second and the loop costs few events of its own history. */
export const dispatchEvents = definePlatformActivity("dispatchEvents", async (deps: DispatchDeps, _input: Record<string, never>) => {
	const signal = AbortSignal.any([Context.current().cancellationSignal, deps.stopping]);
	for (let look = 0; look < dispatcher.looksPerRound && !signal.aborted; look++) {
		Context.current().heartbeat();
		const { more } = await dispatchOnce(deps, { woken });
		if (!more) await sleep(dispatcher.lookEveryMs, undefined, { signal }).catch(() => undefined);
	}
});

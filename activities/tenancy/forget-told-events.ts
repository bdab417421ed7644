// One round over all companies that lets go of events, deliveries and vendors' webhooks whose time is over, a bounded number of each; the
// rest comes with the next round. A company where it fails doesn't stop the others.
import type { Orm } from "../../db/orm.ts";
import { type ForgetTold, forgetDeliveries, forgetEvents, forgetInbox } from "../../db/tenancy/event-retention.store.ts";
import { allTenantIds } from "../../db/tenancy/tenant-key.store.ts";
import { type ScopedEm, withoutScope, withTenant } from "../../db/tenant-scope.ts";
import type { Log } from "../../platform/log.ts";
import { toldEvents } from "../../temporal.config.ts";
import type { Clock } from "../core/define-activity.ts";
import { subscribers } from "./subscribers.ts";

export interface ForgettingRound {
	readonly orm: Orm;
	readonly log: Log;
	readonly clock: Clock;
}

/** How many rows went of each. */
export interface Forgotten {
	readonly deliveries: number;
	readonly inbox: number;
	readonly events: number;
}

/** Deliveries before the events that they refer to. */
const steps: Readonly<Record<keyof Forgotten, (em: ScopedEm, of: ForgetTold) => Promise<number>>> = {
	deliveries: forgetDeliveries,
	inbox: forgetInbox,
	events: (em, of) => forgetEvents(em, { ...of, subscribers: Object.keys(subscribers) }),
};

/** @param batch rows in one transaction; tests take few */
export async function forgetToldEvents({ orm, log, clock }: ForgettingRound, batch: number = toldEvents.batch): Promise<Forgotten> {
	const before = new Date(clock.now().getTime() - toldEvents.keptDays * 86_400_000).toISOString();
	const forgotten = { deliveries: 0, inbox: 0, events: 0 };
	for (const tenantId of await withoutScope(orm, allTenantIds))
		try {
			for (const name of Object.keys(steps) as (keyof Forgotten)[])
				for (let batches = 0; batches < toldEvents.batchesPerRound; batches++) {
					const gone = await withTenant(orm, { tenantId }, (em) => steps[name](em, { tenantId, before, limit: batch }));
					forgotten[name] += gone;
					if (gone < batch) break;
				}
		} catch (error) {
			log.error({ err: error, tenantId }, "events that were told stay until the next round");
		}
	return forgotten;
}

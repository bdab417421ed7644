// A new company gets its list of first steps; later events have the run look again.
import { WorkflowNotFoundError } from "@temporalio/client";
import { requestOnboarding } from "../../db/tenancy/onboarding.store.ts";
import { lookSignal, onboardTenantId } from "../../domain/tenancy/lifecycle/onboarding.ts";
import type { Subscriber } from "./subscribers.ts";

const looksAt: ReadonlySet<string> = new Set(["tenant.updated", "policy.published", "user.created", "user.invited"]);

export const toOnboarding: Subscriber = async ({ em, tenantId, events, temporal }) => {
	if (events.some(({ topic }) => topic === "tenant.created")) {
		// The starter starts what is requested.
		const isNew =
			(await em.execute<unknown[]>("select 1 from jobs where tenant_id = ?::uuid and kind = 'onboard_tenant' limit 1", [tenantId]))
				.length === 0;
		if (isNew) await requestOnboarding(em, { tenantId, requestedBy: null });
	}
	const look = events.some(({ topic }) => looksAt.has(topic));
	return {
		afterCommit: async () => {
			if (!look) return;
			await temporal.client.workflow
				.getHandle(onboardTenantId(tenantId))
				.signal(lookSignal)
				.catch((error: unknown) => {
					if (!(error instanceof WorkflowNotFoundError)) throw error;
				});
		},
	};
};

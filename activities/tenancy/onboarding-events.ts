// A new company gets a key of its own, so that destroying it destroys everything that it sealed, and its list of first steps; later
// events have the run look again.
import { randomUUID } from "node:crypto";
import { WorkflowNotFoundError } from "@temporalio/client";
import { insertRequested } from "../../db/jobs/job.store.ts";
import { requestOnboarding } from "../../db/tenancy/onboarding.store.ts";
import { lookSignal, onboardTenantId } from "../../domain/tenancy/lifecycle/onboarding.ts";
import type { Subscriber } from "./subscribers.ts";

const looksAt: ReadonlySet<string> = new Set(["user.created", "user.invited", "approval.decided"]);

export const toOnboarding: Subscriber = async ({ em, tenantId, events, temporal }) => {
	if (events.some(({ topic }) => topic === "tenant.created")) {
		// The starter starts what is requested.
		const isNew =
			(await em.execute<unknown[]>("select 1 from jobs where tenant_id = ?::uuid and kind = 'onboard_tenant' limit 1", [tenantId]))
				.length === 0;
		if (isNew && (await requestOnboarding(em, { tenantId, requestedBy: null })) !== null) {
			const jobId = randomUUID();
			await insertRequested(em, {
				tenantId,
				id: jobId,
				kind: "rotate_keys",
				title: "Give the company a key of its own",
				businessKey: "data",
				// As a person's own rotation is called, so that there is one at a time.
				workflowId: `t/${tenantId}/rotate_keys/data`,
				requestedBy: null,
				correlationId: jobId,
				input: { tenantId, jobId, correlationId: jobId },
			});
		}
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

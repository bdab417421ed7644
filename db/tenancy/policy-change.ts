// Publishing a policy as a change: what it says now beside what it would say. Somebody who has published meanwhile is never overwritten.
import { TieoutError } from "../../domain/core/errors.ts";
import type { Canonical } from "../../domain/core/canonical-json.ts";
import type { ChangeDiff } from "../../domain/tenancy/change.ts";
import type { PolicyRule } from "../../domain/tenancy/policies/policy.ts";
import type { Applier } from "./applier.ts";
import { policyById, publishPolicy } from "./policy.store.ts";

export const policyChange: Applier<"policies.publish"> = {
	diff: async (em, { tenantId }, { policyId, name, content, active, basedOn }) => {
		const stands = await policyById(em, { tenantId, policyId });
		const before: ChangeDiff["before"] =
			stands === null
				? {}
				: { name: stands.name, active: stands.active, version: stands.version, content: stands.content as unknown as Canonical };
		return { before, after: { name, active, version: basedOn + 1, content } };
	},
	apply: async (em, { tenantId }, { content, basedOn, ...args }) => {
		const before = await policyById(em, { tenantId, policyId: args.policyId }, true);
		if ((before?.version ?? 0) !== basedOn || (before !== null && before.kind !== args.kind))
			throw new TieoutError("CHANGE_STALE", "This policy was published by somebody else meanwhile. Look at it again, then publish.");
		await publishPolicy(em, { ...args, tenantId, content: content as unknown as PolicyRule["content"], version: basedOn + 1 });
	},
	resource: ({ policyId }) => ({ kind: "policy", id: policyId }),
};

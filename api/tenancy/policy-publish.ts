import { randomUUID } from "node:crypto";
import { z } from "zod";
import { requireFeature } from "../../db/tenancy/plan.store.ts";
import { membersWho, policyById } from "../../db/tenancy/policy.store.ts";
import type { Canonical } from "../../domain/core/canonical-json.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { isSystemRole, permissionsOf, roles } from "../../domain/tenancy/permissions.ts";
import { deciderRoles } from "../../domain/tenancy/policies/approvals.ts";
import type { PolicyRule } from "../../domain/tenancy/policies/policy.ts";
import { policyKindNames, policyWords } from "../../domain/tenancy/policies/words.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { procedure } from "../trpc.ts";
import { accessChangedHere } from "./access-changed.ts";
import { waitsSchema } from "./approval.schema.ts";
import { policyIdSchema, policyRuleSchema } from "./policy.schema.ts";
import { noPolicy, ownRoleNames } from "./policy-read.ts";
import { makeChange } from "./propose-change.ts";

/** Makes a policy, changes it or switches it off: always as its next version. Where a policy wants it, a second person approves first. */
export const publishPolicy = procedure("policies.manage")
	.input(
		z.object({
			/** null: a new policy. */
			id: policyIdSchema.nullable().default(null),
			name: z.string().trim().min(1, "Give the policy a name.").max(80, "A name has at most 80 characters."),
			rule: policyRuleSchema,
			active: z.boolean().default(true),
			/** The version that the editor started from; 0 for a new policy. */
			basedOn: z.int().min(0),
			reason: z.string().trim().min(1, "Say why: people who meet this policy will ask.").max(500, "A reason has at most 500 characters."),
		}),
	)
	.output(
		z.object({
			id: z.string(),
			/** What waits for a second person; null: the policy holds now. */
			waits: waitsSchema,
		}),
	)
	.mutation(async ({ ctx, input: { id, name, rule, active, basedOn, reason } }) => {
		const { em, tenantId, userId } = ctx;
		await requireFeature(em, tenantId, "data_policies");
		const before = id === null ? null : await policyById(em, { tenantId, policyId: id }, true);
		if (id !== null && before === null) throw noPolicy();
		if ((before?.version ?? 0) !== basedOn || (before !== null && before.kind !== rule.kind))
			throw new TieoutError("CHANGE_STALE", "This policy was published by somebody else meanwhile. Reload it, then change it.");
		const names = await ownRoleNames(em, tenantId);
		if (active) await check(em, tenantId, rule, names);
		const policyId = id ?? randomUUID();
		const says = active ? policyWords(rule, names) : "It holds nobody any more.";
		const waits = await makeChange(
			ctx,
			{
				kind: "policies.publish",
				args: { policyId, kind: rule.kind, name, content: rule.content as unknown as Canonical, active, basedOn, madeBy: userId, reason },
			},
			{ title: `${policyKindNames[rule.kind]}: ${name}`, sentence: `The policy “${name}” says: ${says}`, reason },
		);
		accessChangedHere(ctx);
		return { id: policyId, waits };
	});

/** What would bind nobody, or lock everybody out. @throws TieoutError INPUT or POLICY_LOCKS_OUT */
async function check(em: ScopedEm, tenantId: string, rule: PolicyRule, names: ReadonlyMap<string, string>): Promise<void> {
	if (rule.kind === "masking" || rule.kind === "export") {
		const unknown = rule.content.roles.refs.some((ref) => !isSystemRole(ref) && !names.has(ref));
		if (unknown) throw new TieoutError("INPUT", "One of these roles is gone. Choose from the list.");
	}
	if (rule.kind !== "approval") return;
	const { decides } = rule.content;
	const systemRoles = roles.filter((role) => permissionsOf[role].has(decides));
	const people = await membersWho(em, { tenantId, permission: decides, systemRoles });
	if (people < 2)
		throw new TieoutError(
			"POLICY_LOCKS_OUT",
			`Nobody decides about what they prepared, so at least two people must be able to decide; ${people === 1 ? "one is" : "none are"} (${deciderRoles(decides)}). Invite another, or choose somebody else.`,
			{ people },
		);
}

import { z } from "zod";
import { policiesOf, policyById, type PolicyRow, versionsOf } from "../../db/tenancy/policy.store.ts";
import { rolesOf } from "../../db/tenancy/role.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { roleNames, roles } from "../../domain/tenancy/permissions.ts";
import type { PolicyRule } from "../../domain/tenancy/policies/policy.ts";
import { policyWords } from "../../domain/tenancy/policies/words.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { procedure } from "../trpc.ts";
import { policyIdSchema, policySchema, policyVersionSchema } from "./policy.schema.ts";

export const noPolicy = () => new TieoutError("NOT_FOUND", "This company has no policy with this id. Reload the list.");

/** Names of the company's own roles by id. */
export const ownRoleNames = async (em: ScopedEm, tenantId: string): Promise<ReadonlyMap<string, string>> =>
	new Map((await rolesOf(em, tenantId)).map(({ id, name }) => [id, name]));

const ruleOf = ({ kind, content }: PolicyRow): PolicyRule => ({ kind, content }) as PolicyRule;

function policyView(row: PolicyRow, names: ReadonlyMap<string, string>) {
	const { id, name, active, version, updatedAt, madeBy } = row;
	const rule = ruleOf(row) as z.infer<typeof policySchema>["rule"];
	return { id, name, active, version, updatedAt, madeBy, rule, sentence: policyWords(ruleOf(row), names) };
}

/** Every policy of the company, those that hold and those that were switched off. */
export const listPolicies = procedure("policies.read")
	.output(z.object({ policies: z.array(policySchema) }))
	.query(async ({ ctx: { em, tenantId } }) => {
		const names = await ownRoleNames(em, tenantId);
		return { policies: (await policiesOf(em, tenantId)).map((row) => policyView(row, names)) };
	});

/** One policy with all its versions, newest first. */
export const getPolicy = procedure("policies.read")
	.input(z.object({ id: policyIdSchema }))
	.output(policySchema.extend({ versions: z.array(policyVersionSchema) }))
	.query(async ({ ctx: { em, tenantId }, input: { id } }) => {
		const row = await policyById(em, { tenantId, policyId: id });
		if (row === null) throw noPolicy();
		const names = await ownRoleNames(em, tenantId);
		const versions = (await versionsOf(em, { tenantId, policyId: id })).map(({ content, ...version }) => {
			const rule = { kind: row.kind, content } as PolicyRule;
			return { ...version, rule: rule as z.infer<typeof policySchema>["rule"], sentence: policyWords(rule, names) };
		});
		return { ...policyView(row, names), versions };
	});

/** Roles that a policy can name: the system's, and the company's own that were published. */
export const policyRoles = procedure("policies.read")
	.output(z.object({ roles: z.array(z.object({ ref: z.string(), name: z.string() })) }))
	.query(async ({ ctx: { em, tenantId } }) => ({
		roles: [
			...roles.map((ref) => ({ ref: ref as string, name: roleNames[ref] })),
			...(await rolesOf(em, tenantId)).filter(({ version }) => version > 0).map(({ id, name }) => ({ ref: id, name })),
		],
	}));

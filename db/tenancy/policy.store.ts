// Policies as people edit them: the one that holds now, and every version. Publishing adds a version; nothing is changed or deleted.
import type { PolicyRule } from "../../domain/tenancy/policies/policy.ts";
import type { PolicyKind } from "../../domain/tenancy/policies/policy-kinds.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { accessChanged } from "./access.store.ts";
import { emitEvent } from "./outbox.store.ts";

export type PolicyRow = PolicyRule & {
	readonly id: string;
	readonly name: string;
	readonly active: boolean;
	readonly version: number;
	readonly updatedAt: string;
	/** Who published the version that holds. */
	readonly madeBy: string | null;
};

const columns = `p.id::text as "id", p.kind, p.name, p.content, p.active, p.version, ${instantText("p.updated_at")} as "updatedAt", m.name as "madeBy"`;
const from = `policies p left join policy_versions v on v.tenant_id = p.tenant_id and v.policy_id = p.id and v.version = p.version
	left join memberships m on m.tenant_id = v.tenant_id and m.user_id = v.made_by`;

export function policiesOf(em: ScopedEm, tenantId: string): Promise<PolicyRow[]> {
	return em.execute<PolicyRow[]>(`select ${columns} from ${from} where p.tenant_id = ?::uuid order by p.kind, p.name, p.id`, [tenantId]);
}

interface OnePolicy {
	readonly tenantId: string;
	readonly policyId: string;
}

/** @param lock until the transaction ends, so that two people don't publish over each other */
export async function policyById(em: ScopedEm, { tenantId, policyId }: OnePolicy, lock = false): Promise<PolicyRow | null> {
	const rows = await em.execute<PolicyRow[]>(
		`select ${columns} from ${from} where p.tenant_id = ?::uuid and p.id = ?::uuid ${lock ? "for update of p" : ""}`,
		[tenantId, policyId],
	);
	return rows[0] ?? null;
}

export interface PolicyVersionRow {
	readonly version: number;
	readonly name: string;
	readonly content: PolicyRule["content"];
	readonly active: boolean;
	readonly reason: string;
	readonly madeBy: string | null;
	readonly madeAt: string;
}

/** Newest first. */
export function versionsOf(em: ScopedEm, { tenantId, policyId }: OnePolicy): Promise<PolicyVersionRow[]> {
	return em.execute<PolicyVersionRow[]>(
		`select v.version, v.name, v.content, v.active, v.reason, m.name as "madeBy", ${instantText("v.made_at")} as "madeAt"
		from policy_versions v left join memberships m on m.tenant_id = v.tenant_id and m.user_id = v.made_by
		where v.tenant_id = ?::uuid and v.policy_id = ?::uuid order by v.version desc limit 200`,
		[tenantId, policyId],
	);
}

export interface PublishPolicy extends OnePolicy {
	readonly kind: PolicyKind;
	readonly name: string;
	readonly content: PolicyRule["content"];
	readonly active: boolean;
	/** The version that this one makes. */
	readonly version: number;
	readonly reason: string;
	readonly madeBy: string;
}

export async function publishPolicy(em: ScopedEm, input: PublishPolicy): Promise<void> {
	const { tenantId, policyId, kind, name, active, version, reason, madeBy } = input;
	const content = JSON.stringify(input.content);
	await em.execute(
		`insert into policies (tenant_id, id, kind, name, content, active, version) values (?::uuid, ?::uuid, ?, ?, ?::jsonb, ?, ?)
		on conflict (tenant_id, id) do update set name = excluded.name, content = excluded.content, active = excluded.active,
			version = excluded.version, updated_at = now()`,
		[tenantId, policyId, kind, name, content, active, version],
	);
	await em.execute(
		`insert into policy_versions (tenant_id, policy_id, version, name, content, active, reason, made_by)
		values (?::uuid, ?::uuid, ?, ?, ?::jsonb, ?, ?, ?::uuid)`,
		[tenantId, policyId, version, name, content, active, reason, madeBy],
	);
	await accessChanged(em, tenantId);
	await emitEvent(em, { tenantId, topic: "policy.published", key: policyId, payload: { policyId, kind, version, active } });
}

/** How many active members (not programs, not support) hold the permission by a system role that has it, or by a role of the company's own. */
export async function membersWho(
	em: ScopedEm,
	{
		tenantId,
		permission,
		systemRoles,
	}: { readonly tenantId: string; readonly permission: string; readonly systemRoles: readonly string[] },
): Promise<number> {
	const [row] = await em.execute<{ count: number }[]>(
		`select count(*)::int as "count" from memberships m left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
		where m.tenant_id = ?::uuid and m.kind = 'member' and m.status = 'active' and (m.expires_at is null or m.expires_at > now())
			and (m.role in (select value from jsonb_array_elements_text(?::jsonb)) or r.permissions @> ?::jsonb)`,
		[tenantId, JSON.stringify(systemRoles), JSON.stringify([permission])],
	);
	return row?.count ?? 0;
}

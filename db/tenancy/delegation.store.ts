// Absences: who decides in whose place, from when to when. A row says only that; what it allows is judged when somebody decides.
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface DelegationRow {
	readonly id: string;
	readonly giverId: string;
	readonly giverName: string;
	readonly deputyId: string;
	readonly deputyName: string;
	readonly startsAt: string;
	readonly endsAt: string;
	readonly reason: string;
}

const columns = `g.id::text as "id", g.giver_id::text as "giverId", o.name as "giverName", g.deputy_id::text as "deputyId", m.name as "deputyName",
	${instantText("g.starts_at")} as "startsAt", ${instantText("g.ends_at")} as "endsAt", g.reason`;
const from = `delegations g join memberships o on o.tenant_id = g.tenant_id and o.user_id = g.giver_id
	join memberships m on m.tenant_id = g.tenant_id and m.user_id = g.deputy_id`;
const ahead = "g.ended_at is null and g.ends_at > now()";

interface OfPerson {
	readonly tenantId: string;
	readonly userId: string;
}

/** Ids of people who are away now and have named this one. */
export async function absentFor(em: ScopedEm, { tenantId, userId }: OfPerson): Promise<readonly string[]> {
	const rows = await em.execute<{ giverId: string }[]>(
		`select distinct g.giver_id::text as "giverId" from delegations g
		where g.tenant_id = ?::uuid and g.deputy_id = ?::uuid and ${ahead} and g.starts_at <= now() order by 1`,
		[tenantId, userId],
	);
	return rows.map(({ giverId }) => giverId);
}

/** Present and coming ones, soonest end first. @param all everybody's, not only those that name the person or were named by them */
export function delegationsOf(em: ScopedEm, { tenantId, userId, all }: OfPerson & { readonly all: boolean }): Promise<DelegationRow[]> {
	return em.execute<DelegationRow[]>(
		`select ${columns} from ${from} where g.tenant_id = ?::uuid and ${ahead} and (?::boolean or ?::uuid in (g.giver_id, g.deputy_id))
		order by g.ends_at, g.id limit 200`,
		[tenantId, all, userId],
	);
}

/** A present or coming one; null: there is none, or it is over. */
export async function delegationById(
	em: ScopedEm,
	{ tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<DelegationRow | null> {
	const rows = await em.execute<DelegationRow[]>(
		`select ${columns} from ${from} where g.tenant_id = ?::uuid and g.id = ?::uuid and ${ahead}`,
		[tenantId, id],
	);
	return rows[0] ?? null;
}

export async function insertDelegation(
	em: ScopedEm,
	input: Pick<DelegationRow, "id" | "giverId" | "deputyId" | "startsAt" | "endsAt" | "reason"> & { readonly tenantId: string },
): Promise<void> {
	await em.execute(
		`insert into delegations (tenant_id, id, giver_id, deputy_id, starts_at, ends_at, reason)
		values (?::uuid, ?::uuid, ?::uuid, ?::uuid, ?::timestamptz, ?::timestamptz, ?)`,
		[input.tenantId, input.id, input.giverId, input.deputyId, input.startsAt, input.endsAt, input.reason],
	);
}

export async function endDelegation(
	em: ScopedEm,
	{ tenantId, id, by }: { readonly tenantId: string; readonly id: string; readonly by: string },
): Promise<void> {
	await em.execute(
		"update delegations set ended_at = now(), ended_by = ?::uuid where tenant_id = ?::uuid and id = ?::uuid and ended_at is null",
		[by, tenantId, id],
	);
}

export interface OverAbsence {
	readonly id: string;
	readonly giverId: string;
	readonly deputyName: string;
	/** Who ended it before its time. */
	readonly endedBy: string | null;
	/** How many questions the deputy has answered in their place. */
	readonly decided: number;
}

/** Those that are over and whose giver was not told yet. */
export function overAbsences(
	em: ScopedEm,
	{ tenantId, limit }: { readonly tenantId: string; readonly limit: number },
): Promise<OverAbsence[]> {
	return em.execute<OverAbsence[]>(
		`select g.id::text as "id", g.giver_id::text as "giverId", m.name as "deputyName", g.ended_by::text as "endedBy",
			(select count(*)::int from decisions d where d.tenant_id = g.tenant_id and d.decided_for = g.giver_id and d.decided_by = g.deputy_id
				and d.decided_at between g.starts_at and coalesce(g.ended_at, g.ends_at)) as "decided"
		from delegations g join memberships m on m.tenant_id = g.tenant_id and m.user_id = g.deputy_id
		where g.tenant_id = ?::uuid and g.told_at is null and coalesce(g.ended_at, g.ends_at) <= now() order by g.ends_at, g.id limit ?`,
		[tenantId, limit],
	);
}

export async function markTold(em: ScopedEm, { tenantId, id }: { readonly tenantId: string; readonly id: string }): Promise<void> {
	await em.execute("update delegations set told_at = now() where tenant_id = ?::uuid and id = ?::uuid", [tenantId, id]);
}

export interface Candidate {
	readonly userId: string;
	readonly name: string;
}

/** Active colleagues, for a choice. */
export function colleagues(em: ScopedEm, { tenantId, userId }: OfPerson): Promise<Candidate[]> {
	return em.execute<Candidate[]>(
		`select m.user_id::text as "userId", m.name from memberships m
		where m.tenant_id = ?::uuid and m.user_id <> ?::uuid and m.kind = 'member' and m.status = 'active'
		order by m.name collate "C", m.user_id limit 2000`,
		[tenantId, userId],
	);
}

// What a company's plan allows and what is used of it. Whatever adds a person, a connection, a job or a token asks here first.
import { TieoutError } from "../../domain/core/errors.ts";
import type { JobKind } from "../../domain/jobs/job.ts";
import {
	countedKinds,
	isCounted,
	type Feature,
	type Plan,
	planOf,
	type PlanRefusal,
	type Quota,
	refuseFeature,
	refuseQuota,
} from "../../domain/tenancy/plans.ts";
import { acrossEntities, type ScopedEm } from "../tenant-scope.ts";

export type Usage = Readonly<Record<Quota, number>>;

const sinceMonth = "date_trunc('month', now() at time zone 'UTC') at time zone 'UTC'";
const counted = `kind in (${countedKinds.map((kind) => `'${kind}'`).join(", ")})`;

const counts: Readonly<Record<Quota, string>> = {
	seats: "(select count(*) from memberships where tenant_id = ?::uuid and kind = 'member' and status = 'active')",
	connectors: "(select count(*) from connections where tenant_id = ?::uuid)",
	rows: `(select coalesce(sum(rows_read), 0) from jobs where tenant_id = ?::uuid and requested_at >= ${sinceMonth})`,
	runs: `(select count(*) from jobs where tenant_id = ?::uuid and requested_at >= ${sinceMonth} and status <> 'joined' and ${counted})`,
	// No model is called yet; the ledger of its tokens will be counted here.
	tokens: "(select 0 from tenants where id = ?::uuid)",
};

export async function companyPlan(em: ScopedEm, tenantId: string): Promise<Plan> {
	const rows = await em.execute<{ plan: string }[]>("select plan from tenants where id = ?::uuid", [tenantId]);
	return planOf(rows[0]?.plan ?? "");
}

export async function usageOf(em: ScopedEm, tenantId: string): Promise<Usage> {
	const columns = Object.entries(counts).map(([quota, sql]) => `${sql}::float8 as ${quota}`);
	const sql = `select ${columns.join(", ")}`;
	const values = Object.keys(counts).map(() => tenantId);
	const [row] = await acrossEntities(em, () => em.execute<Usage[]>(sql, values));
	return row ?? { seats: 0, connectors: 0, rows: 0, runs: 0, tokens: 0 };
}

/** @throws TieoutError PLAN_LIMIT when `adding` more don't fit */
export async function requireRoom(em: ScopedEm, tenantId: string, quota: Quota, adding: number): Promise<void> {
	const plan = await companyPlan(em, tenantId);
	if (plan.quotas[quota] === null) return;
	// Two who take the last place at once: the second waits, and counts the first.
	if (quota === "seats" || quota === "connectors")
		await em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", [`quota ${quota} ${tenantId}`]);
	const [row] = await acrossEntities(em, () => em.execute<{ used: number }[]>(`select ${counts[quota]}::float8 as used`, [tenantId]));
	refuse(refuseQuota(plan, quota, { used: row?.used ?? 0, adding }));
}

/** Whether somebody may have another job of that kind. @throws TieoutError PLAN_LIMIT */
export async function requireRoomForJob(em: ScopedEm, tenantId: string, kind: JobKind): Promise<void> {
	if (!isCounted(kind)) return;
	await requireRoom(em, tenantId, "runs", 1);
	await requireRoom(em, tenantId, "rows", 1);
}

/** @throws TieoutError PLAN_FEATURE */
export async function requireFeature(em: ScopedEm, tenantId: string, feature: Feature): Promise<void> {
	refuse(refuseFeature(await companyPlan(em, tenantId), feature));
}

function refuse(refusal: PlanRefusal | null): void {
	if (refusal !== null) throw new TieoutError(refusal.code, refusal.message, refusal.facts);
}

// How far a company is with its first steps: done is what the data shows, skipped is what somebody said, with their reason.
import { randomUUID } from "node:crypto";
import { type OnboardingStepKey, onboardingStepKeys, onboardTenantId, wholeList } from "../../domain/tenancy/lifecycle/onboarding.ts";
import { insertRequested } from "../jobs/job.store.ts";
import type { ScopedEm } from "../tenant-scope.ts";

/** SQL that is true when the step is done; its parameter is the tenant. */
const doneWhen: Readonly<Record<OnboardingStepKey, string>> = {
	profile: `select 1 from tenants where id = ?::uuid and coalesce(settings->>'legalName', '') <> ''
		and coalesce(settings->>'country', '') <> '' and coalesce(settings->>'contactEmail', '') <> ''`,
	policies: "select 1 from policies where tenant_id = ?::uuid and active limit 1",
	invite: `with asked as (select ?::uuid as tenant_id) select 1 from asked a where
		(select count(*) from memberships m where m.tenant_id = a.tenant_id and m.kind = 'member' and m.status = 'active') > 1
		or exists (select from invitations i where i.tenant_id = a.tenant_id and i.revoked_at is null and i.expires_at > now())`,
};

export interface StepState {
	readonly key: OnboardingStepKey;
	readonly state: "open" | "done" | "skipped";
	/** Of a skipped one. */
	readonly reason: string | null;
}

export interface Onboarding {
	readonly steps: readonly StepState[];
	/** Why somebody put the list away; null: it goes on. */
	readonly left: string | null;
}

export async function onboardingOf(em: ScopedEm, tenantId: string): Promise<Onboarding> {
	const skips = await em.execute<{ step: string; reason: string }[]>(
		"select step, reason from onboarding_skips where tenant_id = ?::uuid",
		[tenantId],
	);
	const steps: StepState[] = [];
	for (const key of onboardingStepKeys) {
		const done = (await em.execute<unknown[]>(doneWhen[key], [tenantId])).length > 0;
		const skip = skips.find(({ step }) => step === key);
		steps.push({ key, state: done ? "done" : skip === undefined ? "open" : "skipped", reason: done ? null : (skip?.reason ?? null) });
	}
	return { steps, left: skips.find(({ step }) => step === wholeList)?.reason ?? null };
}

interface Skip {
	readonly tenantId: string;
	readonly step: string;
	readonly reason: string;
	readonly userId: string;
}

export async function skipStep(em: ScopedEm, { tenantId, step, reason, userId }: Skip): Promise<void> {
	await em.execute(
		`insert into onboarding_skips (tenant_id, step, reason, skipped_by) values (?::uuid, ?, ?, ?::uuid)
		on conflict (tenant_id, step) do update set reason = excluded.reason, skipped_by = excluded.skipped_by, created_at = now()`,
		[tenantId, step, reason, userId],
	);
}

export async function takeUpStep(em: ScopedEm, { tenantId, step }: Pick<Skip, "tenantId" | "step">): Promise<void> {
	await em.execute("delete from onboarding_skips where tenant_id = ?::uuid and step = ?", [tenantId, step]);
}

/** @returns the job's id, which is started after the commit or by the starter; null: one is there */
export async function requestOnboarding(
	em: ScopedEm,
	{ tenantId, requestedBy }: { tenantId: string; requestedBy: string | null },
): Promise<string | null> {
	await em.execute("select pg_advisory_xact_lock(hashtext('onboarding'), hashtext(?))", [tenantId]);
	const open = await em.execute<unknown[]>(
		"select 1 from jobs where tenant_id = ?::uuid and kind = 'onboard_tenant' and closed_at is null",
		[tenantId],
	);
	if (open.length > 0) return null;
	const jobId = randomUUID();
	await insertRequested(em, {
		tenantId,
		id: jobId,
		kind: "onboard_tenant",
		title: "Set up the company",
		businessKey: "company",
		workflowId: onboardTenantId(tenantId),
		requestedBy,
		correlationId: jobId,
		input: { tenantId, jobId, correlationId: jobId },
	});
	return jobId;
}

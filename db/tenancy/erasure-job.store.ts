// Where leaving stands while the company is there: a decision that is open, or a job that waits for the last day to change one's mind.
import { randomUUID } from "node:crypto";
import { eraseTenantId, erasureBegins } from "../../domain/tenancy/lifecycle/erasure.ts";
import { insertRequested } from "../jobs/job.store.ts";
import type { ScopedEm } from "../tenant-scope.ts";

interface AskErasure {
	readonly tenantId: string;
	readonly askedBy: string;
	readonly reportId: string;
	readonly from: Date;
}

/** The job's row; it is started after the commit, or by the starter. @returns its id */
export async function askErasure(em: ScopedEm, { tenantId, askedBy, reportId, from }: AskErasure): Promise<string> {
	const jobId = randomUUID();
	const until = erasureBegins(from).toISOString();
	await insertRequested(em, {
		tenantId,
		id: jobId,
		kind: "erase_tenant",
		title: "Erase the company",
		businessKey: "company",
		workflowId: eraseTenantId(tenantId),
		requestedBy: askedBy,
		correlationId: reportId,
		input: { tenantId, jobId, correlationId: reportId, reportId, askedBy, askedAt: from.toISOString(), until },
	});
	return jobId;
}

export interface OpenErasure {
	readonly jobId: string;
	readonly reportId: string;
	/** ISO 8601. */
	readonly until: string;
	readonly askedBy: string | null;
}

export async function openErasure(em: ScopedEm, tenantId: string): Promise<OpenErasure | null> {
	const [row] = await em.execute<OpenErasure[]>(
		`select j.id::text as "jobId", j.input->>'reportId' as "reportId", j.input->>'until' as until, m.name as "askedBy"
		from jobs j left join memberships m on m.tenant_id = j.tenant_id and m.user_id = j.requested_by
		where j.tenant_id = ?::uuid and j.kind = 'erase_tenant' and j.closed_at is null order by j.requested_at desc limit 1`,
		[tenantId],
	);
	return row ?? null;
}

export interface ProposedErasure {
	readonly jobId: string;
	readonly decisionId: string;
	readonly askedBy: string | null;
}

/** That waits for a second person. */
export async function proposedErasure(em: ScopedEm, tenantId: string): Promise<ProposedErasure | null> {
	const [row] = await em.execute<ProposedErasure[]>(
		`select d.job_id::text as "jobId", d.id::text as "decisionId", m.name as "askedBy"
		from decisions d left join memberships m on m.tenant_id = d.tenant_id and m.user_id = d.prepared_by
		where d.tenant_id = ?::uuid and d.kind = 'change' and d.status = 'open' and d.subject->>'kind' = 'tenant.erase' limit 1`,
		[tenantId],
	);
	return row ?? null;
}

/** Owners and admins besides this one: who could agree. */
export async function othersWhoMayAgree(em: ScopedEm, { tenantId, userId }: { tenantId: string; userId: string }): Promise<number> {
	const [row] = await em.execute<{ others: number }[]>(
		`select count(*)::int as others from memberships where tenant_id = ?::uuid and user_id <> ?::uuid and role in ('owner', 'admin')
			and kind = 'member' and status = 'active' and (expires_at is null or expires_at > now())`,
		[tenantId, userId],
	);
	return row?.others ?? 0;
}

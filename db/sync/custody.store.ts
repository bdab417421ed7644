// The chain below a figure, each link by the one above it: canonical row → source record → stored page → the try that fetched it.
import type { ScopedEm } from "../tenant-scope.ts";
import { iso } from "../types/iso.ts";
import { type CanonicalListRow, canonicalColumns } from "./explorer-rows.store.ts";

export interface CanonicalVersion extends CanonicalListRow {
	readonly transformVersion: number;
	readonly fromSeq: number;
	readonly toSeq: number | null;
}

/** One version of a canonical row; the newest when `version` is null. Closed versions answer too: a frozen figure keeps its chain. */
export async function canonicalVersion(
	em: ScopedEm,
	{ tenantId, id, version }: { tenantId: string; id: string; version: number | null },
): Promise<CanonicalVersion | null> {
	const rows = await em.execute<CanonicalVersion[]>(
		`select ${canonicalColumns}, c.name as "connectionName", r.transform_version as "transformVersion",
			r.from_seq::int as "fromSeq", r.to_seq::int as "toSeq"
		from canonical_rows r join connections c on c.tenant_id = r.tenant_id and c.id = r.connection_id
		where r.tenant_id = ?::uuid and r.id = ?::uuid and (?::int is null or r.version = ?::int)
		order by r.version desc limit 1`,
		[tenantId, id, version, version],
	);
	return rows[0] ?? null;
}

export interface CanonicalOfRecord {
	readonly id: string;
	readonly version: number;
	readonly kind: string;
	readonly naturalKey: string;
	readonly currency: string;
	readonly netMinor: string;
	readonly toSeq: number | null;
}

/** What was made from one version of a record. */
export async function canonicalOfRecord(
	em: ScopedEm,
	{ tenantId, recordId, version }: { tenantId: string; recordId: string; version: number },
): Promise<CanonicalOfRecord[]> {
	return em.execute<CanonicalOfRecord[]>(
		`select r.id::text as "id", r.version, r.kind, r.natural_key as "naturalKey", r.currency, r.net_minor::text as "netMinor", r.to_seq::int as "toSeq"
		from canonical_rows r where r.tenant_id = ?::uuid and r.record_id = ?::uuid and r.record_version = ?::int
		order by r.kind, r.natural_key limit 50`,
		[tenantId, recordId, version],
	);
}

export interface AttemptRow {
	readonly id: string;
	readonly activityType: string;
	readonly attempt: number;
	readonly startedAt: string;
	readonly endedAt: string | null;
	readonly outcome: "running" | "ok" | "failed" | "cancelled";
	readonly workerBuild: string;
}

/** The try of an activity that a page names, or null when it was not recorded. */
export async function attemptOf(
	em: ScopedEm,
	key: { tenantId: string; workflowId: string; runId: string; activityId: string; attempt: number },
): Promise<AttemptRow | null> {
	const rows = await em.execute<AttemptRow[]>(
		`select a.id::text as "id", a.activity_type as "activityType", a.attempt, ${iso("a.started_at")} as "startedAt",
			${iso("a.ended_at")} as "endedAt", a.outcome, a.worker_build as "workerBuild"
		from attempts a
		where a.tenant_id = ?::uuid and a.workflow_id = ? and a.run_id = ? and a.activity_id = ? and a.attempt = ?::int
		order by a.started_at limit 1`,
		[key.tenantId, key.workflowId, key.runId, key.activityId, key.attempt],
	);
	return rows[0] ?? null;
}

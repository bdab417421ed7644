// The chain of custody of one figure: canonical row → source record → stored page → job, workflow run and activity that fetched it.
import type { ScopedEm } from "../tenant-scope.ts";
import { type ExplorerRow, explorerColumns } from "./explorer.store.ts";
import { instantText } from "./instant-text.ts";
import { type PageRow, pageColumns } from "./page.store.ts";

export interface RecordRow {
	readonly id: string;
	readonly version: number;
	readonly connectionId: string;
	readonly stream: string;
	readonly naturalKey: string;
	readonly pageId: string;
	/** Position in the page's own list, from 0. */
	readonly pageIndex: number;
	/** Of the record's text exactly as in the page. */
	readonly payloadSha256: string;
	readonly fromSeq: number;
	/** Page that replaced it; null while it is current. */
	readonly toSeq: number | null;
	readonly seenAt: string;
}

export interface CustodyJob {
	readonly id: string;
	readonly title: string;
	readonly kind: string;
	readonly status: string;
	readonly workflowId: string;
	readonly requestedAt: string;
	readonly archivedAt: string | null;
}

export interface Custody {
	readonly row: ExplorerRow & { readonly transformVersion: number; readonly recordId: string; readonly recordVersion: number };
	/** Versions of the row, oldest first. */
	readonly versions: readonly { readonly version: number; readonly fromSeq: number; readonly toSeq: number | null }[];
	readonly record: RecordRow;
	/** `workflowId`, `runId` and `activityId` lead to the event in the history or its archive. */
	readonly page: PageRow;
	readonly job: CustodyJob;
}

const recordColumns = `r.id::text as "id", r.version, r.connection_id::text as "connectionId", r.stream, r.natural_key as "naturalKey",
	r.page_id::text as "pageId", r.page_index as "pageIndex", r.payload_sha256 as "payloadSha256", r.from_seq::int as "fromSeq",
	r.to_seq::int as "toSeq", ${instantText("r.seen_at")} as "seenAt"`;

/** Null when nobody or another tenant has the record. Without a version: the newest. */
export async function recordOf(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly recordId: string; readonly version?: number | undefined },
): Promise<RecordRow | null> {
	const rows = await em.execute<RecordRow[]>(
		`select ${recordColumns} from records r where r.tenant_id = ?::uuid and r.id = ?::uuid and (?::int is null or r.version = ?::int)
		order by r.version desc limit 1`,
		[input.tenantId, input.recordId, input.version ?? null, input.version ?? null],
	);
	return rows[0] ?? null;
}

/** Every version of a record, oldest first. */
export async function recordVersionsOf(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly recordId: string },
): Promise<RecordRow[]> {
	return em.execute<RecordRow[]>(
		`select ${recordColumns} from records r where r.tenant_id = ?::uuid and r.id = ?::uuid order by r.version`,
		[input.tenantId, input.recordId],
	);
}

/** The canonical rows that one version of a record gave. */
export async function rowsOfRecord(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly recordId: string; readonly version: number },
): Promise<ExplorerRow[]> {
	return em.execute<ExplorerRow[]>(
		`select ${explorerColumns} from canonical_rows r join connections c on c.tenant_id = r.tenant_id and c.id = r.connection_id
		where r.tenant_id = ?::uuid and r.record_id = ?::uuid and r.record_version = ? order by r.kind, r.natural_key`,
		[input.tenantId, input.recordId, input.version],
	);
}

/** Null when nobody or another tenant has the row. Without a version: the newest. */
export async function custodyOf(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly canonicalId: string; readonly version?: number | undefined },
): Promise<Custody | null> {
	const { tenantId, canonicalId } = input;
	const [row] = await em.execute<Custody["row"][]>(
		`select ${explorerColumns}, r.transform_version as "transformVersion", r.record_id::text as "recordId", r.record_version as "recordVersion"
		from canonical_rows r join connections c on c.tenant_id = r.tenant_id and c.id = r.connection_id
		where r.tenant_id = ?::uuid and r.id = ?::uuid and (?::int is null or r.version = ?::int) order by r.version desc limit 1`,
		[tenantId, canonicalId, input.version ?? null, input.version ?? null],
	);
	if (row === undefined) return null;
	const record = await recordOf(em, { tenantId, recordId: row.recordId, version: row.recordVersion });
	if (record === null) return null;
	const versions = await em.execute<Custody["versions"][number][]>(
		`select version, from_seq::int as "fromSeq", to_seq::int as "toSeq" from canonical_rows where tenant_id = ?::uuid and id = ?::uuid
		order by version`,
		[tenantId, canonicalId],
	);
	const [page] = await em.execute<PageRow[]>(
		`select ${pageColumns} from pages p join connections c on c.tenant_id = p.tenant_id and c.id = p.connection_id
		where p.tenant_id = ?::uuid and p.id = ?::uuid`,
		[tenantId, record.pageId],
	);
	if (page === undefined) return null;
	const [job] = await em.execute<CustodyJob[]>(
		`select id::text as "id", title, kind, status, workflow_id as "workflowId", ${instantText("requested_at")} as "requestedAt",
			${instantText("archived_at")} as "archivedAt" from jobs where tenant_id = ?::uuid and id = ?::uuid`,
		[tenantId, page.jobId],
	);
	return job === undefined ? null : { row, versions, record, page, job };
}

export interface FetchAttempt {
	readonly activityType: string;
	readonly startedAt: string;
	readonly endedAt: string | null;
	readonly outcome: string;
	readonly workerBuild: string;
}

/** The try that a page names, or null when it was not recorded. */
export async function attemptOfPage(
	em: ScopedEm,
	{ tenantId, page }: { readonly tenantId: string; readonly page: Pick<PageRow, "workflowId" | "runId" | "activityId" | "attempt"> },
): Promise<FetchAttempt | null> {
	const rows = await em.execute<FetchAttempt[]>(
		`select activity_type as "activityType", ${instantText("started_at")} as "startedAt", ${instantText("ended_at")} as "endedAt", outcome,
			worker_build as "workerBuild"
		from attempts where tenant_id = ?::uuid and workflow_id = ? and run_id = ? and activity_id = ? and attempt = ?::int limit 1`,
		[tenantId, page.workflowId, page.runId, page.activityId, page.attempt],
	);
	return rows[0] ?? null;
}

// The ledger row of a stored answer, for showing it. The bytes are in object storage under `objectKey`.
import type { ScopedEm } from "../tenant-scope.ts";
import { iso } from "../types/iso.ts";

export interface StoredPage {
	readonly id: string;
	readonly connectionId: string;
	readonly connectionName: string;
	readonly vendor: string;
	readonly stream: string;
	readonly seq: number | null;
	readonly jobId: string;
	readonly jobTitle: string;
	readonly workflowId: string;
	readonly runId: string;
	readonly pageNo: number;
	readonly activityId: string;
	readonly attempt: number;
	readonly kind: "page" | "refusal" | "total";
	readonly method: string;
	readonly target: string;
	readonly requestBody: string;
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly objectKey: string;
	readonly sha256: string;
	readonly sizeBytes: number;
	readonly rowCount: number;
	readonly cursorBefore: string | null;
	readonly cursorAfter: string | null;
	readonly receivedAt: string;
}

export async function storedPage(em: ScopedEm, { tenantId, id }: { tenantId: string; id: string }): Promise<StoredPage | null> {
	const rows = await em.execute<StoredPage[]>(
		`select p.id::text as "id", p.connection_id::text as "connectionId", c.name as "connectionName", c.vendor, p.stream, p.seq::int as "seq",
			p.job_id::text as "jobId", j.title as "jobTitle", p.workflow_id as "workflowId", p.run_id as "runId", p.page_no as "pageNo",
			p.activity_id as "activityId", p.attempt, p.kind, p.method, p.target, p.request_body as "requestBody", p.status, p.headers,
			p.object_key as "objectKey", p.sha256, p.size_bytes::int as "sizeBytes", p.row_count as "rowCount",
			p.cursor_before as "cursorBefore", p.cursor_after as "cursorAfter", ${iso("p.received_at")} as "receivedAt"
		from pages p
		join connections c on c.tenant_id = p.tenant_id and c.id = p.connection_id
		join jobs j on j.tenant_id = p.tenant_id and j.id = p.job_id
		where p.tenant_id = ?::uuid and p.id = ?::uuid`,
		[tenantId, id],
	);
	return rows[0] ?? null;
}

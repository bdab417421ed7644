// The ledger of stored answers: committed pages, refusals and totals, and what a page looks like to whoever asks for one.
import { derivedId } from "../../domain/core/ids.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export interface StoredBytes {
	readonly key: string;
	readonly sha256: string;
	readonly sizeBytes: number;
}

/** Who fetched an answer and what it was, its bytes already in object storage. */
export interface PageFacts {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly stream: string;
	readonly jobId: string;
	readonly workflowId: string;
	readonly runId: string;
	readonly activityId: string;
	readonly attempt: number;
	readonly response: {
		readonly method: string;
		readonly target: string;
		readonly requestBody: string;
		readonly status: number;
		readonly headers: Readonly<Record<string, string>>;
		readonly receivedAt: string;
	};
	readonly stored: StoredBytes;
}

/** `reprocess`: no answer of its own; the stored bytes of another page were read again. It is numbered as a page is. */
export type PageKind = "page" | "refusal" | "total" | "reprocess";

export interface NewPage extends PageFacts {
	readonly id: string;
	readonly seq: number | null;
	readonly kind: PageKind;
	/** The page whose stored bytes were read again. */
	readonly sourcePageId?: string;
	/** Where its records lie in an uploaded file. */
	readonly spans?: string | null;
	readonly rowCount: number;
	readonly cursorBefore: string | null;
	readonly cursorAfter: string | null;
}

/** Numbers the page within its run and stream. Committed pages are serialised by their stream's row, so their numbers have no gaps. */
export async function insertPage(em: ScopedEm, page: NewPage): Promise<void> {
	const { response, stored } = page;
	await em.execute(
		`insert into pages (tenant_id, id, connection_id, stream, seq, job_id, workflow_id, run_id, page_no, activity_id, attempt, kind, source_page_id, method,
			target, request_body, status, headers, object_key, sha256, size_bytes, row_count, spans, cursor_before, cursor_after, received_at)
		select ?::uuid, ?::uuid, ?::uuid, ?, ?, ?::uuid, ?, ?,
			coalesce((select max(p.page_no) from pages p where p.tenant_id = ?::uuid and p.run_id = ? and p.stream = ?
				and (p.kind = ? or (p.seq is not null and ?))), 0) + 1,
			?, ?, ?, ?::uuid, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz
		on conflict (tenant_id, id) do nothing`,
		[
			page.tenantId,
			page.id,
			page.connectionId,
			page.stream,
			page.seq,
			page.jobId,
			page.workflowId,
			page.runId,
			page.tenantId,
			page.runId,
			page.stream,
			page.kind,
			page.seq !== null,
			page.activityId,
			page.attempt,
			page.kind,
			page.sourcePageId ?? null,
			response.method,
			response.target,
			response.requestBody,
			response.status,
			JSON.stringify(response.headers),
			stored.key,
			stored.sha256,
			stored.sizeBytes,
			page.rowCount,
			page.spans ?? null,
			page.cursorBefore,
			page.cursorAfter,
			response.receivedAt,
		],
	);
}

/** Keeps an answer that moves no cursor: a refusal, or a total. @returns its page id */
export async function keepAnswer(
	em: ScopedEm,
	input: PageFacts & { readonly kind: "refusal" | "total"; readonly name: string },
): Promise<string> {
	const id = derivedId("answer", input.runId, input.activityId, String(input.attempt), input.kind, input.name, input.stored.sha256);
	await insertPage(em, { ...input, id, seq: null, rowCount: 0, cursorBefore: null, cursorAfter: null });
	return id;
}

export interface PageRow {
	readonly id: string;
	readonly connectionId: string;
	readonly connectionName: string;
	readonly vendor: string;
	readonly stream: string;
	readonly seq: number | null;
	readonly jobId: string;
	readonly workflowId: string;
	readonly runId: string;
	readonly pageNo: number;
	readonly activityId: string;
	readonly attempt: number;
	readonly kind: PageKind;
	readonly method: string;
	readonly target: string;
	readonly requestBody: string;
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly objectKey: string;
	readonly sha256: string;
	readonly sizeBytes: number;
	readonly rowCount: number;
	readonly receivedAt: string;
}

export const pageColumns = `p.id::text as "id", p.connection_id::text as "connectionId", c.name as "connectionName", c.vendor, p.stream,
	p.seq::int as "seq", p.job_id::text as "jobId", p.workflow_id as "workflowId", p.run_id as "runId", p.page_no as "pageNo",
	p.activity_id as "activityId", p.attempt, p.kind, p.method, p.target, p.request_body as "requestBody", p.status, p.headers,
	p.object_key as "objectKey", p.sha256, p.size_bytes::float8 as "sizeBytes", p.row_count as "rowCount",
	${instantText("p.received_at")} as "receivedAt"`;

/** Null when nobody or another tenant has it. */
export async function pageOf(
	em: ScopedEm,
	{ tenantId, pageId }: { readonly tenantId: string; readonly pageId: string },
): Promise<PageRow | null> {
	const rows = await em.execute<PageRow[]>(
		`select ${pageColumns} from pages p join connections c on c.tenant_id = p.tenant_id and c.id = p.connection_id
		where p.tenant_id = ?::uuid and p.id = ?::uuid`,
		[tenantId, pageId],
	);
	return rows[0] ?? null;
}

/** Where a page's records lie in its uploaded file, or those of the page that it read again; null where they are no plain pieces of it. */
export async function spansOfPage(
	em: ScopedEm,
	{ tenantId, pageId }: { readonly tenantId: string; readonly pageId: string },
): Promise<string | null> {
	const rows = await em.execute<{ spans: string | null }[]>(
		`select coalesce(p.spans, source.spans) as "spans" from pages p
		left join pages source on source.tenant_id = p.tenant_id and source.id = p.source_page_id
		where p.tenant_id = ?::uuid and p.id = ?::uuid`,
		[tenantId, pageId],
	);
	return rows[0]?.spans ?? null;
}

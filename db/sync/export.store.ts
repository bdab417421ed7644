// Exports that are jobs: what was asked for, and the file that came of it. What is asked for was checked when it was asked.
import type { MaskedColumn } from "../../domain/tenancy/policies/masking.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { ExportColumn } from "../../domain/core/export-cell.ts";
import { type JobsExport, jobsExport } from "../jobs/jobs-export.ts";
import { type ExceptionsExport, exceptionsExport } from "../reconciliation/exceptions-export.ts";
import { type MatchesExport, matchesExport } from "../reconciliation/matches-export.ts";
import { type PayoutsExport, payoutsExport } from "../reconciliation/payouts-export.ts";
import { type AuditExport, auditExport } from "../tenancy/audit-export.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { type ExplorerExport, explorerExport } from "./explorer-export.ts";
import type { ExportSource } from "./export-source.ts";
import { instantText } from "./instant-text.ts";

/** Everything that a company has: an archive, which no list is made of. */
export interface TenantExport {
	readonly list: "tenant";
}

export type ExportRequest = TenantExport | AuditExport | ExceptionsExport | ExplorerExport | JobsExport | MatchesExport | PayoutsExport;
export type ExportFormat = "csv" | "xlsx";
/** Also of exports that no list is made of: lines of the audit trail, a whole company. */
export type StoredFormat = ExportFormat | "ndjson" | "zip";

export function exportSource(request: ExportRequest): ExportSource {
	switch (request.list) {
		case "tenant":
			throw new TieoutError("INPUT", "A company is exported as a whole under Settings.");
		case "audit":
			return auditExport(request);
		case "explorer":
			return explorerExport(request);
		case "jobs":
			return jobsExport(request);
		case "exceptions":
			return exceptionsExport(request);
		case "matches":
			return matchesExport(request);
		case "payouts":
			return payoutsExport(request);
	}
}

/** What a file is made of: kept with the job, so that it can be made again. */
export interface ExportState {
	readonly request: ExportRequest;
	/** Of the list's columns these, in this order. */
	readonly columns: readonly ExportColumn[];
	readonly title: string;
	/** Filters and sort for people, as the page says them. */
	readonly words: readonly { readonly label: string; readonly value: string }[];
	/** What was masked for whoever asked, when they asked; it stays masked in the file. */
	readonly masks?: readonly MaskedColumn[];
	readonly askedBy: string;
	readonly company: string;
}

export interface ExportRecord {
	readonly id: string;
	readonly name: string;
	readonly format: StoredFormat;
	readonly status: "requested" | "ready" | "failed" | "expired";
	readonly state: ExportState;
	readonly rowCount: number | null;
	readonly sizeBytes: number | null;
	readonly objectKey: string | null;
	readonly requestedBy: string;
	readonly createdAt: string;
	readonly expiresAt: string | null;
}

export interface NewExport {
	readonly tenantId: string;
	/** The job's. */
	readonly id: string;
	readonly name: string;
	readonly format: StoredFormat;
	readonly state: ExportState;
	readonly requestedBy: string;
}

export async function insertExport(em: ScopedEm, { tenantId, id, name, format, state, requestedBy }: NewExport): Promise<void> {
	await em.execute(
		`insert into exports (tenant_id, id, list, format, name, state, status, requested_by)
		values (?::uuid, ?::uuid, ?, ?, ?, ?::jsonb, 'requested', ?::uuid)`,
		[tenantId, id, state.request.list, format, name, JSON.stringify(state), requestedBy],
	);
}

export async function exportById(em: ScopedEm, tenantId: string, id: string): Promise<ExportRecord | null> {
	const rows = await em.execute<ExportRecord[]>(
		`select id::text as "id", name, format, state, row_count::int as "rowCount", size_bytes::float8 as "sizeBytes",
			object_key as "objectKey", requested_by::text as "requestedBy", ${instantText("created_at")} as "createdAt",
			${instantText("expires_at")} as "expiresAt", case when expires_at < now() then 'expired' else status end as "status"
		from exports where tenant_id = ?::uuid and id = ?::uuid`,
		[tenantId, id],
	);
	return rows[0] ?? null;
}

/** A try begins: nothing can be fetched until it is ready. @returns where the try before it has put or was going to put the file */
export async function beginExportTry(
	em: ScopedEm,
	{ tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<string | null> {
	const rows = await em.execute<{ objectKey: string | null }[]>(
		"update exports set status = 'requested' where tenant_id = ?::uuid and id = ?::uuid returning object_key as \"objectKey\"",
		[tenantId, id],
	);
	return rows[0]?.objectKey ?? null;
}

export interface NotedExport {
	readonly tenantId: string;
	readonly id: string;
	readonly objectKey: string;
	readonly expiresAt: string;
}

/** Where a try is going to put the file: from here on the file goes when its time is over, also when the try ends before it is ready. */
export async function noteObject(em: ScopedEm, { tenantId, id, objectKey, expiresAt }: NotedExport): Promise<void> {
	await em.execute("update exports set object_key = ?, expires_at = ?::timestamptz where tenant_id = ?::uuid and id = ?::uuid", [
		objectKey,
		expiresAt,
		tenantId,
		id,
	]);
}

export interface ReadyExport extends NotedExport {
	readonly rowCount: number;
	readonly sizeBytes: number;
}

/** False: another try has noted a file of its own meanwhile, and this one is nobody's. */
export async function markReady(em: ScopedEm, ready: ReadyExport): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`update exports set status = 'ready', row_count = ?, size_bytes = ?, object_key = ?, expires_at = ?::timestamptz
		where tenant_id = ?::uuid and id = ?::uuid and (object_key is null or object_key = ?) returning 1 as done`,
		[ready.rowCount, ready.sizeBytes, ready.objectKey, ready.expiresAt, ready.tenantId, ready.id, ready.objectKey],
	);
	return rows.length > 0;
}

export interface ExpiredExport {
	readonly id: string;
	readonly objectKey: string;
	/** Something else that is kept has the same bytes, so they stay. */
	readonly shared: boolean;
}

/** Whose time ended before `before` and whose bytes are still noted. `holders`: the tables that point to stored bytes. */
export function expiredExports(
	em: ScopedEm,
	{ tenantId, before, holders, limit }: { tenantId: string; before: string; holders: readonly string[]; limit: number },
): Promise<ExpiredExport[]> {
	const others = holders.filter((table) => table !== "exports");
	const held = others.map((table) => `or exists (select from ${table} o where o.tenant_id = e.tenant_id and o.object_key = e.object_key)`);
	return em.execute<ExpiredExport[]>(
		`select e.id::text as "id", e.object_key as "objectKey", (exists (select from exports o where o.tenant_id = e.tenant_id
			and o.object_key = e.object_key and o.id <> e.id and (o.expires_at is null or o.expires_at >= ?::timestamptz)) ${held.join(" ")}) as "shared"
		from exports e where e.tenant_id = ?::uuid and e.object_key is not null and e.expires_at < ?::timestamptz order by e.id limit ?`,
		[before, tenantId, before, limit],
	);
}

/** Its row stays and says that there was a file. */
export async function markExpired(em: ScopedEm, { tenantId, id }: { tenantId: string; id: string }): Promise<void> {
	await em.execute("update exports set status = 'expired', object_key = null where tenant_id = ?::uuid and id = ?::uuid", [tenantId, id]);
}

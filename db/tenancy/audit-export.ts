// The audit trail as a table for a file: what the page lists, with the filter that it has. The file that can be verified is another one
// (activities/tenancy/write-audit-export.ts).
import type { ExportRow } from "../../domain/core/export-cell.ts";
import { batchRows, type ExportSource, textCell } from "../sync/export-source.ts";
import { type AuditFilter, type AuditListRow, auditCount, auditPage } from "./audit-list.store.ts";

export interface AuditExport {
	readonly list: "audit";
	readonly filter: AuditFilter;
}

const cells: Readonly<
	Record<string, { readonly kind: ExportSource["columns"][number]["kind"]; readonly of: (row: AuditListRow) => string | null }>
> = {
	at: { kind: "instant", of: (event) => event.at },
	actor: { kind: "text", of: (event) => event.actorName },
	actorKind: { kind: "text", of: (event) => event.actorKind },
	actorId: { kind: "text", of: (event) => event.actorId },
	action: { kind: "text", of: (event) => event.action },
	summary: { kind: "text", of: (event) => textCell(event.summary) },
	resourceKind: { kind: "text", of: (event) => event.resourceKind },
	resourceId: { kind: "text", of: (event) => textCell(event.resourceId) },
	reason: { kind: "text", of: (event) => event.reason },
	correlationId: { kind: "text", of: (event) => event.correlationId },
	jobId: { kind: "text", of: (event) => event.jobId },
	id: { kind: "text", of: (event) => event.id },
};

export function auditExport({ filter }: AuditExport): ExportSource {
	return {
		columns: Object.entries(cells).map(([id, { kind }]) => ({ id, kind })),
		summary: async (em, tenantId) => ({ count: await auditCount(em, tenantId, filter), totals: [] }),
		batch: async (em, tenantId, cursor) => {
			const page = await auditPage(em, { ...filter, tenantId, after: cursor, limit: batchRows });
			return { rows: page.rows.map((row): ExportRow => Object.values(cells).map(({ of }) => of(row))), next: page.next };
		},
	};
}

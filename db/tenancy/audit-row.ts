// An event as it lies in the table, read as it is hashed: every column as text, so that no driver rounds a time or a number.
import type { AuditEvent, AuditValue } from "../../domain/tenancy/audit/audit-event.ts";

/** A moment with the six decimals that PostgreSQL keeps. @param column a column name of our own */
export const microText = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

export interface AuditRow {
	readonly tenantId: string;
	readonly id: string;
	readonly at: string;
	readonly actorKind: string;
	readonly actorId: string | null;
	readonly onBehalfOf: string | null;
	readonly action: string;
	readonly resourceKind: string;
	readonly resourceId: string;
	readonly summary: string;
	readonly before: AuditValue;
	readonly after: AuditValue;
	readonly reason: string | null;
	readonly correlationId: string;
	readonly jobId: string | null;
	readonly personal: Readonly<Record<string, string>>;
}

/** Of the table under the alias `e`. */
export const auditColumns = `e.tenant_id::text as "tenantId", e.id::text as "id", ${microText("e.at")} as "at", e.actor_kind as "actorKind",
	e.actor_id::text as "actorId", e.on_behalf_of::text as "onBehalfOf", e.action, e.resource_kind as "resourceKind",
	e.resource_id as "resourceId", e.summary, e.before, e.after, e.reason, e.correlation_id as "correlationId", e.job_id::text as "jobId", e.personal`;

export const eventOfRow = (row: AuditRow): AuditEvent => ({
	tenantId: row.tenantId,
	id: row.id,
	at: row.at,
	actor: { kind: row.actorKind, id: row.actorId, onBehalfOf: row.onBehalfOf },
	action: row.action,
	resource: { kind: row.resourceKind, id: row.resourceId },
	summary: row.summary,
	before: row.before,
	after: row.after,
	reason: row.reason,
	correlationId: row.correlationId,
	jobId: row.jobId,
	personal: row.personal,
});

// Writes what somebody did into the audit trail, in the transaction that does it: both are there, or neither.
import type { Actor } from "../../domain/tenancy/actor.ts";
import type { ScopedEm } from "../tenant-scope.ts";

/** What a caller says of it; who, where and when are added. Values are ids, names of settings, counts: never a secret. */
export interface AuditEntry {
	/** "resource.verb" in the past sense of the procedure: "roles.publish". */
	readonly action: string;
	readonly resource: { readonly kind: string; readonly id: string };
	/** One sentence for the list. */
	readonly summary: string;
	readonly before?: Readonly<Record<string, unknown>> | undefined;
	readonly after?: Readonly<Record<string, unknown>> | undefined;
	/** What the person said why, where one is asked. */
	readonly reason?: string | undefined;
}

export interface AuditRecord extends AuditEntry {
	readonly tenantId: string;
	readonly actor: Actor;
	readonly correlationId: string;
	readonly jobId?: string | null | undefined;
}

export async function recordAudit(em: ScopedEm, event: AuditRecord): Promise<void> {
	await em.execute(
		`insert into audit_events (tenant_id, id, actor_kind, actor_id, actor_name, on_behalf_of, action, resource_kind, resource_id, summary,
			before, after, reason, correlation_id, job_id)
		values (?::uuid, uuidv7(), ?, ?::uuid, ?, ?::uuid, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?::uuid)`,
		[
			event.tenantId,
			event.actor.kind,
			event.actor.id,
			event.actor.name,
			event.actor.onBehalfOf,
			event.action,
			event.resource.kind,
			event.resource.id,
			event.summary,
			event.before === undefined ? null : JSON.stringify(event.before),
			event.after === undefined ? null : JSON.stringify(event.after),
			event.reason ?? null,
			event.correlationId,
			event.jobId ?? null,
		],
	);
}

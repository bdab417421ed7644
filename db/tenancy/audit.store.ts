// Writes what somebody did into the audit trail, in the transaction that does it: both are there, or neither. One statement and no
// shared row, so that writers never wait for each other; its place in the chain comes later (audit-seal.store.ts).
import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "../../domain/tenancy/actor.ts";
import type { HashText } from "../../domain/tenancy/audit/chain.ts";
import { commitment } from "../../domain/tenancy/audit/commitment.ts";
import { fitText, fitValue } from "../../domain/tenancy/audit/mask-values.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { timeOrderedId } from "../types/time-ordered-id.ts";

/** What a caller says of it; who, where and when are added. Secrets are covered whatever is given; names belong into `personal`. */
export interface AuditEntry {
	/** "resource.verb" in the past sense of the procedure: "roles.publish". */
	readonly action: string;
	readonly resource: { readonly kind: string; readonly id: string };
	/** One sentence for the list, without names of people. */
	readonly summary: string;
	readonly before?: Readonly<Record<string, unknown>> | undefined;
	readonly after?: Readonly<Record<string, unknown>> | undefined;
	/** What the person said why, where one is asked. */
	readonly reason?: string | undefined;
	/** The job that it started, stopped or answered. */
	readonly jobId?: string | null | undefined;
	/** Names, addresses, e-mails: kept beside the event, so that they can be erased. The actor's own name is added. */
	readonly personal?: Readonly<Record<string, string>> | undefined;
	/** The user whose values those are. */
	readonly subjectId?: string | undefined;
}

/** What is known of whoever acts beside their name: personal, so it stands beside the event and is erased with the person. */
export interface AuditOrigin {
	/** null: a program's, which has none. */
	readonly email: string | null;
	/** The network address that the request came from. */
	readonly address: string | null;
}

export interface AuditRecord extends AuditEntry {
	readonly tenantId: string;
	readonly actor: Actor;
	/** null: no request, the platform itself did it. */
	readonly origin: AuditOrigin | null;
	readonly correlationId: string;
}

export const hashText: HashText = (text) => createHash("sha256").update(text, "utf8").digest("hex");

/** The fields under which an actor's name, e-mail and address stand beside every event. */
export const actorName = "actor.name";
const actorEmail = "actor.email";
const actorAddress = "actor.address";
const actorFields: readonly string[] = [actorName, actorEmail, actorAddress];

interface PersonalRow {
	readonly field: string;
	readonly subject: string | null;
	readonly salt: string;
	readonly value: string;
}

function personalRows({ actor, origin, personal, subjectId }: AuditRecord): readonly PersonalRow[] {
	const row = (field: string, value: string, subject: string | null): PersonalRow => ({
		field,
		subject,
		salt: randomBytes(16).toString("hex"),
		value: fitText(value),
	});
	const given = Object.entries(personal ?? {}).filter(([field, value]) => !actorFields.includes(field) && value !== "");
	const whence = [
		[actorEmail, origin?.email],
		[actorAddress, origin?.address],
	] as const;
	return [
		row(actorName, actor.name, actor.id),
		...whence.flatMap(([field, value]) => (value === undefined || value === null ? [] : [row(field, value, actor.id)])),
		...given.map(([field, value]) => row(field, value, subjectId ?? null)),
	];
}

export async function recordAudit(em: ScopedEm, event: AuditRecord): Promise<void> {
	const { tenantId, actor } = event;
	const id = timeOrderedId(Date.now());
	const personal = personalRows(event);
	const commitments = Object.fromEntries(personal.map((row) => [row.field, commitment(hashText, { tenantId, eventId: id }, row)]));
	const json = (value: Readonly<Record<string, unknown>> | undefined): string | null =>
		value === undefined ? null : JSON.stringify(fitValue(value));
	await em.execute(
		`with event as (
			insert into audit_events (tenant_id, at, id, actor_kind, actor_id, on_behalf_of, action, resource_kind, resource_id, summary,
				before, after, reason, correlation_id, job_id, personal)
			values (?::uuid, now(), ?::uuid, ?, ?::uuid, ?::uuid, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?::uuid, ?::jsonb)
			returning tenant_id, at, id
		), waiting as (
			insert into audit_unsealed (tenant_id, at, event_id) select tenant_id, at, id from event
		)
		insert into audit_personal (tenant_id, event_id, field, event_at, subject_id, salt, value)
		select e.tenant_id, e.id, p.field, e.at, p.subject, p.salt, p.value
		from event e, jsonb_to_recordset(?::jsonb) as p(field text, subject uuid, salt text, value text)`,
		[
			tenantId,
			id,
			actor.kind,
			actor.id,
			actor.onBehalfOf,
			event.action,
			event.resource.kind,
			fitText(event.resource.id),
			fitText(event.summary),
			json(event.before),
			json(event.after),
			event.reason === undefined ? null : fitText(event.reason),
			fitText(event.correlationId),
			event.jobId ?? null,
			JSON.stringify(commitments),
			JSON.stringify(personal),
		],
	);
}

/** Erases what the trail says of a person: their name, e-mail and addresses as actor, and every value that is theirs. Events and chain stay as they are. */
export async function eraseAuditPerson(em: ScopedEm, { tenantId, userId }: { tenantId: string; userId: string }): Promise<number> {
	const { affectedRows } = await em.execute<{ affectedRows: number }>(
		"delete from audit_personal where tenant_id = ?::uuid and subject_id = ?::uuid",
		[tenantId, userId],
		"run",
	);
	return affectedRows;
}

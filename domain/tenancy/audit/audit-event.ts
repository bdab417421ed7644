// One thing that somebody did, as it is chained: ids, codes and values without anything personal in them. What is personal stands
// in a table of its own that can be erased; the event has only a commitment to it.
import { type Canonical, canonicalJson } from "../../core/canonical-json.ts";

/** What JSON can say. Numbers are read back as they were written; a bigint is written as text. */
export type AuditValue = string | number | boolean | null | readonly AuditValue[] | { readonly [name: string]: AuditValue };

export interface AuditEvent {
	readonly tenantId: string;
	readonly id: string;
	/** RFC 3339 in UTC with six decimals: the start of the transaction that did it. */
	readonly at: string;
	readonly actor: {
		/** "person", "key", "support", "agent" or "system". */
		readonly kind: string;
		readonly id: string | null;
		/** The person for whom an agent or a key acts. */
		readonly onBehalfOf: string | null;
	};
	/** `resource.verb`. */
	readonly action: string;
	readonly resource: { readonly kind: string; readonly id: string | null };
	/** A sentence without names of people. */
	readonly summary: string;
	readonly before: AuditValue;
	readonly after: AuditValue;
	/** What the person wrote where a reason was asked. */
	readonly reason: string | null;
	readonly correlationId: string;
	readonly jobId: string | null;
	/** Field → commitment (commitment.ts). */
	readonly personal: Readonly<Record<string, string>>;
}

/** A1: the one spelling of an event, RFC 8785 with the names below. What the database adds later is not in it. */
export const eventText = (event: AuditEvent): string =>
	canonicalJson({
		v: 1,
		tenant: event.tenantId,
		id: event.id,
		at: event.at,
		actor: { kind: event.actor.kind, id: event.actor.id, onBehalfOf: event.actor.onBehalfOf },
		action: event.action,
		resource: { kind: event.resource.kind, id: event.resource.id },
		summary: event.summary,
		before: event.before,
		after: event.after,
		reason: event.reason,
		correlation: event.correlationId,
		job: event.jobId,
		personal: event.personal,
	} satisfies Canonical);

/** What a stored line says, as an event again. null: it is none. */
export function readEventText(value: unknown): AuditEvent | null {
	if (!isRecord(value) || value["v"] !== 1) return null;
	const { actor, resource, personal } = value;
	if (!isRecord(actor) || !isRecord(resource) || !isRecord(personal)) return null;
	const text = (of: Readonly<Record<string, unknown>>, name: string): string | undefined =>
		typeof of[name] === "string" ? of[name] : undefined;
	const maybe = (of: Readonly<Record<string, unknown>>, name: string): string | null | undefined =>
		of[name] === null ? null : text(of, name);
	const event = {
		tenantId: text(value, "tenant"),
		id: text(value, "id"),
		at: text(value, "at"),
		actor: { kind: text(actor, "kind"), id: maybe(actor, "id"), onBehalfOf: maybe(actor, "onBehalfOf") },
		action: text(value, "action"),
		resource: { kind: text(resource, "kind"), id: maybe(resource, "id") },
		summary: text(value, "summary"),
		before: value["before"],
		after: value["after"],
		reason: maybe(value, "reason"),
		correlationId: text(value, "correlation"),
		jobId: maybe(value, "job"),
		personal,
	};
	const isWhole = (part: object): boolean => Object.values(part).every((each) => each !== undefined);
	const isText = Object.values(personal).every((each) => typeof each === "string");
	if (!isWhole(event) || !isWhole(event.actor) || !isWhole(event.resource) || !isText) return null;
	// A field that the format doesn't know could hide something beside the event.
	if (Object.keys(value).length !== 14 || Object.keys(actor).length !== 3 || Object.keys(resource).length !== 2) return null;
	return event as AuditEvent;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

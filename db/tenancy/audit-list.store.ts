// The trail as people read it: newest first, narrowed by who, what, on what, when, and by what belongs together.
import type { AuditValue } from "../../domain/tenancy/audit/audit-event.ts";
import type { PageOf } from "../../domain/core/page.ts";
import { decodeKey, encodeKey } from "../reconciliation/keyset.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { actorName } from "./audit.store.ts";
import { auditColumns, type AuditRow, microText } from "./audit-row.ts";
import { personalOf, placeOf } from "./audit-read.store.ts";

export interface AuditFilter {
	readonly actorId?: string | undefined;
	readonly action?: string | undefined;
	readonly resourceId?: string | undefined;
	readonly correlationId?: string | undefined;
	readonly jobId?: string | undefined;
	/** ISO, inclusive. */
	readonly from?: string | undefined;
	/** ISO, exclusive. */
	readonly until?: string | undefined;
}

export interface AuditQuery extends AuditFilter {
	readonly tenantId: string;
	readonly after: string | null;
	readonly limit: number;
}

export interface AuditListRow {
	readonly id: string;
	/** With six decimals: it is half of the event's key. */
	readonly at: string;
	readonly actorKind: string;
	readonly actorId: string | null;
	/** null: erased. */
	readonly actorName: string | null;
	readonly action: string;
	readonly resourceKind: string;
	readonly resourceId: string;
	readonly summary: string;
	readonly reason: string | null;
	readonly correlationId: string;
	readonly jobId: string | null;
	/** It has its place in the chain. */
	readonly sealed: boolean;
}

const conditions: Readonly<Record<keyof AuditFilter, string>> = {
	actorId: "e.actor_id = ?::uuid",
	action: "e.action = ?",
	resourceId: "e.resource_id = ?",
	correlationId: "e.correlation_id = ?",
	jobId: "e.job_id = ?::uuid",
	from: "e.at >= ?::timestamptz",
	until: "e.at < ?::timestamptz",
};

function filterOf(tenantId: string, filter: AuditFilter): { readonly where: string[]; readonly values: unknown[] } {
	const given = (Object.keys(conditions) as (keyof AuditFilter)[]).filter((name) => filter[name] !== undefined);
	return {
		where: ["e.tenant_id = ?::uuid", ...given.map((name) => conditions[name])],
		values: [tenantId, ...given.map((name) => filter[name])],
	};
}

// More than any sheet holds; nobody waits for ten million to be counted.
const mostCounted = 1_100_000;

/** How many events match, at most 1,100,000. */
export async function auditCount(em: ScopedEm, tenantId: string, filter: AuditFilter): Promise<number> {
	const { where, values } = filterOf(tenantId, filter);
	const [row] = await em.execute<{ count: number }[]>(
		`select count(*)::int as "count" from (select 1 from audit_events e where ${where.join(" and ")} limit ${mostCounted}) as counted`,
		values,
	);
	return row?.count ?? 0;
}

const rowColumns = `e.id::text as "id", ${microText("e.at")} as "at", e.actor_kind as "actorKind", e.actor_id::text as "actorId",
	(select p.value from audit_personal p where p.tenant_id = e.tenant_id and p.event_id = e.id and p.field = '${actorName}') as "actorName",
	e.action, e.resource_kind as "resourceKind", e.resource_id as "resourceId", e.summary, e.reason,
	e.correlation_id as "correlationId", e.job_id::text as "jobId",
	not exists (select from audit_unsealed u where u.tenant_id = e.tenant_id and u.at = e.at and u.event_id = e.id) as "sealed"`;

/** @throws TieoutError INPUT for a cursor that is not one of ours */
export async function auditPage(em: ScopedEm, { tenantId, after, limit, ...filter }: AuditQuery): Promise<PageOf<AuditListRow>> {
	const at = decodeKey(after, 2);
	const rows: AuditListRow[] = [];
	for (const span of spansOf(filter, at?.[0], Date.now())) {
		const { where, values } = filterOf(tenantId, { ...filter, ...span });
		// A comparison of rows closes no month.
		if (at !== null) where.push("e.at <= ?::timestamptz", "(e.at, e.id) < (?::timestamptz, ?::uuid)");
		const found = await em.execute<AuditListRow[]>(
			`select ${rowColumns} from audit_events e where ${where.join(" and ")} order by e.at desc, e.id desc limit ?`,
			[...values, ...(at === null ? [] : [at[0], ...at]), limit + 1 - rows.length],
		);
		rows.push(...found);
		if (rows.length > limit) break;
	}
	const shown = rows.slice(0, limit);
	const last = shown.at(-1);
	return { rows: shown, next: rows.length > limit && last !== undefined ? encodeKey([last.at, last.id]) : null, total: null };
}

type Span = Pick<AuditFilter, "from" | "until">;
const dayMs = 86_400_000;

/**
 * The time that is asked for, in parts, the newest first: a page is nearly always full from the last weeks, and a question that names them
 * opens two months instead of the seven years' eighty-four.
 * @param after where the page before ended
 * @param nowMs nothing has happened a day behind it, so that months to come stay closed
 */
function spansOf({ from, until }: Span, after: string | undefined, nowMs: number): readonly Span[] {
	const ends = [until, after].flatMap((end) => (end === undefined ? [] : [Date.parse(end)]));
	const end = Math.min(nowMs + dayMs, ...ends);
	const middle = new Date(end - 31 * dayMs).toISOString();
	const newest = until ?? new Date(nowMs + dayMs).toISOString();
	if (from !== undefined && Date.parse(from) >= Date.parse(middle)) return [{ from, until: newest }];
	return [
		{ from: middle, until: newest },
		{ from, until: middle },
	];
}

export interface AuditDetail extends AuditListRow {
	readonly onBehalfOf: string | null;
	readonly before: AuditValue;
	readonly after: AuditValue;
	/** Field → value; null: erased. */
	readonly personal: Readonly<Record<string, string | null>>;
	/** Its number in the chain and its hash there. */
	readonly place: { readonly seq: number; readonly hash: string } | null;
}

/** One event; null: this tenant has none by this id at that time. */
export async function auditEvent(
	em: ScopedEm,
	tenantId: string,
	key: { readonly id: string; readonly at: string },
): Promise<AuditDetail | null> {
	const [row] = await em.execute<AuditRow[]>(
		`select ${auditColumns} from audit_events e where e.tenant_id = ?::uuid and e.at = ?::timestamptz and e.id = ?::uuid`,
		[tenantId, key.at, key.id],
	);
	if (row === undefined) return null;
	const kept = (await personalOf(em, tenantId, [row.id])).get(row.id) ?? {};
	const place = await placeOf(em, tenantId, row);
	const personal = Object.fromEntries(Object.keys(row.personal).map((field) => [field, kept[field]?.value ?? null]));
	const { tenantId: _tenant, ...event } = row;
	return {
		...event,
		personal,
		actorName: personal[actorName] ?? null,
		sealed: place !== null,
		place: place === null ? null : { seq: place.seq, hash: place.hash },
	};
}

export interface AuditFacets {
	readonly actions: readonly string[];
	readonly actors: readonly { readonly id: string; readonly name: string }[];
}

/** What the filters offer: the actions and people of the last events, found by hopping along the indexes and not by reading the rows. */
export async function auditFacets(em: ScopedEm, tenantId: string): Promise<AuditFacets> {
	const actions = await em.execute<{ action: string }[]>(
		`with recursive hop as (
			(select action from audit_events where tenant_id = ?::uuid order by action limit 1)
			union all
			select (select e.action from audit_events e where e.tenant_id = ?::uuid and e.action > hop.action order by e.action limit 1)
			from hop where hop.action is not null
		) select action from hop where action is not null limit 300`,
		[tenantId, tenantId],
	);
	const actors = await em.execute<{ id: string; name: string }[]>(
		`select m.user_id::text as "id", m.name from memberships m where m.tenant_id = ?::uuid order by m.name collate "C" limit 500`,
		[tenantId],
	);
	return { actions: actions.map(({ action }) => action), actors };
}

export interface AuditState {
	readonly sealed: number;
	readonly signed: number;
	readonly signedAt: string | null;
	readonly waiting: number;
}

export async function auditState(em: ScopedEm, tenantId: string): Promise<AuditState> {
	const [state] = await em.execute<AuditState[]>(
		`select coalesce(c.count, 0)::float8 as "sealed", coalesce(c.signed_count, 0)::float8 as "signed", ${microText("c.signed_at")} as "signedAt",
			(select count(*) from (select from audit_unsealed u where u.tenant_id = ?::uuid limit 100000) as counted)::int as "waiting"
		from (select ?::uuid as tenant_id) t left join audit_chains c on c.tenant_id = t.tenant_id`,
		[tenantId, tenantId],
	);
	return state ?? { sealed: 0, signed: 0, signedAt: null, waiting: 0 };
}

// Decisions of every job in one inbox: what waits for a person, who prepared it, who may answer. Reads only; the answer goes to the
// job that waits (activities write it).
import type { PageOf } from "../../domain/core/page.ts";
import type { DecisionKind, DecisionStatus } from "../../domain/jobs/decision.ts";
import { type Absent, delegablePermissions } from "../../domain/tenancy/delegation.ts";
import { isPermission, type Permission, permissionsOf, roles } from "../../domain/tenancy/permissions.ts";
import { decodeKey, encodeKey } from "../reconciliation/keyset.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

/** Why somebody can't answer: they prepared it, it is about their own rights, or their role lacks the permission. */
export const approvalLocks = ["own", "about", "permission"] as const;
type ApprovalLock = (typeof approvalLocks)[number];

export interface ApprovalRow {
	readonly id: string;
	readonly jobId: string;
	readonly jobTitle: string;
	readonly kind: DecisionKind;
	readonly title: string;
	readonly sentence: string;
	readonly status: DecisionStatus;
	readonly permission: Permission;
	/** null: the platform asks. */
	readonly preparedBy: string | null;
	/** Whose rights would change. */
	readonly concerns: string | null;
	readonly preparedByName: string | null;
	/** Of what connection, where it is one. */
	readonly connectionName: string | null;
	readonly amountMinor: string | null;
	readonly currency: string | null;
	readonly amounts: readonly { readonly minor: string; readonly currency: string }[];
	/** Of a change, what is to be changed; else the kind. */
	readonly action: string;
	readonly sha256: string;
	readonly askedAt: string;
	readonly dueAt: string;
	readonly decidedBy: string | null;
	readonly decidedByName: string | null;
	readonly decidedForName: string | null;
	readonly decidedAt: string | null;
	readonly comment: string | null;
	readonly lock: ApprovalLock | null;
	/** Who is away and in whose place the reader would answer. */
	readonly inPlaceOf: string | null;
}

export interface ApprovalDetailRow extends ApprovalRow {
	readonly subject: Readonly<Record<string, unknown>>;
	readonly diff: { readonly before: unknown; readonly after: unknown } | null;
}

/** Who looks: decides what is locked. */
export interface ApprovalReader {
	readonly tenantId: string;
	readonly userId: string;
	readonly permissions: ReadonlySet<Permission>;
	/** Who is away and has named the reader. */
	readonly absent: readonly Absent[];
}

// Whose rights would change (domain/tenancy/change.ts, concernedBy).
const concerns = `case when d.subject ->> 'kind' = 'users.change_role' then (d.subject -> 'args' ->> 'userId')::uuid end`;
// The absent one in whose place the reader could answer (domain/tenancy/delegation.ts, standsInFor). Takes those who are away.
const standIn = `(select a ->> 'name' from jsonb_array_elements(?::jsonb) a
	where jsonb_exists(a -> 'permissions', d.permission) and (a ->> 'userId')::uuid is distinct from d.prepared_by
		and (a ->> 'userId')::uuid is distinct from ${concerns} limit 1)`;
// Takes the reader's id, permissions and those who are away, in this order.
const lock = `case ?::uuid when d.prepared_by then 'own' when ${concerns} then 'about' else
	case when jsonb_exists(?::jsonb, d.permission) then null when ${standIn} is null then 'permission' end end`;
const lockValues = ({ userId, permissions, absent }: ApprovalReader): readonly string[] => [
	userId,
	JSON.stringify([...permissions]),
	JSON.stringify(absent),
];
// Takes what the lock takes and then the permissions and those who are away once more.
const judged = `${lock} as "lock", case when not jsonb_exists(?::jsonb, d.permission) then ${standIn} end as "inPlaceOf"`;
const judgedValues = (reader: ApprovalReader): readonly string[] => [...lockValues(reader), ...lockValues(reader).slice(1)];

const columns = `d.id::text as "id", d.job_id::text as "jobId", j.title as "jobTitle", d.kind, coalesce(nullif(d.title, ''), j.title) as "title",
	d.sentence, d.status, d.permission, d.prepared_by::text as "preparedBy", (${concerns})::text as "concerns", p.name as "preparedByName", c.name as "connectionName",
	d.amount_minor::text as "amountMinor", d.currency, d.amounts, coalesce(d.subject ->> 'kind', d.kind) as "action", d.sha256, ${instantText("d.asked_at")} as "askedAt", ${instantText("d.due_at")} as "dueAt",
	d.decided_by::text as "decidedBy", m.name as "decidedByName", a.name as "decidedForName", ${instantText("d.decided_at")} as "decidedAt", d.comment`;

const from = `from decisions d join jobs j on j.tenant_id = d.tenant_id and j.id = d.job_id
	left join memberships p on p.tenant_id = d.tenant_id and p.user_id = d.prepared_by
	left join memberships m on m.tenant_id = d.tenant_id and m.user_id = d.decided_by
	left join memberships a on a.tenant_id = d.tenant_id and a.user_id = d.decided_for
	left join connections c on c.tenant_id = d.tenant_id and c.id::text = d.subject ->> 'connectionId'`;

export const approvalViews = ["open", "prepared", "decided"] as const;
export type ApprovalView = (typeof approvalViews)[number];

const conditions: Readonly<Record<ApprovalView, string>> = {
	open: "d.status = 'open'",
	prepared: "d.status = 'open' and d.prepared_by = ?::uuid",
	decided: "d.status <> 'open'",
};

export const approvalSorts = ["due", "amount"] as const;

export interface ApprovalQuery extends ApprovalReader {
	readonly view: ApprovalView;
	/** "amount": the largest first, each currency by itself; what has none comes last. Decided ones are always newest first. */
	readonly sort: (typeof approvalSorts)[number];
	/** Of these kinds of decision or change only. */
	readonly actions: readonly string[];
	/** Worth at least so much in this currency. */
	readonly atLeast: { readonly minor: string; readonly currency: string } | null;
	readonly after: string | null;
	readonly limit: number;
}

type Keyed = ApprovalRow & { readonly at: string; readonly size: string; readonly inCurrency: string };

// What it is worth in one currency. Takes the currency.
const amountIn = `(select max(x.minor) from jsonb_to_recordset(d.amounts) as x(minor bigint, currency text) where x.currency = ?)`;

/** How a view is ordered, what comes behind a row in it, and what names that row. */
interface Order {
	readonly by: string;
	/** Takes the key. */
	readonly place: string;
	readonly keys: number;
	readonly key: (row: Keyed) => readonly string[];
}

const locked = `("lock" is not null)::int`;
const lockedOf = ({ lock: why }: Keyed): string => (why === null ? "0" : "1");
const newestFirst: Order = {
	by: `"at"::timestamptz desc, "id" collate "C" desc`,
	place: `("at"::timestamptz, "id" collate "C") < (?::timestamptz, ?)`,
	keys: 2,
	key: ({ at, id }) => [at, id],
};
const orders: Readonly<Record<ApprovalQuery["sort"], Order>> = {
	due: {
		by: `${locked}, "at"::timestamptz, "id" collate "C"`,
		place: `(${locked}, "at"::timestamptz, "id" collate "C") > (?::int, ?::timestamptz, ?)`,
		keys: 3,
		key: (row) => [lockedOf(row), row.at, row.id],
	},
	amount: {
		by: `${locked}, "inCurrency" collate "C", "size"::bigint, "id" collate "C"`,
		place: `(${locked}, "inCurrency" collate "C", "size"::bigint, "id" collate "C") > (?::int, ?, ?::bigint, ?)`,
		keys: 4,
		key: (row) => [lockedOf(row), row.inCurrency, row.size, row.id],
	},
};

/** What the reader can answer first, each by when it is due or by its amount. @throws TieoutError INPUT for a strange cursor */
export async function approvalPage(em: ScopedEm, query: ApprovalQuery): Promise<PageOf<ApprovalRow>> {
	const { view, tenantId, userId, limit, sort, actions, atLeast } = query;
	const order = view === "decided" ? newestFirst : orders[sort];
	const at = decodeKey(query.after, order.keys);
	const moment = view === "decided" ? "coalesce(d.decided_at, d.due_at)" : "d.due_at";
	// "~" stands behind every currency: what has no amount comes last.
	const [inCurrency, size] = atLeast === null ? [`coalesce(d.currency, '~')`, `coalesce(-d.amount_minor, 0)`] : ["?", `-${amountIn}`];
	const where = [
		`d.tenant_id = ?::uuid and ${conditions[view]}`,
		...(actions.length === 0 ? [] : [`coalesce(d.subject ->> 'kind', d.kind) in (select jsonb_array_elements_text(?::jsonb))`]),
		...(atLeast === null ? [] : [`${amountIn} >= ?::bigint`]),
	].join(" and ");
	const rows = await em.execute<Keyed[]>(
		`select * from (select ${columns}, ${judged}, ${moment}::text as "at", ${inCurrency} as "inCurrency", (${size})::text as "size"
			${from} where ${where}) d
		where ${at === null ? "true" : order.place} order by ${order.by} limit ?`,
		[
			...judgedValues(query),
			...(atLeast === null ? [] : [atLeast.currency, atLeast.currency]),
			tenantId,
			...(view === "prepared" ? [userId] : []),
			...(actions.length === 0 ? [] : [JSON.stringify(actions)]),
			...(atLeast === null ? [] : [atLeast.currency, atLeast.minor]),
			...(at ?? []),
			limit + 1,
		],
	);
	const shown = rows.slice(0, limit);
	const last = shown.at(-1);
	const next = rows.length > limit && last !== undefined ? encodeKey(order.key(last)) : null;
	return { rows: shown.map(({ at: _at, size: _size, inCurrency: _in, ...row }) => row), next, total: null };
}

export interface ApprovalCounts {
	/** Wait for the reader: open, and theirs to answer. */
	readonly mine: number;
	readonly open: number;
	readonly prepared: number;
}

export async function approvalCounts(em: ScopedEm, reader: ApprovalReader): Promise<ApprovalCounts> {
	const [row] = await em.execute<ApprovalCounts[]>(
		`select count(*) filter (where l.lock is null)::int as "mine", count(*)::int as "open", count(*) filter (where l.own)::int as "prepared"
		from (select ${lock} as lock, d.prepared_by is not distinct from ?::uuid as own from decisions d
			where d.tenant_id = ?::uuid and d.status = 'open') l`,
		[...lockValues(reader), reader.userId, reader.tenantId],
	);
	return row ?? { mine: 0, open: 0, prepared: 0 };
}

/** null: nobody or another tenant has it. */
export async function approvalOf(em: ScopedEm, input: ApprovalReader & { readonly id: string }): Promise<ApprovalDetailRow | null> {
	const rows = await em.execute<ApprovalDetailRow[]>(
		`select ${columns}, ${judged}, d.subject, d.diff ${from} where d.tenant_id = ?::uuid and d.id = ?::uuid`,
		[...judgedValues(input), input.tenantId, input.id],
	);
	return rows[0] ?? null;
}

/** Names of up to `limit` active people who hold the permission, or stand in for one who does. @param except who prepared it, and whom it is about */
export async function namesWhoMay(
	em: ScopedEm,
	input: {
		readonly tenantId: string;
		readonly permission: Permission;
		readonly except: readonly (string | null)[];
		readonly limit: number;
	},
): Promise<readonly string[]> {
	const holding = isPermission(input.permission) ? roles.filter((role) => permissionsOf[role].has(input.permission)) : [];
	const holds = (member: string, role: string): string =>
		`(jsonb_exists(?::jsonb, ${member}.role) or (${member}.role = 'custom' and jsonb_exists(${role}.permissions, ?)))`;
	const held = [JSON.stringify(holding), input.permission];
	const except = JSON.stringify(input.except.filter((id) => id !== null));
	const rows = await em.execute<{ name: string }[]>(
		`select m.name from memberships m left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
		where m.tenant_id = ?::uuid and m.kind = 'member' and m.status = 'active' and not jsonb_exists(?::jsonb, m.user_id::text)
			and (${holds("m", "r")} or (?::boolean and exists (select from delegations g
				join memberships o on o.tenant_id = g.tenant_id and o.user_id = g.giver_id and o.status = 'active'
				left join roles w on w.tenant_id = o.tenant_id and w.id = o.custom_role_id
				where g.tenant_id = m.tenant_id and g.deputy_id = m.user_id and g.ended_at is null and now() between g.starts_at and g.ends_at
					and not jsonb_exists(?::jsonb, g.giver_id::text) and ${holds("o", "w")})))
		order by m.name collate "C" limit ?`,
		[input.tenantId, except, ...held, delegablePermissions.includes(input.permission), except, ...held, input.limit],
	);
	return rows.map(({ name }) => name);
}

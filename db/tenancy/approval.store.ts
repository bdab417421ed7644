// Decisions of every job in one inbox: what waits for a person, who prepared it, who may answer. Reads only; the answer goes to the
// job that waits (activities write it).
import type { PageOf } from "../../domain/core/page.ts";
import type { DecisionKind, DecisionStatus } from "../../domain/jobs/decision.ts";
import { isPermission, type Permission, permissionsOf, roles } from "../../domain/tenancy/permissions.ts";
import { decodeKey, encodeKey } from "../reconciliation/keyset.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

/** Why somebody can't answer: they prepared it, or their role lacks the permission. */
export type ApprovalLock = "own" | "permission";

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
	readonly preparedByName: string | null;
	/** Of what connection, where it is one. */
	readonly connectionName: string | null;
	readonly amountMinor: string | null;
	readonly currency: string | null;
	readonly askedAt: string;
	readonly dueAt: string;
	readonly decidedBy: string | null;
	readonly decidedByName: string | null;
	readonly decidedAt: string | null;
	readonly comment: string | null;
	readonly lock: ApprovalLock | null;
}

export interface ApprovalDetailRow extends ApprovalRow {
	readonly sha256: string;
	readonly subject: Readonly<Record<string, unknown>>;
	readonly diff: { readonly before: unknown; readonly after: unknown } | null;
}

/** Who looks: decides what is locked. */
export interface ApprovalReader {
	readonly tenantId: string;
	readonly userId: string;
	readonly permissions: ReadonlySet<Permission>;
}

// Takes the reader's id and permissions, in this order.
const lock = `case when d.prepared_by = ?::uuid then 'own'
	when not jsonb_exists(?::jsonb, d.permission) then 'permission' end`;
const lockValues = ({ userId, permissions }: ApprovalReader): readonly string[] => [userId, JSON.stringify([...permissions])];

const columns = `d.id::text as "id", d.job_id::text as "jobId", j.title as "jobTitle", d.kind, coalesce(nullif(d.title, ''), j.title) as "title",
	d.sentence, d.status, d.permission, d.prepared_by::text as "preparedBy", p.name as "preparedByName", c.name as "connectionName",
	d.amount_minor::text as "amountMinor", d.currency, ${instantText("d.asked_at")} as "askedAt", ${instantText("d.due_at")} as "dueAt",
	d.decided_by::text as "decidedBy", m.name as "decidedByName", ${instantText("d.decided_at")} as "decidedAt", d.comment`;

const from = `from decisions d join jobs j on j.tenant_id = d.tenant_id and j.id = d.job_id
	left join memberships p on p.tenant_id = d.tenant_id and p.user_id = d.prepared_by
	left join memberships m on m.tenant_id = d.tenant_id and m.user_id = d.decided_by
	left join connections c on c.tenant_id = d.tenant_id and c.id::text = d.subject ->> 'connectionId'`;

export const approvalViews = ["open", "prepared", "decided"] as const;
export type ApprovalView = (typeof approvalViews)[number];

const conditions: Readonly<Record<ApprovalView, string>> = {
	open: "d.status = 'open'",
	prepared: "d.status = 'open' and d.prepared_by = ?::uuid",
	decided: "d.status <> 'open'",
};

export interface ApprovalQuery extends ApprovalReader {
	readonly view: ApprovalView;
	readonly after: string | null;
	readonly limit: number;
}

type Keyed = ApprovalRow & { readonly at: string };

/** What the reader can answer first, each by when it is due; decided ones newest first. @throws TieoutError INPUT for a strange cursor */
export async function approvalPage(em: ScopedEm, query: ApprovalQuery): Promise<PageOf<ApprovalRow>> {
	const { view, tenantId, userId, limit } = query;
	const newestFirst = view === "decided";
	const at = decodeKey(query.after, 3);
	const moment = newestFirst ? "coalesce(d.decided_at, d.due_at)" : "d.due_at";
	const where = `d.tenant_id = ?::uuid and ${conditions[view]}`;
	const rows = await em.execute<Keyed[]>(
		`select * from (select ${columns}, ${lock} as "lock", ${moment}::text as "at" ${from} where ${where}) d
		where ${at === null ? "true" : newestFirst ? `("at"::timestamptz, "id" collate "C") < (?::timestamptz, ?)` : `(("lock" is not null)::int, "at"::timestamptz, "id" collate "C") > (?::int, ?::timestamptz, ?)`}
		order by ${newestFirst ? `"at"::timestamptz desc, "id" collate "C" desc` : `("lock" is not null)::int, "at"::timestamptz, "id" collate "C"`} limit ?`,
		[
			...lockValues(query),
			tenantId,
			...(view === "prepared" ? [userId] : []),
			...(at === null ? [] : newestFirst ? at.slice(1) : at),
			limit + 1,
		],
	);
	const shown = rows.slice(0, limit);
	const last = shown.at(-1);
	const next = rows.length > limit && last !== undefined ? encodeKey([last.lock === null ? "0" : "1", last.at, last.id]) : null;
	return { rows: shown.map(({ at: _at, ...row }) => row), next, total: null };
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
		`select ${columns}, ${lock} as "lock", d.sha256, d.subject, d.diff ${from} where d.tenant_id = ?::uuid and d.id = ?::uuid`,
		[...lockValues(input), input.tenantId, input.id],
	);
	return rows[0] ?? null;
}

/** Names of up to `limit` active people who hold the permission, without the one who prepared it. */
export async function namesWhoMay(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly permission: Permission; readonly except: string | null; readonly limit: number },
): Promise<readonly string[]> {
	const holding = isPermission(input.permission) ? roles.filter((role) => permissionsOf[role].has(input.permission)) : [];
	const rows = await em.execute<{ name: string }[]>(
		`select m.name from memberships m left join roles r on r.tenant_id = m.tenant_id and r.id = m.custom_role_id
		where m.tenant_id = ?::uuid and m.kind = 'member' and m.status = 'active' and m.user_id is distinct from ?::uuid
			and (jsonb_exists(?::jsonb, m.role) or (m.role = 'custom' and jsonb_exists(r.permissions, ?)))
		order by m.name collate "C" limit ?`,
		[input.tenantId, input.except, JSON.stringify(holding), input.permission, input.limit],
	);
	return rows.map(({ name }) => name);
}

// Decisions that jobs ask for: opened by the run that waits, closed by its answer, by time, or with the job.
import type { DecisionKind, DecisionStatus } from "../../domain/jobs/decision.ts";
import type { Permission } from "../../domain/tenancy/permissions.ts";
import type { ScopedEm } from "../tenant-scope.ts";

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const columns = `d.id::text as "id", d.job_id::text as "jobId", d.kind, d.title, d.sentence, d.subject, d.sha256, d.permission,
	d.prepared_by::text as "preparedBy", d.amounts, d.status, ${instant("d.asked_at")} as "askedAt",
	${instant("d.due_at")} as "dueAt", m.name as "decidedByName", ${instant("d.decided_at")} as "decidedAt", d.comment`;

const joined = "decisions d left join memberships m on m.tenant_id = d.tenant_id and m.user_id = d.decided_by";

export interface NewDecision {
	readonly tenantId: string;
	readonly id: string;
	readonly jobId: string;
	readonly kind: DecisionKind;
	readonly title: string;
	readonly sentence: string;
	readonly subject: Readonly<Record<string, unknown>>;
	readonly sha256: string;
	readonly permission: Permission;
	/** null: the platform asks. */
	readonly preparedBy: string | null;
	/** What it is worth, one a currency, the one of most rows first. */
	readonly worths?: readonly { readonly minor: bigint; readonly currency: string }[];
	readonly diff?: { readonly before: unknown; readonly after: unknown } | undefined;
	readonly dueAt: string;
}

/** A second call with the same id changes nothing: a try may be repeated. @returns whether this call opened it */
export async function openDecision(em: ScopedEm, input: NewDecision): Promise<boolean> {
	const amounts = (input.worths ?? []).map(({ minor, currency }) => ({ minor: (minor < 0n ? -minor : minor).toString(), currency }));
	const rows = await em.execute<unknown[]>(
		`insert into decisions (tenant_id, id, job_id, kind, title, sentence, subject, sha256, permission, prepared_by, amount_minor, currency, amounts, diff,
			status, due_at)
		values (?::uuid, ?::uuid, ?::uuid, ?, ?, ?, ?::jsonb, ?, ?, ?::uuid, ?::bigint, ?, ?::jsonb, ?::jsonb, 'open', ?::timestamptz)
		on conflict (tenant_id, id) do nothing returning 1`,
		[
			input.tenantId,
			input.id,
			input.jobId,
			input.kind,
			input.title,
			input.sentence,
			JSON.stringify(input.subject),
			input.sha256,
			input.permission,
			input.preparedBy,
			amounts[0]?.minor ?? null,
			amounts[0]?.currency ?? null,
			JSON.stringify(amounts),
			input.diff === undefined ? null : JSON.stringify(input.diff),
			input.dueAt,
		],
	);
	return rows.length === 1;
}

/** @returns false when it was closed before */
export async function closeDecision(
	em: ScopedEm,
	input: {
		readonly tenantId: string;
		readonly id: string;
		readonly status: Exclude<DecisionStatus, "open">;
		/** null when time or the job's end closed it. */
		readonly actorId: string | null;
		/** Who is away and has named the actor. */
		readonly inPlaceOf: string | null;
	},
): Promise<boolean> {
	const rows = await em.execute<unknown[]>(
		`update decisions set status = ?, decided_by = ?::uuid, decided_for = ?::uuid, decided_at = now() where tenant_id = ?::uuid and id = ?::uuid and status = 'open' returning 1`,
		[input.status, input.actorId, input.inPlaceOf, input.tenantId, input.id],
	);
	return rows.length === 1;
}

/** What a person adds to their answer; kept here and in no history. The first one stays: what was said is not said otherwise later. */
export async function commentDecision(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly id: string; readonly comment: string },
): Promise<void> {
	await em.execute("update decisions set comment = ? where tenant_id = ?::uuid and id = ?::uuid and comment is null", [
		input.comment,
		input.tenantId,
		input.id,
	]);
}

export interface ChangeDecision {
	readonly id: string;
	readonly status: DecisionStatus;
	readonly sha256: string;
	readonly permission: Permission;
	readonly preparedBy: string | null;
	readonly sentence: string;
	readonly subject: unknown;
	readonly diff: unknown;
	readonly dueAt: string;
	readonly decidedBy: string | null;
	/** In whose place. */
	readonly decidedFor: string | null;
	readonly decidedByName: string | null;
	readonly comment: string | null;
	readonly appliedAt: string | null;
}

/** The decision about a change, locked until this transaction ends; null when there is none. */
export async function lockChangeDecision(
	em: ScopedEm,
	{ tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<ChangeDecision | null> {
	const rows = await em.execute<ChangeDecision[]>(
		`select d.id::text as "id", d.status, d.sha256, d.permission, d.prepared_by::text as "preparedBy", d.sentence, d.subject, d.diff,
			${instant("d.due_at")} as "dueAt", d.decided_by::text as "decidedBy", d.decided_for::text as "decidedFor", m.name as "decidedByName", d.comment,
			${instant("d.applied_at")} as "appliedAt"
		from ${joined} where d.tenant_id = ?::uuid and d.id = ?::uuid and d.kind = 'change' for update of d`,
		[tenantId, id],
	);
	return rows[0] ?? null;
}

export async function markApplied(em: ScopedEm, { tenantId, id }: { readonly tenantId: string; readonly id: string }): Promise<void> {
	await em.execute("update decisions set applied_at = now() where tenant_id = ?::uuid and id = ?::uuid", [tenantId, id]);
}

export interface DecisionRow {
	readonly id: string;
	readonly jobId: string;
	readonly kind: DecisionKind;
	readonly title: string;
	readonly sentence: string;
	readonly subject: Readonly<Record<string, unknown>>;
	readonly sha256: string;
	readonly permission: Permission;
	readonly preparedBy: string | null;
	readonly amounts: readonly { readonly minor: string; readonly currency: string }[];
	readonly status: DecisionStatus;
	readonly askedAt: string;
	readonly dueAt: string;
	readonly decidedByName: string | null;
	readonly decidedAt: string | null;
	readonly comment: string | null;
}

/** Oldest first. */
export async function decisionsOfJob(
	em: ScopedEm,
	{ tenantId, jobId }: { readonly tenantId: string; readonly jobId: string },
): Promise<DecisionRow[]> {
	return em.execute<DecisionRow[]>(
		`select ${columns} from ${joined} where d.tenant_id = ?::uuid and d.job_id = ?::uuid order by d.asked_at, d.id`,
		[tenantId, jobId],
	);
}

/** The streams whose deletions the question is about. */
export async function askedStreams(
	em: ScopedEm,
	{ tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<readonly string[]> {
	const rows = await em.execute<{ stream: string }[]>(
		`select s ->> 'stream' as "stream" from decisions d, jsonb_array_elements(d.subject -> 'streams') s where d.tenant_id = ?::uuid and d.id = ?::uuid`,
		[tenantId, id],
	);
	return rows.map(({ stream }) => stream);
}

export interface SampleRow {
	readonly stream: string;
	readonly naturalKey: string;
	/** What people call it: the document's number, else the reference, else its key. */
	readonly label: string;
	readonly date: string | null;
	readonly currency: string | null;
	readonly amountMinor: string | null;
	readonly canonicalId: string | null;
}

/** These records with the newest row that was made of each, in the given order. */
export async function sampleOf(
	em: ScopedEm,
	input: {
		readonly tenantId: string;
		readonly connectionId: string;
		readonly keys: readonly { readonly stream: string; readonly naturalKey: string }[];
	},
): Promise<SampleRow[]> {
	return em.execute<SampleRow[]>(
		`select i.stream, i."naturalKey", coalesce(nullif(c.document, ''), nullif(c.reference, ''), i."naturalKey") as "label", c.ledger_date::text as "date",
			c.currency, c.amount_minor::text as "amountMinor", c.id::text as "canonicalId"
		from jsonb_to_recordset(?::jsonb) as i(no int, stream text, "naturalKey" text)
		left join lateral (
			select c.* from records r join canonical_rows c on c.tenant_id = r.tenant_id and c.record_id = r.id and c.record_version = r.version
			where r.tenant_id = ?::uuid and r.connection_id = ?::uuid and r.stream = i.stream and r.natural_key = i."naturalKey"
			order by r.version desc, c.version desc limit 1
		) c on true
		order by i.no`,
		[JSON.stringify(input.keys.map((key, no) => ({ ...key, no }))), input.tenantId, input.connectionId],
	);
}

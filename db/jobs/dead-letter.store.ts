// Everything that was given up on, of four sources in one list, oldest sorrow last. Reads only.
import type { PageOf } from "../../domain/core/page.ts";
import { answeredKinds, type DeadLetterFacts, type DeadLetterKind, deadLetterKinds } from "../../domain/jobs/dead-letter.ts";
import { decodeKey, encodeKey } from "../reconciliation/keyset.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface DeadLetterRow extends DeadLetterFacts {
	readonly since: string;
	/** Replays of a job that did not end well either. */
	readonly tries: number;
}

// A job is healed by a replay that took its place or by a later run of the same work that ended well. The failed replay of a job
// that is listed itself isn't listed beside it.
const sources: Readonly<Record<DeadLetterKind, string>> = {
	job: `select 'job' as kind, j.id::text as id, j.title as subject, j.failure_message as reason, coalesce(j.failure_code, '') as code,
			j.closed_at as since, 1 as count, j.id as job_id, j.kind as job_kind, j.input ->> 'connectionId' as connection_id, null::uuid as file_id,
			(select count(*)::int from jobs r where r.tenant_id = j.tenant_id and r.supersedes_job_id = j.id and r.closed_at is not null) as tries
		from jobs j
		where j.tenant_id = ?::uuid and j.status in ('failed', 'timed_out') and j.superseded_by_job_id is null and j.parent_job_id is null
			and j.kind not in (${answeredKinds.map((kind) => `'${kind}'`).join(", ")})
			and not exists (select from jobs later where later.tenant_id = j.tenant_id and later.workflow_id = j.workflow_id
				and later.requested_at > j.requested_at and later.status = 'done')
			and not exists (select from jobs o where o.tenant_id = j.tenant_id and o.id = j.supersedes_job_id
				and o.status in ('failed', 'timed_out') and o.superseded_by_job_id is null)`,
	file: `select 'file', f.id::text, f.name, j.failure_message, coalesce(j.failure_code, ''), coalesce(j.closed_at, f.uploaded_at), 1,
			j.id, j.kind, f.connection_id::text, f.id, 0
		from files f left join jobs j on j.tenant_id = f.tenant_id and j.id = coalesce(f.job_id, f.inspect_job_id)
		where f.tenant_id = ?::uuid and f.status = 'refused'`,
	quarantine: `select 'quarantine', q.connection_id || '/' || q.code, min(c.name), min(q.reason), q.code, min(q.created_at), count(*)::int,
			null::uuid, null, q.connection_id::text, null::uuid, 0
		from quarantine q join connections c on c.tenant_id = q.tenant_id and c.id = q.connection_id
		where q.tenant_id = ?::uuid and q.resolved_at is null and q.dismissed_at is null group by q.connection_id, q.code`,
	decision: `select 'decision', d.id::text, d.sentence, nullif(d.comment, ''), d.status, coalesce(d.decided_at, d.due_at), 1,
			d.job_id, j.kind, j.input ->> 'connectionId', null::uuid, 0
		from decisions d join jobs j on j.tenant_id = d.tenant_id and j.id = d.job_id
		where d.tenant_id = ?::uuid and d.status in ('rejected', 'expired') and not exists (
			select from decisions n join jobs nj on nj.tenant_id = n.tenant_id and nj.id = n.job_id
			where n.tenant_id = d.tenant_id and n.kind = d.kind and nj.workflow_id = j.workflow_id and n.asked_at > d.asked_at)`,
};

const union = deadLetterKinds.map((kind) => sources[kind]).join("\nunion all\n");
const tenantFour = (tenantId: string): string[] => deadLetterKinds.map(() => tenantId);

export interface DeadLetterQuery {
	readonly tenantId: string;
	readonly kind?: DeadLetterKind | undefined;
	readonly after: string | null;
	readonly limit: number;
}

/** Newest first. @throws TieoutError INPUT for a cursor that is not one of ours */
export async function deadLetterPage(em: ScopedEm, query: DeadLetterQuery): Promise<PageOf<DeadLetterRow>> {
	const at = decodeKey(query.after, 3);
	const after = at === null ? "" : `and (l.since, l.kind collate "C", l.id collate "C") < (?::timestamptz, ?, ?)`;
	const found = await em.execute<(DeadLetterRow & { at: string })[]>(
		`select l.kind as "kind", l.id as "id", l.subject as "subject", l.reason as "reason", l.code as "code", l.count::int as "count",
			l.job_id::text as "jobId", l.job_kind as "jobKind", l.connection_id as "connectionId", l.file_id::text as "fileId",
			l.tries as "tries", ${instantText("l.since")} as "since", l.since::text as "at"
		from (${union}) l where (?::text is null or l.kind = ?) ${after}
		order by l.since desc, l.kind collate "C" desc, l.id collate "C" desc limit ?`,
		[...tenantFour(query.tenantId), query.kind ?? null, query.kind ?? null, ...(at ?? []), query.limit + 1],
	);
	const shown = found.slice(0, query.limit);
	const last = shown.at(-1);
	const next = found.length > query.limit && last !== undefined ? encodeKey([last.at, last.kind, last.id]) : null;
	return { rows: shown.map(({ at: _at, ...row }) => row), next, total: null };
}

/** How many letters there are of each kind. */
export async function deadLetterCounts(em: ScopedEm, tenantId: string): Promise<Readonly<Record<DeadLetterKind, number>>> {
	const rows = await em.execute<{ kind: DeadLetterKind; count: number }[]>(
		`select l.kind, count(*)::int as count from (${union}) l group by l.kind`,
		tenantFour(tenantId),
	);
	return { job: 0, file: 0, quarantine: 0, decision: 0, ...Object.fromEntries(rows.map((row) => [row.kind, row.count])) };
}

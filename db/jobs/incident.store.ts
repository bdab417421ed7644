// Incidents: the set, its words, its progress. Progress is always computed from the jobs themselves and never counted up.
import { randomUUID } from "node:crypto";
import type { PageOf } from "../../domain/core/page.ts";
import {
	type IncidentFilter,
	incidentJobStates,
	type IncidentJobState,
	type IncidentProgress,
	type IncidentStatus,
} from "../../domain/jobs/incident.ts";
import { notify } from "../notify.ts";
import { decodeKey, encodeKey } from "../reconciliation/keyset.ts";
import { instantText } from "../sync/instant-text.ts";
import { emitEvent } from "../tenancy/outbox.store.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { stateInIncident } from "./incident-job.store.ts";

export interface IncidentRow {
	readonly id: string;
	readonly number: number;
	readonly name: string;
	readonly cause: string;
	readonly fixVersion: string;
	readonly status: IncidentStatus;
	readonly filter: IncidentFilter | null;
	/** The person's id, and their name in this tenant. */
	readonly createdBy: string;
	readonly createdByName: string;
	readonly createdAt: string;
	readonly signedOffBy: string | null;
	readonly signedOffByName: string | null;
	readonly signedOffAt: string | null;
	readonly signOffComment: string | null;
	readonly progress: IncidentProgress;
	/** The newest bulk replay that took up one of its jobs. */
	readonly replayJobId: string | null;
}

const progressOf = (state: IncidentJobState): string => `'${state}', count(*) filter (where s.state = '${state}')`;

const columns = `i.id::text as "id", i.number, i.name, i.cause, i.fix_version as "fixVersion", i.status, i.filter,
	i.created_by::text as "createdBy", c.name as "createdByName", ${instantText("i.created_at")} as "createdAt",
	i.signed_off_by::text as "signedOffBy", g.name as "signedOffByName", ${instantText("i.signed_off_at")} as "signedOffAt",
	i.sign_off_comment as "signOffComment",
	(select json_build_object('total', count(*), ${incidentJobStates.map(progressOf).join(", ")})
		from (select ${stateInIncident} as state from incident_jobs ij join jobs j on j.tenant_id = ij.tenant_id and j.id = ij.job_id
			where ij.tenant_id = i.tenant_id and ij.incident_id = i.id) s) as "progress",
	(select b.id::text from incident_jobs ij
		join jobs r on r.tenant_id = ij.tenant_id and r.supersedes_job_id = ij.job_id
		join jobs b on b.tenant_id = r.tenant_id and b.id = r.parent_job_id and b.kind = 'bulk_replay'
		where ij.tenant_id = i.tenant_id and ij.incident_id = i.id order by b.requested_at desc, b.id limit 1) as "replayJobId"`;
const from = `from incidents i
	join memberships c on c.tenant_id = i.tenant_id and c.user_id = i.created_by
	left join memberships g on g.tenant_id = i.tenant_id and g.user_id = i.signed_off_by`;

export interface IncidentKey {
	readonly tenantId: string;
	readonly incidentId: string;
}

/** Null when nobody or another tenant has it. With `lock`, nobody changes it until this transaction ends. */
export async function incidentOf(em: ScopedEm, { tenantId, incidentId }: IncidentKey, lock = false): Promise<IncidentRow | null> {
	const rows = await em.execute<IncidentRow[]>(
		`select ${columns} ${from} where i.tenant_id = ?::uuid and i.id = ?::uuid ${lock ? "for update of i" : ""}`,
		[tenantId, incidentId],
	);
	return rows[0] ?? null;
}

export interface IncidentQuery {
	readonly tenantId: string;
	readonly status?: IncidentStatus | undefined;
	/** Part of the name or the cause, or "INC-31". */
	readonly search?: string | undefined;
	readonly after: string | null;
	readonly limit: number;
}

function filterOf({ tenantId, search }: Pick<IncidentQuery, "tenantId" | "search">): { sql: string; values: unknown[] } {
	const word = search?.trim().toLowerCase() ?? "";
	if (word === "") return { sql: "i.tenant_id = ?::uuid", values: [tenantId] };
	const sql = `i.tenant_id = ?::uuid and (strpos(lower(i.name), ?) > 0 or strpos(lower(i.cause), ?) > 0 or 'inc-' || i.number = ?)`;
	return { sql, values: [tenantId, word, word, word] };
}

/** Newest first. @throws TieoutError INPUT for a cursor that is not one of ours */
export async function incidentPage(em: ScopedEm, query: IncidentQuery): Promise<PageOf<IncidentRow>> {
	const { sql, values } = filterOf(query);
	const at = decodeKey(query.after, 1);
	const found = await em.execute<IncidentRow[]>(
		`select ${columns} ${from} where ${sql} and (?::text is null or i.status = ?) ${at === null ? "" : "and i.number < ?::int"}
		order by i.number desc limit ?`,
		[...values, query.status ?? null, query.status ?? null, ...(at ?? []), query.limit + 1],
	);
	const rows = found.slice(0, query.limit);
	const last = rows.at(-1);
	return { rows, next: found.length > query.limit && last !== undefined ? encodeKey([String(last.number)]) : null, total: null };
}

/** How many there are of each status under the same search. */
export async function incidentCounts(
	em: ScopedEm,
	query: Pick<IncidentQuery, "tenantId" | "search">,
): Promise<Readonly<Record<IncidentStatus, number>>> {
	const { sql, values } = filterOf(query);
	const [row] = await em.execute<Record<IncidentStatus, number>[]>(
		`select count(*) filter (where i.status = 'open')::int as "open", count(*) filter (where i.status = 'resolved')::int as "resolved",
			count(*) filter (where i.status = 'signed_off')::int as "signed_off" from incidents i where ${sql}`,
		values,
	);
	return row ?? { open: 0, resolved: 0, signed_off: 0 };
}

export interface NewIncident {
	readonly tenantId: string;
	readonly name: string;
	readonly cause: string;
	readonly fixVersion: string;
	readonly filter: IncidentFilter | null;
	readonly createdBy: string;
}

/** Numbers count up by one within a tenant, also when two are made at once */
export async function createIncident(em: ScopedEm, input: NewIncident): Promise<{ readonly id: string; readonly number: number }> {
	const id = randomUUID();
	await em.execute("select pg_advisory_xact_lock(hashtext('incident number'), hashtext(?))", [input.tenantId]);
	const rows = await em.execute<{ number: number }[]>(
		`insert into incidents (tenant_id, id, number, name, cause, fix_version, status, filter, created_by)
		select ?::uuid, ?::uuid, coalesce(max(number), 0) + 1, ?, ?, ?, 'open', ?::jsonb, ?::uuid from incidents where tenant_id = ?::uuid
		returning number`,
		[
			input.tenantId,
			id,
			input.name,
			input.cause,
			input.fixVersion,
			input.filter === null ? null : JSON.stringify(input.filter),
			input.createdBy,
			input.tenantId,
		],
	);
	const number = rows[0]?.number ?? 0;
	await emitEvent(em, { tenantId: input.tenantId, topic: "incident.opened", key: id, payload: { incidentId: id, number } });
	await notify(em, { topic: "incidents", key: id });
	return { id, number };
}

export interface IncidentChange {
	readonly name?: string | undefined;
	readonly cause?: string | undefined;
	readonly fixVersion?: string | undefined;
	readonly status?: "open" | "resolved" | undefined;
}

/** Changes what is given; a signed-off incident stays as it is. */
export async function changeIncident(em: ScopedEm, { tenantId, incidentId }: IncidentKey, change: IncidentChange): Promise<void> {
	await em.execute(
		`update incidents set name = coalesce(?, name), cause = coalesce(?, cause), fix_version = coalesce(?, fix_version),
			status = coalesce(?, status) where tenant_id = ?::uuid and id = ?::uuid and status <> 'signed_off'`,
		[change.name ?? null, change.cause ?? null, change.fixVersion ?? null, change.status ?? null, tenantId, incidentId],
	);
	await notify(em, { topic: "incidents", key: incidentId });
}

/** Ends it for good. */
export async function signOffIncident(
	em: ScopedEm,
	{ tenantId, incidentId }: IncidentKey,
	{ by, comment }: { readonly by: string; readonly comment: string },
): Promise<void> {
	const rows = await em.execute<unknown[]>(
		`update incidents set status = 'signed_off', signed_off_by = ?::uuid, signed_off_at = now(), sign_off_comment = ?
		where tenant_id = ?::uuid and id = ?::uuid and status = 'resolved' returning 1`,
		[by, comment, tenantId, incidentId],
	);
	if (rows.length > 0) await emitEvent(em, { tenantId, topic: "incident.signed_off", key: incidentId, payload: { incidentId } });
	await notify(em, { topic: "incidents", key: incidentId });
}

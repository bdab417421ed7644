// The fields that a stream's records are known to have, and the changes of them that a person may accept or ignore.
import { derivedId } from "../../domain/core/ids.ts";
import type { KnownField, KnownSchema, SchemaObservation } from "../../domain/sync/schema-drift.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

interface OfStream {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly stream: string;
}

export async function knownSchema(em: ScopedEm, { tenantId, connectionId, stream }: OfStream): Promise<KnownSchema> {
	const rows = await em.execute<KnownField[]>(
		`select path, types, seen::int as "seen", always from schema_fields where tenant_id = ?::uuid and connection_id = ?::uuid and stream = ?`,
		[tenantId, connectionId, stream],
	);
	return new Map(rows.map((field) => [field.path, field]));
}

/** In the page's own transaction. A change of a field that a person ignores is not reported again. */
export async function saveSchema(
	em: ScopedEm,
	input: OfStream & { readonly jobId: string; readonly pageId: string; readonly seq: number; readonly observation: SchemaObservation },
): Promise<void> {
	const { tenantId, connectionId, stream, observation, pageId, jobId, seq } = input;
	await em.execute(
		`insert into schema_fields (tenant_id, connection_id, stream, path, types, first_seq, last_seq, seen, always, seen_at)
		select ?::uuid, ?::uuid, ?, i.path, i.types, ?, ?, i.seen, i.always, now()
		from jsonb_to_recordset(?::jsonb) as i(path text, types text, seen bigint, always boolean)
		on conflict (tenant_id, connection_id, stream, path) do update set types = excluded.types, last_seq = excluded.last_seq,
			seen = excluded.seen, always = excluded.always, seen_at = excluded.seen_at`,
		[tenantId, connectionId, stream, seq, seq, JSON.stringify(observation.fields)],
	);
	if (observation.changes.length === 0) return;
	const changes = observation.changes.map((change) => ({ ...change, id: derivedId("schema-change", pageId, change.path, change.change) }));
	await em.execute(
		`insert into schema_changes (tenant_id, id, connection_id, stream, path, change, before, after, status, page_id, job_id)
		select ?::uuid, i.id, ?::uuid, ?, i.path, i.change, i.before, i.after, 'open', ?::uuid, ?::uuid
		from jsonb_to_recordset(?::jsonb) as i(id uuid, path text, change text, before text, after text)
		where not exists (select from schema_changes c where c.tenant_id = ?::uuid and c.connection_id = ?::uuid and c.stream = ?
			and c.path = i.path and c.status = 'ignored')
		on conflict (tenant_id, id) do nothing`,
		[tenantId, connectionId, stream, pageId, jobId, JSON.stringify(changes), tenantId, connectionId, stream],
	);
	await notify(em, { topic: "connections", key: connectionId });
}

export interface SchemaChangeRow {
	readonly id: string;
	readonly stream: string;
	readonly path: string;
	readonly change: "added" | "type_changed" | "gone";
	readonly before: string | null;
	readonly after: string | null;
	readonly status: "open" | "accepted" | "ignored";
	readonly pageId: string | null;
	readonly jobId: string | null;
	readonly foundAt: string;
	readonly decidedByName: string | null;
	readonly decidedAt: string | null;
}

/** Open ones first, newest first within; at most `limit`. */
export async function schemaChangesOf(
	em: ScopedEm,
	{ tenantId, connectionId, limit }: { readonly tenantId: string; readonly connectionId: string; readonly limit: number },
): Promise<SchemaChangeRow[]> {
	return em.execute<SchemaChangeRow[]>(
		`select c.id::text as "id", c.stream, c.path, c.change, c.before, c.after, c.status, c.page_id::text as "pageId", c.job_id::text as "jobId",
			${instantText("c.found_at")} as "foundAt", m.name as "decidedByName", ${instantText("c.decided_at")} as "decidedAt"
		from schema_changes c left join memberships m on m.tenant_id = c.tenant_id and m.user_id = c.decided_by
		where c.tenant_id = ?::uuid and c.connection_id = ?::uuid
		order by (c.status = 'open') desc, c.found_at desc, c.stream, c.path, c.id limit ?`,
		[tenantId, connectionId, limit],
	);
}

/** @returns how many were open and are decided now */
export async function decideSchemaChanges(
	em: ScopedEm,
	input: {
		readonly tenantId: string;
		readonly connectionId: string;
		readonly ids: readonly string[];
		readonly decision: "accepted" | "ignored";
		readonly actorId: string;
	},
): Promise<number> {
	const rows = await em.execute<unknown[]>(
		`update schema_changes set status = ?, decided_by = ?::uuid, decided_at = now()
		where tenant_id = ?::uuid and connection_id = ?::uuid and status = 'open'
			and id in (select x::uuid from jsonb_array_elements_text(?::jsonb) as x) returning 1`,
		[input.decision, input.actorId, input.tenantId, input.connectionId, JSON.stringify(input.ids)],
	);
	if (rows.length > 0) await notify(em, { topic: "connections", key: input.connectionId });
	return rows.length;
}

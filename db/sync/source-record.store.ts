// Source records in their versions, as the explorer shows them. Reads only.
import type { ScopedEm } from "../tenant-scope.ts";
import { iso } from "../types/iso.ts";

export interface RecordVersion {
	readonly id: string;
	readonly version: number;
	readonly connectionId: string;
	readonly connectionName: string;
	readonly vendor: string;
	readonly stream: string;
	readonly naturalKey: string;
	readonly pageId: string;
	readonly pageIndex: number;
	readonly payloadSha256: string;
	readonly fromSeq: number;
	readonly toSeq: number | null;
	readonly seenAt: string;
}

/** Newest version first; at most a hundred. Empty when there is no such record. */
export async function recordVersions(em: ScopedEm, { tenantId, id }: { tenantId: string; id: string }): Promise<RecordVersion[]> {
	return em.execute<RecordVersion[]>(
		`select r.id::text as "id", r.version, r.connection_id::text as "connectionId", c.name as "connectionName", c.vendor, r.stream,
			r.natural_key as "naturalKey", r.page_id::text as "pageId", r.page_index as "pageIndex", r.payload_sha256 as "payloadSha256",
			r.from_seq::int as "fromSeq", r.to_seq::int as "toSeq", ${iso("r.seen_at")} as "seenAt"
		from records r join connections c on c.tenant_id = r.tenant_id and c.id = r.connection_id
		where r.tenant_id = ?::uuid and r.id = ?::uuid order by r.version desc limit 100`,
		[tenantId, id],
	);
}

// What one run found at a source besides rows: fields that changed, records that are gone.
import type { ScopedEm } from "../tenant-scope.ts";

export interface FoundByJob {
	/** Changes of fields that wait to be accepted or ignored. */
	readonly fieldChanges: number;
	/** Records that the source no longer has, closed by the run. */
	readonly deleted: number;
	/** Natural keys of the first of them, in order. */
	readonly deletedKeys: string[];
}

interface OfJob {
	readonly tenantId: string;
	readonly connectionId: string;
	readonly jobId: string;
	/** How many keys at most. */
	readonly keys: number;
}

export async function foundByJob(em: ScopedEm, { tenantId, connectionId, jobId, keys }: OfJob): Promise<FoundByJob> {
	const [found] = await em.execute<FoundByJob[]>(
		`with gone as (select natural_key from deletions where tenant_id = ?::uuid and job_id = ?::uuid and status = 'deleted')
		select (select count(*)::int from schema_changes
				where tenant_id = ?::uuid and connection_id = ?::uuid and job_id = ?::uuid and status = 'open') as "fieldChanges",
			(select count(*)::int from gone) as "deleted",
			(select coalesce(array_agg(natural_key), '{}') from (select natural_key from gone order by natural_key limit ?) first) as "deletedKeys"`,
		[tenantId, jobId, tenantId, connectionId, jobId, keys],
	);
	return found ?? { fieldChanges: 0, deleted: 0, deletedKeys: [] };
}

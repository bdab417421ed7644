// Companies of a tenant whose books are kept.
import type { ScopedEm } from "../tenant-scope.ts";

export interface EntityRow {
	readonly id: string;
	readonly name: string;
	readonly currency: string;
	readonly timeZone: string;
}

export async function entitiesOf(em: ScopedEm, tenantId: string): Promise<EntityRow[]> {
	return em.execute<EntityRow[]>(
		`select id::text as "id", name, currency, time_zone as "timeZone" from entities
		where tenant_id = ?::uuid order by name collate "C", id`,
		[tenantId],
	);
}

// Deletes the bytes of exports whose time is over, also of whole companies. First the bytes, then the row says so: what breaks in between
// is done again by the next round.
import { expiredExports, markExpired } from "../../db/sync/export.store.ts";
import { tenantTables } from "../../db/tenancy/tenant-tables.ts";
import { allTenantIds } from "../../db/tenancy/tenant-key.store.ts";
import { withoutScope, withTenant } from "../../db/tenant-scope.ts";
import type { ObjectStorage } from "../../platform/object-storage.ts";
import type { RetentionRound } from "./apply-retention.ts";

export interface ExportsRound extends RetentionRound {
	readonly storage: ObjectStorage;
}

/** A download that began in time comes to its end. */
const graceMs = 3_600_000;
const atOnce = 100;

/** @returns how many files went, and of how many companies it failed: those come again with the next round */
export async function deleteExpiredExports(deps: ExportsRound): Promise<{ readonly deleted: number; readonly failed: number }> {
	let deleted = 0;
	let failed = 0;
	for (const tenantId of await withoutScope(deps.orm, allTenantIds))
		try {
			deleted += await deleteOf(deps, tenantId);
		} catch (error) {
			failed += 1;
			deps.log.error({ err: error, tenantId }, "expired exports stay until the next round");
		}
	if (deleted > 0) deps.log.info({ deleted }, "expired exports were deleted");
	return { deleted, failed };
}

async function deleteOf({ orm, storage, clock }: ExportsRound, tenantId: string): Promise<number> {
	const holders = tenantTables(orm)
		.filter(({ columns }) => columns.some(({ name }) => name === "object_key"))
		.map(({ name }) => name);
	const before = new Date(clock.now().getTime() - graceMs).toISOString();
	let deleted = 0;
	for (;;) {
		const found = await withTenant(orm, { tenantId }, (em) => expiredExports(em, { tenantId, before, holders, limit: atOnce }));
		for (const { id, objectKey, shared } of found) {
			if (!shared && (await storage.remove(tenantId, objectKey))) deleted += 1;
			await withTenant(orm, { tenantId }, (em) => markExpired(em, { tenantId, id }));
		}
		if (found.length < atOnce) return deleted;
	}
}

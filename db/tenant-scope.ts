// The only way to rows: one transaction as the app role with the acting tenant or person set for just that transaction.
// What is set ends with it, so a pooled connection carries nothing from one unit of work to the next.
import type { EntityManager } from "@mikro-orm/postgresql";
import { TieoutError } from "../domain/core/errors.ts";
import { isUuid } from "../domain/core/ids.ts";
import type { Masks } from "../domain/tenancy/policies/masking.ts";
import { maskedSchema, masksSetting } from "./masking.ts";
import type { Orm } from "./orm.ts";
import { appRole, erasureRole, retentionRole } from "./roles.ts";

/** An entity manager inside a unit of work. Store functions take it; nothing else makes one. */
export type ScopedEm = EntityManager;

/**
 * A person's unit of work says which entities they are limited to (null: none), so that no path can forget it; the platform's has no limit.
 * It says too what is masked for them; whoever doesn't say it reads every maskable column masked.
 */
export type TenantScope =
	| { readonly tenantId: string; readonly userId?: undefined }
	| { readonly tenantId: string; readonly userId: string; readonly entityIds: readonly string[] | null; readonly masks?: Masks };

function checked(name: string, id: string): string {
	if (!isUuid(id)) throw new TieoutError("INVALID_SCOPE", `${name} is not an id, so no data can be read.`);
	return id;
}

interface Settings {
	readonly tenantId: string;
	readonly userId: string;
	readonly entityIds: readonly string[] | null;
	/** As masking.ts reads it; '': nothing is masked. */
	readonly masks: string;
	/** False: the commit doesn't wait for the disk. */
	readonly durable?: boolean;
}

const everythingMasked = "*";

/** '' is nobody. All settings are always made, so that nothing that a connection may still carry counts. */
function inRole<T>(
	orm: Orm,
	{ tenantId, userId, entityIds, masks, durable = true }: Settings,
	work: (em: ScopedEm) => Promise<T>,
): Promise<T> {
	const variables = {
		"app.tenant_id": tenantId,
		"app.user_id": userId,
		"app.entity_ids": entityIds === null ? "all" : `{${entityIds.join()}}`,
		"app.masks": masks,
		...(durable ? {} : { synchronous_commit: "off" }),
		search_path: masks === "" ? "public" : `${maskedSchema}, public`,
		// Last, and with the settings, which saves every unit of work a round trip: whether they may be set is asked before the first one is.
		role: appRole,
	};
	return orm.em.fork({ session: { variables } }).transactional(async (em) => {
		// PostgreSQL passes over a schema that isn't there, and the names would mean the tables again.
		if (masks !== "") await em.execute(`select from ${maskedSchema}.canonical_rows limit 0`);
		return work(em);
	});
}

/** Runs `work` in one transaction that sees the rows of `tenantId` and, with `userId`, that person's own. Rolled back when `work` throws. */
export async function withTenant<T>(orm: Orm, scope: TenantScope, work: (em: ScopedEm) => Promise<T>): Promise<T> {
	const tenantId = checked("tenantId", scope.tenantId);
	if (scope.userId === undefined) return inRole(orm, { tenantId, userId: "", entityIds: null, masks: "" }, work);
	const entityIds = scope.entityIds?.map((id) => checked("entityId", id)) ?? null;
	const masks = scope.masks === undefined ? everythingMasked : masksSetting(scope.masks);
	return inRole(orm, { tenantId, userId: checked("userId", scope.userId), entityIds, masks }, work);
}

/** Runs `work` before a tenant is chosen: it sees the person's own rows and memberships only. */
export async function withUser<T>(orm: Orm, userId: string, work: (em: ScopedEm) => Promise<T>): Promise<T> {
	return inRole(orm, { tenantId: "", userId: checked("userId", userId), entityIds: null, masks: "" }, work);
}

/** The same for what may be lost when the database's machine dies in this second: the commit doesn't wait for the disk. */
export async function withUserBriefly<T>(orm: Orm, userId: string, work: (em: ScopedEm) => Promise<T>): Promise<T> {
	return inRole(orm, { tenantId: "", userId: checked("userId", userId), entityIds: null, masks: "", durable: false }, work);
}

/** Runs `work` as the role that makes and ends the audit trail's months (audit-months.ts) and may do nothing else. */
export async function asRetention<T>(orm: Orm, work: (em: ScopedEm) => Promise<T>): Promise<T> {
	return orm.em.fork({ session: { role: retentionRole, variables: {} } }).transactional((em) => work(em));
}

/** Runs `work` for a company that is being erased: it may delete recorded rows too, and count them in the report. @throws TieoutError NOT_CLOSING */
export async function asErasure<T>(
	orm: Orm,
	{ tenantId, reportId }: { readonly tenantId: string; readonly reportId: string },
	work: (em: ScopedEm) => Promise<T>,
): Promise<T> {
	const variables = {
		"app.tenant_id": checked("tenantId", tenantId),
		"app.user_id": checked("reportId", reportId),
		"app.entity_ids": "all",
	};
	return orm.em.fork({ session: { role: erasureRole, variables } }).transactional(async (em) => {
		const [tenant] = await em.execute<{ status: string }[]>("select status from tenants where id = ?::uuid", [tenantId]);
		if (tenant?.status !== "closing") throw new TieoutError("NOT_CLOSING", "Only a company that is being closed is erased.");
		return work(em);
	});
}

/** Runs `work` as nobody: it sees no row and may only go through a door (doors.ts). */
export async function withoutScope<T>(orm: Orm, work: (em: ScopedEm) => Promise<T>): Promise<T> {
	return inRole(orm, { tenantId: "", userId: "", entityIds: null, masks: "" }, work);
}

/** Runs `work` for the company as a whole inside a limited person's unit of work: for counts of a plan, never for rows that are shown. */
export async function acrossEntities<T>(em: ScopedEm, work: () => Promise<T>): Promise<T> {
	const [row] = await em.execute<{ entities: string }[]>("select current_setting('app.entity_ids') as entities");
	const entities = row?.entities ?? "{}";
	if (entities === "all") return work();
	await em.execute("set local app.entity_ids = 'all'");
	const out = await work();
	await em.execute(`set local app.entity_ids = '${entities.replaceAll(/[^0-9a-f{},-]/g, "")}'`);
	return out;
}

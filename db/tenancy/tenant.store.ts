// A company as it is set up: its name, what it says about itself, its plan and whether it may work.
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "../sync/instant-text.ts";
import { accessChanged } from "./access.store.ts";
import { emitEvent } from "./outbox.store.ts";
import type { TenantStatus } from "../../domain/tenancy/read-only.ts";
import type { PlanKey } from "../../domain/tenancy/plans.ts";

export interface TenantSettings {
	/** As on its invoices. */
	readonly legalName: string;
	/** Where notices for the company go. */
	readonly contactEmail: string;
	/** ISO 3166-1 alpha-2; '' for unknown. */
	readonly country: string;
}

/** A plan that somebody asked the platform for. */
export interface AskedPlan {
	readonly plan: PlanKey;
	readonly note: string;
	readonly by: string;
	/** ISO 8601. */
	readonly at: string;
}

export interface TenantRow {
	readonly id: string;
	readonly name: string;
	readonly dataKind: "demo" | "sandbox" | "production";
	readonly status: TenantStatus;
	readonly plan: string;
	readonly settings: TenantSettings;
	readonly askedPlan: AskedPlan | null;
	readonly createdAt: string;
}

const empty: TenantSettings = { legalName: "", contactEmail: "", country: "" };

/** The acting tenant. */
export async function tenantById(em: ScopedEm, tenantId: string): Promise<TenantRow | null> {
	const [row] = await em.execute<
		(Omit<TenantRow, "settings" | "askedPlan"> & { settings: Partial<TenantSettings> & { askedPlan?: AskedPlan | null } })[]
	>(
		`select id::text as "id", name, data_kind as "dataKind", status, plan, settings, ${instantText("created_at")} as "createdAt"
		from tenants where id = ?::uuid`,
		[tenantId],
	);
	if (row === undefined) return null;
	const { settings, ...rest } = row;
	const { legalName, contactEmail, country } = { ...empty, ...settings };
	return { ...rest, settings: { legalName, contactEmail, country }, askedPlan: settings.askedPlan ?? null };
}

/** Other things that stand in the settings stay. */
export async function updateTenant(
	em: ScopedEm,
	{ tenantId, name, settings }: { readonly tenantId: string; readonly name: string; readonly settings: TenantSettings },
): Promise<void> {
	await em.execute("update tenants set name = ?, settings = settings || ?::jsonb where id = ?::uuid", [
		name,
		JSON.stringify(settings),
		tenantId,
	]);
	await emitEvent(em, { tenantId, topic: "tenant.updated", key: tenantId, payload: { tenantId } });
}

export async function setAskedPlan(
	em: ScopedEm,
	{ tenantId, asked }: { readonly tenantId: string; readonly asked: AskedPlan },
): Promise<void> {
	await em.execute("update tenants set settings = settings || jsonb_build_object('askedPlan', ?::jsonb) where id = ?::uuid", [
		JSON.stringify(asked),
		tenantId,
	]);
}

/** Answers what was asked for, too. */
export async function setPlan(em: ScopedEm, { tenantId, plan }: { readonly tenantId: string; readonly plan: PlanKey }): Promise<void> {
	await em.execute("update tenants set plan = ?, settings = settings - 'askedPlan' where id = ?::uuid", [plan, tenantId]);
	await accessChanged(em, tenantId);
}

/** False when it was not `from` any more. */
export async function setStatus(
	em: ScopedEm,
	{ tenantId, from, to }: { readonly tenantId: string; readonly from: TenantStatus; readonly to: TenantStatus },
): Promise<boolean> {
	const rows = await em.execute<unknown[]>("update tenants set status = ? where id = ?::uuid and status = ? returning 1", [
		to,
		tenantId,
		from,
	]);
	await accessChanged(em, tenantId);
	return rows.length > 0;
}

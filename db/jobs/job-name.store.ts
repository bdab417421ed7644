// What a job is called that nobody asked for by hand: a child run names itself by what it works on.
import type { JobKind } from "../../domain/jobs/job.ts";
import { replayTitle } from "../../domain/jobs/replay/plan.ts";
import { isVendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface JobName {
	readonly title: string;
	readonly businessKey: string;
}

interface OfRun {
	readonly tenantId: string;
	readonly kind: JobKind;
	readonly input: Readonly<Record<string, unknown>>;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** null: nothing is known of it but its kind. */
export async function jobNameOf(em: ScopedEm, { tenantId, kind, input }: OfRun): Promise<JobName | null> {
	if (text(input["ofJobId"]) !== "") return replayName(em, tenantId, text(input["ofJobId"]));
	if (text(input["connectionId"]) !== "") return connectionName(em, tenantId, kind, text(input["connectionId"]));
	if (text(input["entityId"]) !== "") return periodName(em, tenantId, text(input["entityId"]), text(input["month"]));
	return null;
}

async function replayName(em: ScopedEm, tenantId: string, ofJobId: string): Promise<JobName | null> {
	const [job] = await em.execute<JobName[]>(
		`select title, business_key as "businessKey" from jobs where tenant_id = ?::uuid and id = ?::uuid`,
		[tenantId, ofJobId],
	);
	return job === undefined ? null : { title: replayTitle(job.title), businessKey: job.businessKey };
}

async function connectionName(em: ScopedEm, tenantId: string, kind: JobKind, connectionId: string): Promise<JobName | null> {
	const [connection] = await em.execute<{ name: string; vendor: string }[]>(
		"select name, vendor from connections where tenant_id = ?::uuid and id = ?::uuid",
		[tenantId, connectionId],
	);
	if (connection === undefined) return null;
	const vendor = isVendorId(connection.vendor) ? vendors[connection.vendor].title : connection.vendor;
	const title = kind === "reprocess" ? `Process stored pages, ${vendor}` : `Sync ${vendor}`;
	return { title, businessKey: connection.name };
}

async function periodName(em: ScopedEm, tenantId: string, entityId: string, month: string): Promise<JobName | null> {
	const [entity] = await em.execute<{ name: string }[]>("select name from entities where tenant_id = ?::uuid and id = ?::uuid", [
		tenantId,
		entityId,
	]);
	return entity === undefined ? null : { title: `Reconcile payouts, ${month}`, businessKey: `${entity.name} · ${month}` };
}

// Two tenants connected to two companies of the sandbox, and the questions the sync tests ask of them.
import { randomUUID } from "node:crypto";
import { createConnection, saveSealedSecrets } from "../../db/sync/connection.store.ts";
import { controlTotalsOfJob } from "../../db/sync/control-total.store.ts";
import type { SyncLimits } from "../../domain/sync/history-budget.ts";
import type { SyncResult } from "../../domain/sync/progress.ts";
import type { VendorId } from "../../domain/sync/vendors/vendors.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { baseUrlOf, credentialsOf } from "../contract/scenario.ts";
import { settingsOf } from "../support/file-settings.ts";
import type { TestDatabase, TestTenant } from "../support/database.ts";
import type { TestTemporal } from "../support/temporal.ts";

export interface SyncWorld {
	readonly db: TestDatabase;
	readonly engine: TestTemporal;
	readonly sandbox: Sandbox;
}

/** A connection of `tenant` to the company `slug`, with its credentials sealed as in production. */
export async function connect({ db, engine, sandbox }: SyncWorld, tenant: TestTenant, vendor: VendorId, slug: string): Promise<string> {
	const connectionId = randomUUID();
	const { tenantId } = tenant;
	const secrets = credentialsOf(sandbox, vendor, slug);
	await db.withTenant(tenant, async (em) => {
		const config = vendor === "netsuite" ? { account: secrets.accountId } : {};
		const baseUrl = baseUrlOf(sandbox, vendor);
		await createConnection(em, {
			tenantId,
			id: connectionId,
			entityId: tenant.entityId,
			vendor,
			name: `${vendor} of ${slug}`,
			baseUrl,
			config,
		});
		const sealed = engine.deps.secrets.seal({ tenantId, connectionId }, secrets);
		await saveSealedSecrets(em, { tenantId, connectionId, ...sealed });
	});
	return connectionId;
}

/** Starts a sync as the API does. @returns its job id */
export async function startSync(
	{ engine }: SyncWorld,
	tenant: TestTenant,
	connectionId: string,
	limits?: Partial<SyncLimits>,
): Promise<string> {
	const { jobId } = await engine.start({
		tenantId: tenant.tenantId,
		kind: "sync",
		title: "Sync",
		businessKey: connectionId,
		workflowId: syncId(tenant.tenantId, connectionId),
		requestedBy: tenant.users.controller.userId,
		correlationId: randomUUID(),
		input: { connectionId, ...(limits === undefined ? {} : { limits }) },
	});
	return jobId;
}

/** Uploads a statement as the API does and confirms the columns that its header suggests. */
export async function upload(
	{ db, engine }: SyncWorld,
	tenant: TestTenant,
	connectionId: string,
	name: string,
	bytes: Uint8Array,
): Promise<string> {
	const id = randomUUID();
	const stored = await engine.deps.storage.put(tenant.tenantId, bytes);
	const settings = await settingsOf(bytes, name);
	await db.withTenant(tenant, (em) =>
		em.execute(
			`insert into files (tenant_id, id, connection_id, name, size_bytes, sha256, object_key, status, mapping)
			values (?, ?, ?, ?, ?, ?, ?, 'mapped', ?::jsonb)`,
			[tenant.tenantId, id, connectionId, name, stored.sizeBytes, stored.sha256, stored.key, JSON.stringify(settings)],
		),
	);
	return id;
}

export interface JobFacts {
	readonly status: string;
	readonly result: SyncResult | null;
	readonly progress: { readonly phase: string; readonly streams: readonly Record<string, unknown>[] } | null;
	readonly failureCode: string | null;
	readonly rowsRead: number;
	readonly rowsWritten: number;
	readonly joinedJobId: string | null;
}

export async function jobFacts({ db }: SyncWorld, tenant: TestTenant, jobId: string): Promise<JobFacts> {
	const rows = await db.withTenant(tenant, (em) =>
		em.execute<JobFacts[]>(
			`select status, result, progress, failure_code as "failureCode", rows_read::int as "rowsRead", rows_written::int as "rowsWritten",
				joined_job_id::text as "joinedJobId" from jobs where tenant_id = ? and id = ?`,
			[tenant.tenantId, jobId],
		),
	);
	if (rows[0] === undefined) throw new Error(`no job ${jobId}`);
	return rows[0];
}

export const totalsOf = ({ db }: SyncWorld, tenant: TestTenant, jobId: string) =>
	db.withTenant(tenant, (em) => controlTotalsOfJob(em, { tenantId: tenant.tenantId, jobId }));

/** Current canonical rows of a connection as "kind key currency amount fee", sorted. */
export async function keptRows({ db }: SyncWorld, tenant: TestTenant, connectionId: string): Promise<string[]> {
	const rows = await db.withTenant(tenant, (em) =>
		em.execute<{ line: string }[]>(
			`select kind || ' ' || natural_key || ' ' || currency || ' ' || amount_minor || ' ' || fee_minor as line from canonical_rows
			where tenant_id = ? and connection_id = ? and to_seq is null`,
			[tenant.tenantId, connectionId],
		),
	);
	return rows.map(({ line }) => line).sort();
}

/** What Stripe has of a company, in the words of `keptRows`. */
export function trueStripeRows(sandbox: Sandbox, slug: string): string[] {
	const { history } = sandbox.company(slug);
	const line = (kind: string, key: string, entry: { currency: string; amount: number; fee: number }): string =>
		`${kind} ${key} ${entry.currency.toUpperCase()} ${entry.amount} ${entry.fee}`;
	const now = sandbox.company(slug).now;
	return [
		...history.entries.map((entry) => line("balance_entry", entry.id, entry)),
		...history.payouts.map(({ id, amount, currency }) => line("payout", id, { amount, currency, fee: 0 })),
		...history.payouts
			.filter(({ kind, created }) => kind === "automatic" && now >= created + 6 * 3_600)
			.flatMap(({ id, entry, items }) => [...items, entry].map((item) => line("payout_item", `${id}:${item.id}`, item))),
	].sort();
}

/** What NetSuite has of a company: count and signed sum per currency. */
export function trueLedger(sandbox: Sandbox, slug: string): { readonly lines: number } {
	const booked = sandbox.company(slug).ledger.filter(({ type }) => type !== "CustPymt");
	return { lines: booked.reduce((sum, { lines }) => sum + lines.length, 0) };
}

/** Gaps and doubles in what a connection's ledger of pages says; empty when all is well. */
export async function pageFaults({ db }: SyncWorld, tenant: TestTenant, connectionId: string): Promise<string[]> {
	const rows = await db.withTenant(tenant, (em) =>
		em.execute<{ fault: string }[]>(
			`select 'gap in ' || stream as fault from pages where tenant_id = ? and connection_id = ? and seq is not null
				group by stream having count(*) <> max(seq) or min(seq) <> 1
			union all select 'seq of ' || s.stream from streams s where s.tenant_id = ? and s.connection_id = ?
				and s.seq <> (select coalesce(max(p.seq), 0) from pages p where p.tenant_id = s.tenant_id and p.connection_id = s.connection_id and p.stream = s.stream)
			union all select 'two open versions of ' || natural_key from records where tenant_id = ? and connection_id = ? and to_seq is null
				group by stream, natural_key having count(*) > 1`,
			[tenant.tenantId, connectionId, tenant.tenantId, connectionId, tenant.tenantId, connectionId],
		),
	);
	return rows.map(({ fault }) => fault);
}

// Questions to a sync's world and waiting for an answer of a kind.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { SyncLimits } from "../../domain/sync/history-budget.ts";
import type { SyncOnly } from "../../domain/sync/sync-state.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import type { TestTenant } from "../support/database.ts";
import type { SyncWorld } from "./sync-world.ts";

/** Rows of a tenant's question; the first parameter is always the tenant. */
export const ask = <Row>({ db }: Pick<SyncWorld, "db">, tenant: TestTenant, sql: string, ...values: readonly unknown[]): Promise<Row[]> =>
	db.withTenant(tenant, (em) => em.execute<Row[]>(sql, [tenant.tenantId, ...values]));

/** Waits until `is` says true; patient, because a busy machine is ten times slower. @throws after a minute and a half */
export async function until(what: string, is: () => Promise<boolean>): Promise<void> {
	for (let tries = 0; tries < 1800; tries++) {
		if (await is()) return;
		await sleep(50);
	}
	throw new Error(`not within 90 s: ${what}`);
}

/** Starts a sync of some streams, of a window of days, or under other limits. @returns its job id */
export async function startPart(
	{ engine }: SyncWorld,
	tenant: TestTenant,
	connectionId: string,
	input: { readonly only?: SyncOnly; readonly limits?: Partial<SyncLimits> },
): Promise<string> {
	const { jobId } = await engine.start({
		tenantId: tenant.tenantId,
		kind: "sync",
		title: "Sync",
		businessKey: connectionId,
		workflowId: syncId(tenant.tenantId, connectionId),
		requestedBy: tenant.users.controller.userId,
		correlationId: randomUUID(),
		input: { connectionId, ...input },
	});
	return jobId;
}

// The steps that erase a company. None of them has the company's own row or key to lean on, so they are the platform's; each may come
// again after a crash, and what was deleted is counted in the transaction that deletes it.
import { setTimeout as sleep } from "node:timers/promises";
import { Context } from "@temporalio/activity";
import { WorkflowNotFoundError } from "@temporalio/client";
import { countRows, eraseBatch, erasedTables, keptObjects, memberIds, tellKeysGone } from "../../db/tenancy/erase.store.ts";
import { eraseAccount, isInOtherCompanies } from "../../db/tenancy/erase-person.store.ts";
import { addCount } from "../../db/tenancy/erasure-report.store.ts";
import { asErasure, withTenant, withUser } from "../../db/tenant-scope.ts";
import type { TemporalClient } from "../../platform/temporal-client.ts";
import { definePlatformActivity } from "../core/define-activity.ts";
import type { EraseCompany } from "./begin-erasure.ts";
import { signErasure } from "./sign-erasure.ts";
import { type AuditKeeper, sealTenant, signTenant } from "./seal-audit.ts";

export type EraseDeps = AuditKeeper & { readonly temporal: TemporalClient };

const rowsAtOnce = 5_000;
const objectsAtOnce = 100;
const beat = (details: Readonly<Record<string, string | number>>): void => Context.current().heartbeat(details);
const step = <Output>(name: string, run: (deps: EraseDeps, input: EraseCompany) => Promise<Output>) =>
	definePlatformActivity<EraseDeps, EraseCompany, Output>(name, run);

/** Ends what still runs for the company and deletes its histories from Temporal. The run that began the erasure ends by itself. */
const endCompanyWork = step("endCompanyWork", async ({ temporal: { client } }, { tenantId }) => {
	// The list still names a run for some seconds after its deletion was taken.
	const deleted = new Set<string>();
	for (let quiet = 0, round = 0; quiet < 2; round++) {
		let seen = 0;
		for await (const run of client.workflow.list({ query: `WorkflowId STARTS_WITH "t/${tenantId}/"` })) {
			if (deleted.has(run.runId)) continue;
			seen += 1;
			beat({ seen, deleted: deleted.size });
			const isOpen = run.status.name === "RUNNING";
			// It has begun this and is about to close its row.
			if (isOpen && run.workflowId.includes("/erase_tenant/") && round < 40) continue;
			try {
				if (isOpen) await client.workflow.getHandle(run.workflowId, run.runId).terminate("The company is erased.");
				await client.workflowService.deleteWorkflowExecution({
					namespace: client.options.namespace,
					workflowExecution: { workflowId: run.workflowId, runId: run.runId },
				});
				deleted.add(run.runId);
			} catch (error) {
				if (!(error instanceof WorkflowNotFoundError) && !isNotFound(error)) throw error;
				deleted.add(run.runId);
			}
		}
		quiet = seen === 0 ? quiet + 1 : 0;
		if (quiet < 2) await sleep(500);
	}
});

const isNotFound = (error: unknown): boolean => (error as { code?: unknown }).code === 5;

/** Closes the audit trail's chain while the company's key is there, and seals what is kept of it with the key that stays. */
const keepTrail = step("keepTrail", async (deps, { tenantId }) => {
	await sealTenant(deps, tenantId);
	await signTenant(deps, tenantId);
	const kept = await withTenant(deps.orm, { tenantId }, (em) => keptObjects(em, tenantId));
	for (const key of kept) {
		beat({ objects: kept.length });
		await deps.storage.sealWithFirstKey(tenantId, key);
	}
});

/** Tables whose rows are secrets or keys go before everything else: what they open opens no more. */
const secretTables = ["connection_secrets", "webhook_secrets", "model_keys", "api_keys", "tenant_keys"];

const destroyKeys = step("destroyKeys", async ({ orm }, { tenantId, reportId }) => {
	for (const name of secretTables) {
		const table = erasedTables(orm).find((each) => each.name === name);
		if (table === undefined) throw new Error(`${name} is no table of a company`);
		await asErasure(orm, { tenantId, reportId }, async (em) => {
			const more = await eraseBatch(em, { table, tenantId, limit: 1_000_000 });
			await addCount(em, { id: reportId, name: table.name, more });
			await tellKeysGone(em, tenantId);
		});
	}
});

/** The account of whoever is in no other company; their names here go with the rows. */
const erasePeople = step("erasePeople", async ({ orm }, { tenantId }) => {
	for (const userId of await withTenant(orm, { tenantId }, (em) => memberIds(em, tenantId))) {
		beat({ people: 1 });
		await withUser(orm, userId, async (em) => {
			if (!(await isInOtherCompanies(em, { tenantId, userId }))) await eraseAccount(em, userId);
		});
	}
});

const eraseRows = step("eraseRows", async ({ orm }, { tenantId, reportId }) => {
	const ticking = setInterval(() => beat({ alive: 1 }), 10_000);
	try {
		for (const table of erasedTables(orm)) {
			for (;;) {
				Context.current().cancellationSignal.throwIfAborted();
				const more = await asErasure(orm, { tenantId, reportId }, async (em) => {
					const gone = await eraseBatch(em, { table, tenantId, limit: rowsAtOnce });
					await addCount(em, { id: reportId, name: table.name, more: gone });
					return gone;
				});
				beat({ table: table.name, rows: more });
				if (table.pointsToItself || more < rowsAtOnce) break;
			}
		}
	} finally {
		clearInterval(ticking);
	}
});

const eraseObjects = step("eraseObjects", async ({ orm, storage }, { tenantId, reportId }) => {
	const kept = new Set(await withTenant(orm, { tenantId }, (em) => keptObjects(em, tenantId)));
	let gone = 0;
	const count = async (): Promise<void> => {
		const more = gone;
		gone = 0;
		await asErasure(orm, { tenantId, reportId }, (em) => addCount(em, { id: reportId, name: "objects", more }));
	};
	for await (const { key } of storage.list(tenantId)) {
		if (kept.has(key)) continue;
		if (await storage.remove(tenantId, key)) gone += 1;
		beat({ objects: gone });
		if (gone >= objectsAtOnce) await count();
	}
	await count();
});

/** Looks again whether anything is left. @returns the tables that have rows, and "objects" for stored bytes that came late */
const lookForRest = step("lookForRest", async ({ orm, storage }, { tenantId }): Promise<readonly string[]> => {
	const left: string[] = [];
	for (const table of erasedTables(orm))
		if ((await withTenant(orm, { tenantId }, (em) => countRows(em, table, tenantId))) > 0) left.push(table.name);
	const kept = new Set(await withTenant(orm, { tenantId }, (em) => keptObjects(em, tenantId)));
	for await (const { key } of storage.list(tenantId))
		if (!kept.has(key)) {
			left.push("objects");
			break;
		}
	return left;
});

export const eraseCompanyActivities = (deps: EraseDeps) => ({
	endCompanyWork: endCompanyWork(deps),
	keepTrail: keepTrail(deps),
	destroyKeys: destroyKeys(deps),
	erasePeople: erasePeople(deps),
	eraseRows: eraseRows(deps),
	eraseObjects: eraseObjects(deps),
	lookForRest: lookForRest(deps),
	signErasure: step("signErasure", signErasure)(deps),
});

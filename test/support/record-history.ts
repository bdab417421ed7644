// Writes the history of a finished job into test/replay/histories when scripts/record-history.ts asks for one. Payloads are
// encrypted with the fixed test key, so a recorded history can be decrypted and replayed on any machine.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import type { TemporalClient } from "../../platform/temporal-client.ts";
import type { TestDatabase } from "./database.ts";

/** The variable that names the kind of job to record: "sync", "reconcile", "archive". */
export const recordKind = "TIEOUT_RECORD_KIND";

/** Keeps the file's first job of that kind that ended well. */
export async function recordWhenAsked(db: TestDatabase, { client }: TemporalClient): Promise<void> {
	const kind = process.env[recordKind];
	if (kind === undefined) return;
	const [tenant] = db.tenants;
	// The platform's own run, which has no row.
	if (kind === "erase_company") return keep(client, kind, platformRuns.erase_company);
	const [job] = await db.withTenant(tenant, (em) =>
		em.execute<{ workflowId: string; runId: string }[]>(
			`select workflow_id as "workflowId", first_run_id as "runId" from jobs
where tenant_id = ? and kind = ? and status in ('done', 'check', ?) and first_run_id = run_id order by requested_at, id limit 1`,
			// An erasure that ended well has no row any more.
			[tenant.tenantId, kind, kind === "erase_tenant" ? "stopped" : "done"],
		),
	);
	if (job === undefined) throw new Error(`no job of kind ${kind} ended well here`);
	await keep(client, kind, job);
}

/** Runs that a test names, because no row does. */
export const platformRuns: Record<"erase_company", { workflowId: string; runId?: string }> = { erase_company: { workflowId: "" } };

async function keep(client: TemporalClient["client"], kind: string, job: { workflowId: string; runId?: string }): Promise<void> {
	const history = await client.workflow.getHandle(job.workflowId, job.runId).fetchHistory();
	const folder = join(import.meta.dirname, "../replay/histories");
	mkdirSync(folder, { recursive: true });
	const recorded = { workflowId: job.workflowId, history: JSON.parse(historyToJSON(history)) as unknown };
	writeFileSync(join(folder, `${kind}.json`), `${JSON.stringify(recorded, null, "\t")}\n`);
}
